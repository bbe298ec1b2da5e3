"""The list of complaints tells where each stands, and whoever had it keeps seeing it (S0-15..S0-20)."""

from __future__ import annotations

from typing import Any

import pytest
from complaint_facts import (
    ANSWER,
    answered,
    closed,
    filed,
    handed_over,
    overdue,
    passed_on,
    planned,
    reopened,
    to_supplier,
    withdrawn,
)
from examples import ANN, CAROL, CONTRACTOR, FRIDAY, ID, LAWYER, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, recorded

from crm_es.messages import Corrupt
from crm_es.projections import complaints
from crm_es.projections.complaints import Complaint


def complaint(*later: Any) -> Complaint:
    found: Complaint = fold(complaints, recorded(filed, MONDAY), *later)[ID]
    return found


def test_a_complaint_waits_for_the_department_at_fault() -> None:
    found = complaint()
    assert (found.status, found.cause, found.department, found.responsible_id) == (
        "open", "defect", "Purchasing", LAWYER,
    )  # fmt: skip
    assert (found.filed_at, found.due, found.order_id, found.overdue) == (MONDAY, WEDNESDAY, OTHER_ID, False)
    assert found.involved == (ANN, LAWYER)


def test_hops_are_counted_and_whoever_had_it_still_sees_it() -> None:
    found = complaint(recorded(overdue), recorded(passed_on, TUESDAY))
    assert (found.department, found.responsible_id, found.hops, found.overdue) == ("Warehouse", CAROL, 1, False)
    assert found.involved == (ANN, LAWYER, CAROL)
    assert complaint(recorded(handed_over)).responsible_id == CAROL
    assert complaint(recorded(to_supplier)).contractor_id == CONTRACTOR


def test_the_answer_and_how_the_client_took_it_are_shown() -> None:
    found = complaint(recorded(answered, TUESDAY))
    assert (found.status, found.answer, found.answered_at, found.due) == ("answered", ANSWER, TUESDAY, FRIDAY)
    assert found.responsible_id == LAWYER
    again = [recorded(answered, TUESDAY), recorded(reopened, WEDNESDAY)]
    found = complaint(*again)
    assert (found.status, found.content, found.reopened, found.said) == (
        "open", False, 1, "By phone: they want the money",
    )  # fmt: skip
    found = complaint(*again, recorded(answered, THURSDAY), recorded(overdue), recorded(closed, FRIDAY))
    assert (found.first_answered_at, found.answered_at, found.closed_at) == (TUESDAY, THURSDAY, FRIDAY)
    assert (found.status, found.content, found.due, found.overdue) == ("closed", True, None, False)


def test_what_was_taken_back_says_why() -> None:
    found = complaint(recorded(withdrawn, TUESDAY))
    assert (found.status, found.said, found.closed_at) == ("withdrawn", "It was another mill's flour", TUESDAY)


def test_being_overdue_and_what_changes_are_shown() -> None:
    """S0-19."""
    found = complaint(recorded(overdue), recorded(planned))
    assert (found.overdue, found.actions) == (True, ("Sieve a sample of each lorry",))


def test_nothing_happens_to_what_nobody_filed() -> None:
    with pytest.raises(Corrupt):
        fold(complaints, recorded(answered))
