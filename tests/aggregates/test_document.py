"""What a document promises (S0-50)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from document_facts import (
    FILE,
    SECOND,
    approved,
    drafted,
    escalated,
    forwarded,
    rejected,
    reminded,
    returned,
    revised,
    step_approved,
    submitted,
    withdrawn,
)
from examples import (
    ANN,
    BOB,
    CLIENT,
    CONTRACTOR,
    DIRECTOR,
    HEAD,
    ID,
    LAWYER,
    MONDAY,
    OPERATOR,
    PLAYBOOK,
    ann,
    bob,
    clock,
    director,
    head,
    lawyer,
    operator,
    policy,
    roubles,
    standing_in,
)
from spec import Spec

from crm_es.aggregates import document
from crm_es.aggregates.document import (
    ApproveDocument,
    DocumentApproved,
    DocumentCommand,
    DocumentSubmitted,
    DraftDocument,
    EscalateDocument,
    ForwardDocument,
    RejectDocument,
    RemindDocumentApprovers,
    ReturnDocument,
    ReviseDocument,
    SubmitDocument,
    WithdrawDocument,
)
from crm_es.playbook import Documents, Playbook, Route, RouteStep

spec = Spec(document.decider, ann())
HOUR = timedelta(hours=1)

draft = DraftDocument(
    document_id=ID,
    title="Contract 17",
    kind="contract",
    file=FILE,
    client_id=CLIENT,
    contractor_id=CONTRACTOR,
    amount=roubles(40_000),
)
revise, submit = ReviseDocument(document_id=ID, file=SECOND), SubmitDocument(document_id=ID)
approve, withdraw = ApproveDocument(document_id=ID), WithdrawDocument(document_id=ID)
back, no = ReturnDocument(document_id=ID, reason="Clause 4"), RejectDocument(document_id=ID, reason="Clause 4")
forward = ForwardDocument(document_id=ID, to_id=HEAD, comment="You know them")
remind, escalate = RemindDocumentApprovers(document_id=ID), EscalateDocument(document_id=ID)


def playbooks(*routes: Route) -> dict[int, Playbook]:
    return {1: PLAYBOOK.model_copy(update={"documents": Documents(routes=routes)})}


def asked(**form: Any) -> DocumentSubmitted:
    (event,) = spec.given(drafted.model_copy(update=form)).when(submit).events()
    assert isinstance(event, DocumentSubmitted)
    return event


# ── What its author does ────────────────────────────────────────────────────


def test_a_document_is_put_up_with_its_file() -> None:
    spec.given().when(draft).then(drafted)
    spec.given(drafted).when(draft).then_nothing()
    other = draft.model_copy(update={"file": SECOND})
    spec.given(drafted).when(other).then_refused("there already")
    spec.given(drafted).when(draft, bob()).then_refused("there already")


def test_it_is_submitted_along_the_route_for_its_kind() -> None:
    spec.given(drafted).when(submit).then(submitted)
    spec.given(drafted, submitted).when(submit).then_nothing()
    assert (asked(kind="act").route, asked(kind="act").asked) == ("other", (LAWYER, HEAD))


def test_the_department_and_the_contractor_choose_the_route_too() -> None:
    steps = (RouteStep(name="top", role="director"),)
    routes = playbooks(
        Route(name="sales", departments=("sales",), steps=steps),
        Route(name="theirs", contractors=(CONTRACTOR,), steps=steps),
    )
    for form, route in (({"department": "sales"}, "sales"), ({}, "theirs")):
        (event,) = spec.given(drafted.model_copy(update=form)).when(submit, playbooks=routes).events()
        assert isinstance(event, DocumentSubmitted)
        assert event.route == route


def test_a_document_without_an_amount_takes_no_route_for_amounts() -> None:
    steps = (RouteStep(name="top", role="director"),)
    priced = playbooks(Route(name="roubles", currency="RUB", steps=steps))
    spec.given(drafted.model_copy(update={"amount": None})).when(submit, playbooks=priced).then_refused(
        "of kind 'contract'", rule="no route fits"
    )


def test_another_version_of_the_file_comes_before_submission_or_after_it_is_sent_back() -> None:
    spec.given(drafted).when(revise).then(revised)
    spec.given(drafted, revised).when(revise).then_nothing()
    for end in (returned, rejected, withdrawn):
        spec.given(drafted, submitted, end).when(revise).then(revised)
    rule = "revised under approval"
    spec.given(drafted, submitted).when(revise).then_refused("submitted: withdraw it", rule=rule)
    spec.given(drafted, submitted, approved).when(revise).then_refused("approved: withdraw it", rule=rule)


def test_the_amount_may_change_with_the_version() -> None:
    dearer = revise.model_copy(update={"amount": roubles(50_000)})
    spec.given(drafted).when(dearer).then(revised.model_copy(update={"amount": roubles(50_000)}))


def test_what_is_decided_about_is_the_last_version() -> None:
    (event,) = spec.given(drafted, submitted, returned, revised).when(submit).events()
    assert isinstance(event, DocumentSubmitted)
    assert (event.file, event.version, event.round) == (SECOND, 2, 2)


@pytest.mark.parametrize("command", [revise, submit, withdraw])
def test_only_the_author_does_these(command: DocumentCommand) -> None:
    spec.given(drafted).when(command, bob()).then_refused("somebody else's", rule="only the author")


def test_the_author_takes_it_back_also_when_it_is_approved() -> None:
    spec.given(drafted, submitted).when(withdraw).then(withdrawn)
    spec.given(drafted, submitted, withdrawn).when(withdraw).then_nothing()
    late = withdrawn.model_copy(update={"from_status": "approved", "was_asked": ()})
    spec.given(drafted, submitted, approved).when(withdraw).then(late)
    spec.given(drafted, submitted, approved).when(submit).then_refused("approved already", rule="already approved")


# ── What others decide ──────────────────────────────────────────────────────


def test_each_needed_step_says_yes() -> None:
    spec.given(drafted, submitted).when(approve, lawyer()).then(step_approved)
    spec.given(drafted, submitted, step_approved).when(approve, director()).then(approved)


def test_a_step_is_named_and_passed_on() -> None:
    closing = RouteStep(name="law", role="lawyer", closes=True)
    routes = playbooks(Route(name="closing", steps=(closing, RouteStep(name="director", role="director"))))
    (event,) = spec.given(drafted).when(submit, playbooks=routes).events()
    (final,) = spec.given(drafted, event).when(approve, lawyer()).events()
    assert isinstance(final, DocumentApproved)
    onward = approve.model_copy(update={"step": "law", "pass_on": True})
    spec.given(drafted, event).when(onward, lawyer()).then(step_approved)


def test_whoever_is_asked_forwards_returns_and_rejects_it() -> None:
    spec.given(drafted, submitted).when(forward, lawyer()).then(forwarded)
    spec.given(drafted, submitted).when(back, lawyer()).then(returned)
    spec.given(drafted, submitted).when(no, lawyer()).then(rejected)
    spec.given(drafted, submitted, returned).when(back, lawyer()).then_nothing()
    spec.given(drafted, submitted, rejected).when(no, lawyer()).then_nothing()
    (yes,) = spec.given(drafted, submitted, forwarded).when(approve, head()).events()
    assert yes == step_approved.model_copy(update={"approver_id": HEAD, "decided_by": HEAD, "was_asked": (HEAD,)})


def test_a_deputy_decides_within_the_dates() -> None:
    """S0-26"""
    deputy = bob(directory=standing_in(BOB, LAWYER, MONDAY.date(), date(2026, 11, 27)))
    spec.given(drafted, submitted).when(approve, deputy).then(step_approved.model_copy(update={"decided_by": BOB}))
    spec.given(drafted, submitted).when(no, deputy).then(rejected.model_copy(update={"decided_by": BOB}))


@pytest.mark.parametrize("command", [approve, forward, back, no])
def test_others_do_not_decide(command: DocumentCommand) -> None:
    spec.given(drafted, submitted).when(command, bob()).then_refused("those who are asked", rule="not an approver")
    spec.given(drafted).when(command, lawyer()).then_refused("not under approval", rule="not submitted")


@pytest.mark.parametrize("command", [approve, forward, back, no])
def test_nobody_decides_a_document_that_they_wrote_or_entered(command: DocumentCommand) -> None:
    """S0-46: not as a deputy either."""
    rule = "nobody decides own document"
    deputy = standing_in(ANN, LAWYER, MONDAY.date(), date(2026, 11, 27))
    spec.given(drafted, submitted).when(command, directory=deputy).then_refused("of their own", rule=rule)
    (entered,) = spec.given(drafted).when(submit, operator(on_behalf_of=ANN)).events()
    assert isinstance(entered, DocumentSubmitted)
    assert entered.submitted_by == OPERATOR
    spec.given(drafted, entered).when(command, operator()).then_refused("of their own", rule=rule)


def test_what_is_approved_is_settled() -> None:
    spec.given(drafted, submitted, approved).when(approve, director()).then_refused(
        "approved already", rule="already approved"
    )
    spec.given(drafted, submitted, approved).when(no, director()).then_refused("not under approval")


# ── What time brings ────────────────────────────────────────────────────────


def test_whoever_is_asked_is_reminded_and_then_the_superiors_are_asked_too() -> None:
    """X-37"""
    timed = submitted.model_copy(update={"remind_at": MONDAY + HOUR, "escalate_at": MONDAY + 2 * HOUR})
    spec.given(drafted, timed).when(remind, clock()).then_nothing()
    spec.given(drafted, timed).when(escalate, clock()).then_nothing()
    late = clock(at=MONDAY + 2 * HOUR)
    spec.given(drafted, timed).when(remind, late).then(reminded)
    spec.given(drafted, timed, reminded).when(remind, late).then_nothing()
    spec.given(drafted, timed, reminded).when(escalate, late).then(escalated)
    spec.given(drafted, timed, escalated).when(escalate, late).then_nothing()
    (yes,) = spec.given(drafted, timed, escalated).when(approve, director()).events()
    assert yes == step_approved.model_copy(
        update={"approver_id": DIRECTOR, "decided_by": DIRECTOR, "was_asked": (LAWYER, DIRECTOR)}
    )


@pytest.mark.parametrize("end", [approved, returned, rejected, withdrawn])
def test_what_is_settled_is_left_alone(end: Any) -> None:
    timed = submitted.model_copy(update={"remind_at": MONDAY, "escalate_at": MONDAY})
    for command in (remind, escalate):
        spec.given(drafted, timed, end).when(command, clock()).then_nothing()


def test_what_is_not_there_is_refused() -> None:
    spec.given().when(approve, lawyer()).then_refused("no such document")
    spec.given().when(draft, policy()).then_refused("takes a person", rule="a person is needed")
