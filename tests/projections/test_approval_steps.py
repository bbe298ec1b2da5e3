"""Who was asked at which step, since when, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from examples import (
    ANN,
    BOB,
    CAROL,
    DIRECTOR,
    FRIDAY,
    HEAD,
    LAWYER,
    MONDAY,
    NEXT_MONDAY,
    OTHER_ID,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)
from fold import fold, keep, recorded
from payment_facts import (
    adopted,
    approved,
    paid,
    rejected,
    returned,
    returned_by_accounting,
    submitted,
    told,
    withdrawn,
)

from crm_es.aggregates.payment_request import (
    PaymentRequestEscalated,
    PaymentRequestForwarded,
    PaymentRequestStepApproved,
)
from crm_es.approval_route import RouteStepAsked
from crm_es.approver_report import by_approver
from crm_es.messages import Event, Refused
from crm_es.projections import approval_steps
from crm_es.projections.approval_steps import Round
from crm_es.projections.staff_registry import StaffMember

Seen = tuple[str, UUID, datetime, str]


def step(name: str, *approvers: UUID, **more: Any) -> RouteStepAsked:
    return RouteStepAsked(name=name, role=name, approvers=approvers, **more)


route = (step("lawyer", LAWYER, optional=True), step("head", HEAD, BOB), step("director", DIRECTOR))
asked = submitted.model_copy(update={"steps": route, "asked": (LAWYER, HEAD, BOB)})


def yes(at_step: str, who: UUID, by: UUID | None = None, *, passed: bool = True) -> PaymentRequestStepApproved:
    return PaymentRequestStepApproved(
        **told, step=at_step, approver_id=who, decided_by=by or who, was_asked=(who,), asked=(DIRECTOR,), passed=passed
    )


def row(*history: tuple[Event, datetime]) -> Round:
    (found,) = fold(approval_steps, *(recorded(event, at) for event, at in history)).values()
    return found  # type: ignore[no-any-return]


def seen(*history: tuple[Event, datetime]) -> list[Seen]:
    return [(ask.step, ask.person, ask.asked_at, ask.outcome) for ask in row(*history).asks.all]


def test_all_are_asked_whose_step_can_be_reached() -> None:
    """Past optional steps, the first that is not."""
    assert seen((asked, MONDAY)) == [
        ("lawyer", LAWYER, MONDAY, "open"),
        ("head", HEAD, MONDAY, "open"),
        ("head", BOB, MONDAY, "open"),
        ("director", DIRECTOR, MONDAY, "to come"),
    ]


def test_who_is_asked_later_waits_from_then_on_and_who_was_jumped_over_is_told() -> None:
    assert seen((asked, MONDAY), (yes("head", HEAD), TUESDAY)) == [
        ("lawyer", LAWYER, MONDAY, "passed over"),
        ("head", HEAD, MONDAY, "approved"),
        ("head", BOB, MONDAY, "not needed"),
        ("director", DIRECTOR, TUESDAY, "open"),
    ]


def test_a_step_that_takes_several_waits_for_all_of_them() -> None:
    both = asked.model_copy(update={"steps": (step("head", HEAD, BOB, needs=2), step("director", DIRECTOR))})
    first = ((both, MONDAY), (yes("head", HEAD, passed=False), TUESDAY))
    assert [one[3] for one in seen(*first)] == ["approved", "open", "to come"]
    assert [one[3] for one in seen(*first, (yes("head", BOB), WEDNESDAY))] == ["approved", "approved", "open"]


def test_accounting_is_asked_once_it_is_approved_and_waits_until_all_is_paid() -> None:
    history = ((submitted, MONDAY), (approved, TUESDAY))
    assert seen(*history) == [("head", HEAD, MONDAY, "approved"), ("payment", CAROL, TUESDAY, "open")]
    assert seen(*history, (paid, FRIDAY))[-1] == ("payment", CAROL, TUESDAY, "paid")
    assert row(*history, (paid, FRIDAY)).decided_at[-1] == FRIDAY
    by_bank = paid.model_copy(update={"paid_by": "bank statement"})
    assert seen(*history, (by_bank, FRIDAY))[-1] == ("payment", CAROL, TUESDAY, "not needed")


@pytest.mark.parametrize(
    ("end", "outcome"),
    [(returned, "returned"), (rejected, "rejected"), (withdrawn, "withdrawn"), (adopted, "not needed")],
)
def test_an_end_is_told_of_whoever_decided_it(end: Event, outcome: str) -> None:
    assert seen((submitted, MONDAY), (end, TUESDAY)) == [("head", HEAD, MONDAY, outcome)]
    others = [one[3] for one in seen((asked, MONDAY), (end, TUESDAY))]
    assert others[-1] == "not needed", "who had not been asked will not be"
    assert others.count(outcome) == {"returned": 1, "rejected": 1, "withdrawn": 3, "not needed": 4}[outcome]


def test_accounting_may_send_it_back_too() -> None:
    history = ((submitted, MONDAY), (approved, TUESDAY), (returned_by_accounting, FRIDAY))
    assert seen(*history) == [("head", HEAD, MONDAY, "approved"), ("payment", CAROL, TUESDAY, "returned")]


def test_a_deputys_answer_counts_for_whom_it_was_given() -> None:
    history = ((asked, MONDAY), (yes("head", BOB, by=ANN), TUESDAY))
    assert seen(*history)[2] == ("head", BOB, MONDAY, "approved")
    assert row(*history).decided_by[2] == ANN
    back = returned.model_copy(update={"decided_by": ANN})
    assert seen((submitted, MONDAY), (back, TUESDAY)) == [("head", HEAD, MONDAY, "returned")]


def test_a_question_that_is_given_on_begins_anew() -> None:
    facts: dict[str, Any] = {**told, "step": "head", "was_asked": (HEAD,), "asked": (BOB,)}
    forwarded = PaymentRequestForwarded(**facts, from_id=HEAD, to_id=BOB, decided_by=HEAD, comment=None)
    assert seen((submitted, MONDAY), (forwarded, TUESDAY)) == [
        ("head", HEAD, MONDAY, "forwarded"),
        ("head", BOB, TUESDAY, "open"),
    ]
    escalated = PaymentRequestEscalated(**facts, to=(DIRECTOR,))
    assert seen((submitted, MONDAY), (escalated, THURSDAY)) == [
        ("head", HEAD, MONDAY, "open"),
        ("head", DIRECTOR, THURSDAY, "open"),
    ]


def test_each_round_is_told_apart() -> None:
    again = submitted.model_copy(update={"round": 2})
    rounds = fold(approval_steps, *(recorded(event) for event in (submitted, returned, again)))
    assert [found.outcome for found in rounds.values()] == [("returned",), ("open",)]


def test_a_route_taken_up_again_by_other_books_begins_at_its_first_step() -> None:
    books = adopted.model_copy(update={"to_status": "submitted"})
    assert seen((submitted, MONDAY), (approved, TUESDAY), (books, FRIDAY)) == [
        ("head", HEAD, MONDAY, "approved"),
        ("payment", CAROL, TUESDAY, "not needed"),
        ("head", HEAD, FRIDAY, "open"),
    ]


def test_what_was_never_submitted_asked_nobody() -> None:
    assert fold(approval_steps, recorded(withdrawn.model_copy(update={"round": 0}))) == {}


# ── The report ──────────────────────────────────────────────────────────────


def line(found: list[dict[str, Any]], at_step: str, who: str | None) -> dict[str, Any]:
    (one,) = (one for one in found if (one["step"], one["approver"]) == (at_step, who))
    return one


@pytest.fixture
def db(company: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Helen approved after a day and sent back after three; Bob was not needed; Dmitry is asked since Tuesday."""
    other = {"payment_request_id": OTHER_ID}
    back = returned.model_copy(update=other)
    keep(
        company,
        row((asked, MONDAY), (yes("head", HEAD), TUESDAY)),
        row((submitted.model_copy(update=other), MONDAY), (back, THURSDAY)),
        *(StaffMember(who, name, "", who, MONDAY) for who, name in ((HEAD, "Helen"), (DIRECTOR, "Dmitry"))),
    )
    return company


