"""Everybody sees what was suggested, who wants it and what becomes of it (S0-36)."""

from __future__ import annotations

import pytest
from examples import ANN, BOB, DIRECTOR, HEAD, ID, MONDAY, TUESDAY, WEDNESDAY
from fold import fold, recorded
from suggestion_facts import answered, done, made, replied, supported

from crm_es.messages import Corrupt
from crm_es.projections import suggestions
from crm_es.projections.suggestions import Suggestion
from crm_es.registries import registry


def test_a_suggestion_shows_its_author_and_who_wants_it() -> None:
    found = fold(suggestions, recorded(made, MONDAY), recorded(supported), recorded(replied))[ID]
    assert found == Suggestion(
        suggestion_id=ID,
        status="made",
        author_id=ANN,
        text="Pack flour in tens",
        about="warehouse",
        made_at=MONDAY,
        supporters=(BOB,),
        support=1,
        replies=("The lift takes eight",),
    )


def test_a_suggestion_shows_the_last_answer() -> None:
    found = fold(suggestions, recorded(made), recorded(answered, TUESDAY))[ID]
    assert (found.status, found.answer, found.answered_by) == ("planned", "From December on", DIRECTOR)
    found = fold(suggestions, recorded(made), recorded(answered, TUESDAY), recorded(done, WEDNESDAY))[ID]
    assert (found.status, found.answered_by, found.answered_at) == ("done", HEAD, WEDNESDAY)


def test_everybody_sees_all_suggestions() -> None:
    assert registry("suggestions").sights == ()


def test_nothing_becomes_of_what_nobody_suggested() -> None:
    with pytest.raises(Corrupt):
        fold(suggestions, recorded(answered))
