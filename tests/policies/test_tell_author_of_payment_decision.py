"""The author of a request for payment hears what was decided (S1-27)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, ID
from payment_facts import approved, rejected, returned, returned_by_accounting

from crm_es.ids import notebook_of
from crm_es.policies.tell_author_of_payment_decision import react


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (approved, "Approved: 40 000.00 RUB for Printing"),
        (approved.model_copy(update={"comment": "This once"}), "Approved: 40 000.00 RUB for Printing. This once"),
        (returned, "Returned for rework: 40 000.00 RUB for Printing. Which printer?"),
        (rejected, "Rejected: 40 000.00 RUB for Printing. Too dear"),
    ],
)
def test_the_author_is_told_with_the_reason(event: Any, text: str) -> None:
    (told,) = react(event)
    assert (told.notebook_id, told.person_id, told.kind) == (notebook_of(ANN), ANN, "payment decision")
    assert (told.about, told.subject_id, told.text) == ("payment_request", ID, text)


def test_each_decision_of_a_round_is_told_by_itself() -> None:
    entries = {told.entry_id for event in (approved, returned_by_accounting, rejected) for told in react(event)}
    assert len(entries) == 3
    (again,) = react(approved.model_copy(update={"round": 2}))
    assert again.entry_id not in entries


def test_the_longest_request_and_reason_fit_into_one_entry() -> None:
    longest = {"what_for": "pay " * 125, "reason": "no" * 250}
    (told,) = react(rejected.model_copy(update=longest))
    assert told.text.endswith(f"…. {'no' * 250}")