def test_the_report_counts_decisions_and_waiting_by_step_and_approver(db: psycopg.Connection[Any]) -> None:
    """S1-35: who lets requests wait, who sends them back."""
    report = by_approver(db)
    assert [one["step"] for one in report] == ["lawyer", "lawyer", "head", "head", "director", "director"]
    helen = line(report, "head", "Helen")
    assert (helen["decisions"], helen["approved"], helen["returned"], helen["rejected"]) == (2, 1, 1, 0)
    assert (helen["share_returned"], helen["median_hours"], helen["mean_hours"]) == (0.5, 48.0, 48.0)
    dmitry = line(report, "director", "Dmitry")
    assert (dmitry["decisions"], dmitry["open"], dmitry["open_since"], dmitry["median_hours"]) == (0, 1, TUESDAY, None)
    assert [one["passed_over"] for one in report if one["step"] == "lawyer"] == [1, 1]


def test_what_waits_for_several_waits_once_in_the_line_of_all(db: psycopg.Connection[Any]) -> None:
    other = {"payment_request_id": UUID(int=7)}
    route_of_two = (step("lawyer", LAWYER, BOB, optional=True), *route[1:])
    two = asked.model_copy(update=other | {"steps": route_of_two})
    keep(db, row((two, MONDAY)))
    assert [one["open"] for one in by_approver(db, step="head")] == [1, 1, 1]
    keep(db, row((two, MONDAY), (yes("head", HEAD).model_copy(update=other), TUESDAY)))
    assert [one["passed_over"] for one in by_approver(db, step="lawyer")] == [2, 1, 2]


def test_a_report_does_not_end_before_it_begins(db: psycopg.Connection[Any]) -> None:
    with pytest.raises(Refused, match="ends before it begins: give a later day to end with"):
        by_approver(db, since=TUESDAY.date(), until=MONDAY.date())


def test_the_report_is_narrowed_by_days_step_and_people(db: psycopg.Connection[Any]) -> None:
    tuesday = by_approver(db, since=TUESDAY.date(), until=TUESDAY.date(), step="head")
    assert {one["approver"]: (one["decisions"], one["returned"]) for one in tuesday} == {None: (1, 0), "Helen": (1, 0)}
    assert {one["step"] for one in by_approver(db, people=[DIRECTOR])} == {"director"}
    assert by_approver(db, since=(NEXT_MONDAY + timedelta(1)).date(), step="head") == []
