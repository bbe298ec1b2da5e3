"""A suggestion is heard, wanted by others, and answered (S0-36, S0-52)."""

from __future__ import annotations

from uuid import UUID

from company import Company
from examples import ANN, BOB, DIRECTOR, MONDAY, TUESDAY, WEDNESDAY

from crm_es.aggregates.suggestion import AnswerSuggestion, MakeSuggestion, ReplyToSuggestion, SupportSuggestion
from crm_es.application import Crm

SUGGESTION = UUID(int=401)
make = MakeSuggestion(suggestion_id=SUGGESTION, text="Pack flour in tens", about="warehouse")
reply = ReplyToSuggestion(suggestion_id=SUGGESTION, reply="The lift takes eight")


def test_a_suggestion_finds_its_way_to_an_answer(staffed: Crm) -> None:
    company = Company(staffed)
    company.ask(ANN, make, MONDAY)
    company.ask(BOB, SupportSuggestion(suggestion_id=SUGGESTION), MONDAY)
    assert company.kinds(DIRECTOR) == ["suggestion to answer"]
    company.ask(BOB, reply, TUESDAY)
    thinking = AnswerSuggestion(suggestion_id=SUGGESTION, status="being thought about", answer="What does it cost?")
    company.ask(DIRECTOR, thinking, TUESDAY)
    assert company.kinds(DIRECTOR) == ["suggestion to answer"]
    planned = AnswerSuggestion(suggestion_id=SUGGESTION, status="planned", answer="From December on")
    company.ask(DIRECTOR, planned, WEDNESDAY)
    assert company.kinds(DIRECTOR) == []
    assert [entry.text.partition(". ")[2] for entry in company.notebook(ANN)] == [
        "A colleague replies: The lift takes eight",
        "It is being thought about: What does it cost?",
        "It is planned: From December on",
    ]
    found = company.one("suggestions")
    assert (found["status"], found["support"], found["supporters_names"], found["author"]) == (
        "planned", 1, "Bob", "Ann",
    )  # fmt: skip
