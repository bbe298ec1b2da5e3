"""A history reads as sentences (S1-19, S1-32)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from examples import ANN, BOB, HEAD

from crm_es.aggregates import payment_request, ticket
from crm_es.audit.sentences import WORDS, people_in, sentence

NAMES = {str(ANN): "Ann", str(BOB): "Bob", str(HEAD): "Helen"}
SAMPLES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("history.jsonl").read_text(encoding="utf-8").splitlines()
]
MONEY = {"amount": "1250.50", "currency": "RUB"}
FILE = {"sha256": "0" * 64, "name": "Invoice 17.pdf", "type": "application/pdf", "size": 1}


def test_every_event_of_a_request_has_words_of_its_own() -> None:
    assert {event.__name__ for event in payment_request.decider.events} <= set(WORDS)


def test_every_event_of_a_ticket_has_words_of_its_own() -> None:
    assert {event.__name__ for event in ticket.decider.events} <= set(WORDS)


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["topic"] for sample in SAMPLES])
def test_whatever_was_ever_recorded_can_be_told(sample: dict[str, Any]) -> None:
    said = sentence(sample["topic"], sample["state"], NAMES)
    assert said
    assert "{" not in said


@pytest.mark.parametrize(
    ("topic", "facts", "expected"),
    [
        (
            "PaymentRequestForwarded",
            {"step": "head", "from_id": str(HEAD), "to_id": str(BOB), "comment": "You know them."},
            "Step head given by Helen to Bob. You know them.",
        ),
        (
            "PaymentRequestSubmitted",
            {"round": 2, "amount": MONEY, "route": "small", "asked": [str(HEAD), str(BOB)]},
            "Submitted, round 2: 1250.50 RUB, by route small. Asked: Helen, Bob.",
        ),
        (
            "RateSet",
            {"rate": {"per_hour": MONEY, "since": "2026-01-01", "use": "cost", "person_id": str(ANN), "kind": "talks"}},
            "An hour costs 1250.50 RUB from 2026-01-01 on, for person Ann, kind talks (cost). Before: unknown.",
        ),
        ("PaymentRequestReturned", {"reason": "Which printer?"}, "Returned for rework. Which printer?"),
        (
            "ActSent",
            {"number": "7", "total": MONEY, "email": "books@bags.example", "contact_name": ""},
            "Act 7 for 1250.50 RUB sent to books@bags.example.",
        ),
        (
            "ActSent",
            {"number": "7", "total": MONEY, "email": "books@bags.example", "contact_name": "Vera"},
            "Act 7 for 1250.50 RUB sent to books@bags.example, Vera.",
        ),
        ("PaymentRequestCommented", {"comment": "Paid by {card}?"}, "Comment: Paid by {card}?"),
        ("PaymentRequestFileAttached", {"file": FILE, "kind": "invoice"}, "File put to it: Invoice 17.pdf, invoice."),
        (
            "ContractorTold",
            {"email": "books@bags.example", "about": "paid", "detail": "550 No such mailbox"},
            "Mail to books@bags.example that it is paid: 550 No such mailbox",
        ),
        (
            "PaymentRequestPartPaid",
            {"part": MONEY, "left": MONEY, "paid_on": "2026-11-23", "payment_order": None},
            "1250.50 RUB paid on 2026-11-23, payment order unknown. Left: 1250.50 RUB.",
        ),
        ("DealLost", {"reason": "price"}, "Deal lost: price"),
        ("NobodyKnowsThis", {}, "NobodyKnowsThis"),
    ],
)
def test_events_are_sentences(topic: str, facts: dict[str, Any], expected: str) -> None:
    assert sentence(topic, facts, NAMES) == expected


def test_people_are_looked_up_by_the_ids_that_are_told() -> None:
    facts = {"step": "head", "asked": [str(HEAD), str(BOB)], "approver_id": str(ANN), "author_id": "x"}
    assert set(people_in("PaymentRequestStepApproved", facts)) == {str(HEAD), str(BOB), str(ANN)}
    assert set(people_in("DealWon", {"owner_id": str(ANN)})) == set()


def test_a_correction_tells_that_work_is_on_something_else_now() -> None:
    was = {"work_id": str(ANN), "minutes": 60, "starts": "2026-11-23T09:00:00Z", "ticket_id": "t-1"}
    facts = {"was": was, "work": was | {"ticket_id": None, "minutes": 30}, "person_id": str(ANN), "reason": "Mistake."}
    said = "30 minutes of Ann now, after 60, from 2026-11-23T09:00. It is on nothing now, after ticket t-1. Mistake."
    assert sentence("WorkCorrected", facts, NAMES) == said
    assert "It is on" not in sentence("WorkCorrected", facts | {"work": was}, NAMES)
