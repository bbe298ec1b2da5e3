"""What holds for every aggregate, however it is written, and whatever is asked of it in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import ID, MONDAY
from hypothesis import given as for_all
from hypothesis import settings
from wishes import STREAMS, AnyDecider, histories

from crm_es.aggregates import (
    DECIDER_OF,
    DECIDERS,
    activity,
    complaint,
    deal,
    document,
    evidence,
    invoice_desk,
    notebook,
    order,
    order_desk,
    payment_request,
    playbook,
    price_approval,
    project,
    saved_views,
    staff_member,
    task,
    ticket,
)
from crm_es.approval_route import Approval
from crm_es.messages import Event
from crm_es.spans import Span, union, within

# ── What holds for all ──────────────────────────────────────────────────────


@pytest.mark.parametrize("decider", DECIDERS, ids=lambda decider: decider.name)
def test_whatever_was_decided_can_be_stored_and_replayed(decider: AnyDecider) -> None:
    @settings(max_examples=150, deadline=None)
    @for_all(histories(decider))
    def check(history: list[Event]) -> None:
        stored = [type(event).model_validate_json(event.model_dump_json()) for event in history]
        assert stored == history
        assert decider.fold(stored) == decider.fold(history)
        assert {decider.stream(event) for event in history} <= {STREAMS.get(decider.key, ID)}
        assert {type(event) for event in history} <= set(decider.events)

    check()


def test_every_command_belongs_to_one_aggregate_and_names_its_stream() -> None:
    assert len(DECIDER_OF) == sum(len(decider.commands) for decider in DECIDERS)
    for decider in DECIDERS:
        assert all(decider.key in message.model_fields for message in (*decider.commands, *decider.events))
        assert any(command.OPENS for command in decider.commands) or decider.key in STREAMS


# ── What the docstrings promise ─────────────────────────────────────────────


def promise(decider: AnyDecider) -> Callable[[Callable[[list[Any]], None]], Callable[[], None]]:
    """It holds in every history of this aggregate."""
    return lambda check: settings(max_examples=150, deadline=None)(for_all(histories(decider))(check))


@promise(deal.decider)
def test_a_deal_ends_at_most_once_and_never_changes_again(history: list[deal.DealEvent]) -> None:
    endings = [event for event in history if isinstance(event, deal.DealWon | deal.DealLost | deal.DealDiscarded)]
    assert not endings or endings == history[-1:]


@promise(deal.decider)
def test_a_deal_goes_back_or_past_a_stage_only_with_a_reason(history: list[deal.DealEvent]) -> None:
    """S2-21: every move is where the one before it ended, and stays are counted."""
    moves = [event for event in history if isinstance(event, deal.DealMoved)]
    assert all(move.reason for move in moves if move.direction != "forward")
    assert [move.stay for move in moves] == list(range(2, len(moves) + 2))
    assert [move.from_stage for move in moves[1:]] == [move.to_stage for move in moves[:-1]]


@promise(ticket.decider)
def test_labour_of_a_ticket_is_what_its_entries_say_and_each_share_is_told_of_once(
    history: list[ticket.TicketEvent],
) -> None:
    """S3-05."""
    work, told = dict[UUID, int](), 0
    for event in history:
        match event:
            case ticket.TicketWorkCounted():
                work[event.work_id] = event.minutes
                assert event.spent_minutes == sum(work.values())
            case ticket.TicketLimitNeared() | ticket.TicketLimitExceeded():
                assert event.percent > told
                told = event.percent
            case ticket.TicketHoursAgreed():
                told = 0
            case _:
                pass


@promise(ticket.decider)
def test_no_promise_of_a_ticket_is_late_while_time_stands_still_or_twice(history: list[ticket.TicketEvent]) -> None:
    """X-19."""
    promised = ticket.Promise()
    for event in history:
        if isinstance(event, ticket.TicketLate):
            assert promised.stands_since is None
            assert event.which not in [late.which for late in promised.late]
        if isinstance(event, ticket.Promising):
            promised = event.promise


@promise(activity.decider)
def test_no_minute_is_suggested_twice_or_while_it_was_private(history: list[activity.ActivityEvent]) -> None:
    """X-42."""
    told, private, answered = list[Span](), list[Span](), set[UUID]()
    for event in history:
        match event:
            case activity.WorkSuggested():
                span = Span(event.starts, event.ends)
                assert not list(within(span, union([*told, *private])))
                told.append(span)
            case activity.PrivacyBegun():
                private.append(Span(event.since, event.until or MONDAY + timedelta(100)))
            case activity.PrivacyEnded():
                private = [Span(one.starts, min(one.ends, event.ended_at)) for one in private]
            case activity.SuggestionConfirmed() | activity.SuggestionDismissed():
                assert event.suggestion_id not in answered
                answered.add(event.suggestion_id)
            case _:
                pass


@promise(evidence.decider)
def test_what_a_client_saw_stays_and_what_is_withdrawn_is_seen_by_nobody(
    history: list[evidence.EvidenceEvent],
) -> None:
    """S3-09, X-42."""
    shown = withdrawn = False
    for event in history:
        match event:
            case evidence.EvidenceSeen():
                assert not withdrawn
                assert event.seen_by_id != event.person_id
                shown = shown or event.evidence_share_id is not None
            case evidence.EvidenceWithdrawn():
                assert not shown
                withdrawn = True
            case evidence.EvidenceAttached():
                pass


@promise(project.decider)
def test_work_on_a_project_adds_up_and_each_danger_is_told_of_once(history: list[project.ProjectEvent]) -> None:
    """S3-15, S3-19: until what was agreed, or the plan, becomes another."""
    work, told = dict[UUID, int](), set[Any]()
    for event in history:
        match event:
            case project.ProjectWorkCounted():
                work[event.work_id] = event.work.minutes
                assert event.project_spent_minutes == sum(work.values())
            case project.ProjectWarned():
                mark = (event.what, event.stage_id, event.threshold, event.period, event.ends)
                assert mark not in told
                told.add(mark)
            case project.BaselineSet() | project.StagePlanned() | project.ProjectBudgetSet():
                told.clear()
            case _:
                pass


@promise(project.decider)
def test_the_plan_of_a_project_is_what_its_stages_say(history: list[project.ProjectEvent]) -> None:
    """S3-16, S3-20: and baselines are counted without a gap."""
    planned = dict[UUID, int]()
    for event in history:
        match event:
            case project.StagePlanned():
                planned[event.stage_id] = event.minutes
                assert event.project_minutes == sum(planned.values())
            case project.StageDropped():
                del planned[event.stage_id]
                assert event.project_minutes == sum(planned.values())
            case project.BaselineSet():
                assert {stage.stage_id: stage.minutes for stage in event.stages} == planned
            case _:
                pass
    numbers = [event.number for event in history if isinstance(event, project.BaselineSet)]
    assert numbers == list(range(1, len(numbers) + 1))


@promise(task.decider)
def test_moving_a_due_time_is_counted(history: list[task.TaskEvent]) -> None:
    """S2-19."""
    times = [event.times for event in history if isinstance(event, task.TaskRescheduled)]
    assert times == list(range(1, len(times) + 1))


@promise(task.decider)
def test_being_overdue_is_recorded_once_for_each_due_time(history: list[task.TaskEvent]) -> None:
    called: datetime | None = None
    for event in history:
        match event:
            case task.TaskOverdue():
                assert called is None
                called = event.due
            case task.TaskReturned() | task.TaskRescheduled() | task.TaskDueSet():
                called = None
            case _:
                pass


@promise(staff_member.decider)
def test_who_has_left_never_changes_again(history: list[staff_member.StaffMemberEvent]) -> None:
    left = [event for event in history if isinstance(event, staff_member.StaffMemberLeft)]
    assert not left or left == history[-1:]


@promise(playbook.decider)
def test_versions_of_the_playbook_have_no_gap(history: list[playbook.PlaybookEvent]) -> None:
    assert [event.version for event in history] == list(range(1, len(history) + 1))


@promise(payment_request.decider)
def test_nobody_approves_or_pays_a_request_of_their_own(history: list[payment_request.PaymentRequestEvent]) -> None:
    for event in history:
        if isinstance(event, payment_request.PaymentRequestStepApproved | payment_request.PaymentRequestApproved):
            assert event.author_id not in (event.decided_by, event.approver_id)
        if isinstance(event, payment_request.PaymentRequestPaid):
            assert event.paid_by != event.author_id


@promise(payment_request.decider)
def test_what_is_paid_stays_paid(history: list[payment_request.PaymentRequestEvent]) -> None:
    """Only imported books may correct it."""
    kinds = [type(event) for event in history]
    if payment_request.PaymentRequestPaid in kinds:
        after = kinds[kinds.index(payment_request.PaymentRequestPaid) + 1 :]
        books = payment_request.PaymentRequestAdopted
        until = after.index(books) if books in after else len(after)
        beside = {
            payment_request.PaymentRequestCommented,
            payment_request.PaymentRequestFileAttached,
            payment_request.ContractorTold,
        }
        assert set(after[:until]) <= beside


@promise(payment_request.decider)
def test_no_more_goes_out_than_was_asked_for(history: list[payment_request.PaymentRequestEvent]) -> None:
    """And nothing while other books have not answered or speak against it."""
    asked, out, held = Decimal(0), Decimal(0), set[str]()
    for event in history:
        match event:
            case payment_request.PaymentRequestDrafted(form=form) | payment_request.PaymentRequestRevised(form=form):
                asked = form.amount.amount
            case payment_request.PaymentRequestSubmitted(checks=checks):
                held = set(checks)
            case payment_request.PaymentRequestChecked(check=answered):
                held.discard(answered)
            case payment_request.PaymentRequestDoubtSettled(doubt=settled):
                held.discard(settled)
            case payment_request.PaymentRequestPartPaid() | payment_request.PaymentRequestPaid():
                assert event.part is not None
                assert not held
                out += event.part.amount
                assert out <= asked
            case payment_request.PaymentRequestAdopted():
                held = set()
            case _:
                pass


@promise(price_approval.decider)
def test_a_price_is_asked_for_once_and_answered_once_by_another(
    history: list[price_approval.PriceApprovalEvent],
) -> None:
    answers = [
        event for event in history if isinstance(event, price_approval.PriceGranted | price_approval.PriceRefused)
    ]
    assert [event for event in history if isinstance(event, price_approval.PriceRequested)] == history[:1]
    endings = answers + [
        event for event in history if isinstance(event, price_approval.PriceWithdrawn | price_approval.PriceExpired)
    ]
    assert len(answers) <= 1
    assert endings == history[len(history) - len(endings) :], "but a grant has its last day"
    assert len(endings) <= (2 if any(isinstance(event, price_approval.PriceGranted) for event in answers) else 1)
    for event in history:
        if isinstance(event, Approval | price_approval.PriceRefused):
            assert event.asker_id not in (event.decided_by, event.approver_id)


@promise(document.decider)
def test_what_is_approved_of_a_document_is_the_version_that_was_submitted(
    history: list[document.DocumentEvent],
) -> None:
    """S0-50: and neither its author nor who entered it approved it."""
    file, barred = None, set[UUID | None]()
    for event in history:
        match event:
            case document.DocumentSubmitted():
                file, barred = event.file, {event.author_id, event.submitted_by}
            case document.DocumentStepApproved() | document.DocumentApproved():
                assert event.file == file
                assert barred.isdisjoint({event.approver_id, event.decided_by})
            case _:
                pass


@promise(notebook.decider)
def test_nothing_leaves_the_notebook_that_was_not_open_in_it(history: list[notebook.NotebookEvent]) -> None:
    open_entries: set[UUID] = set()
    for event in history:
        match event:
            case notebook.EntryAdded():
                assert event.entry_id not in open_entries
                open_entries.add(event.entry_id)
            case notebook.EntryClosed():
                open_entries.remove(event.entry_id)
            case _:
                assert event.entry_id in open_entries


@promise(notebook.decider)
def test_an_entry_comes_back_once_each_time_that_it_was_put_off(history: list[notebook.NotebookEvent]) -> None:
    away: set[UUID] = set()
    times: dict[UUID, int] = {}
    for event in history:
        match event:
            case notebook.EntryAdded() | notebook.EntryClosed():
                away.discard(event.entry_id)
                times[event.entry_id] = 0
            case notebook.EntryPutOff():
                away.add(event.entry_id)
                times[event.entry_id] += 1
                assert event.times == times[event.entry_id]
            case notebook.EntryReturned():
                away.remove(event.entry_id)
            case _:
                pass


@promise(saved_views.decider)
def test_each_list_has_one_default_view_at_most_and_it_is_there(history: list[saved_views.SavedViewsEvent]) -> None:
    """X-01."""
    names: set[tuple[str, str]] = set()
    defaults: dict[str, str | None] = {}
    for event in history:
        match event:
            case saved_views.ViewSaved(registry=registry, name=name):
                names.add((registry, name))
            case saved_views.ViewRemoved(registry=registry, name=name):
                names.remove((registry, name))
                assert event.was_default == (defaults.get(registry) == name)
                defaults.pop(registry if event.was_default else "", None)
            case saved_views.DefaultViewChosen(registry=registry, name=chosen):
                assert chosen is None or (registry, chosen) in names
                assert event.instead_of == defaults.get(registry)
                defaults[registry] = chosen


@promise(order_desk.decider)
def test_an_interest_leads_to_one_order_at_most_and_no_order_passes_a_closed_desk_unseen(
    history: list[order_desk.OrderDeskEvent],
) -> None:
    """S0-30, S0-41."""
    holding, interests, placed = set[UUID](), set[UUID](), set[UUID]()
    for event in history:
        match event:
            case order_desk.OrderDeskBlocked():
                holding.add(event.entry_id)
            case order_desk.OrderDeskUnblocked():
                holding.remove(event.entry_id)
                assert event.free == (not holding)
            case order_desk.OrderDeskExempted():
                assert event.exempted_by != event.manager_id
            case order_desk.InterestNoted():
                interests.add(event.interest_id)
            case order_desk.InterestDropped():
                interests.remove(event.interest_id)
            case order_desk.OrderPlaced():
                assert event.passed_gate == bool(holding)
                assert event.order_id not in placed
                placed.add(event.order_id)
                if event.interest_id:
                    interests.remove(event.interest_id)


@promise(invoice_desk.decider)
def test_a_desk_is_blocked_exactly_while_a_blocking_entry_is_open(
    history: list[invoice_desk.InvoiceDeskEvent],
) -> None:
    """S0-28, S0-30: no invoice passes without a trace, and none is issued twice."""
    blocking: set[UUID] = set()
    issued: set[UUID] = set()
    for event in history:
        match event:
            case invoice_desk.DeskBlocked():
                blocking.add(event.entry_id)
            case invoice_desk.DeskUnblocked():
                blocking.remove(event.entry_id)
                assert event.free == (not blocking)
            case invoice_desk.InvoiceIssued():
                assert not blocking or event.exempt
                assert event.invoice_id not in issued
                issued.add(event.invoice_id)
            case _:
                pass  # drafts, grants and exemptions close nothing


@promise(complaint.decider)
def test_a_complaint_ends_once_and_only_after_an_answer_or_its_withdrawal(
    history: list[complaint.ComplaintEvent],
) -> None:
    """S0-18: and what was overdue is said so where the turn ends."""
    answered = over = overdue = False
    for event in history:
        assert not over or isinstance(event, complaint.CorrectiveActionPlanned)
        if isinstance(event, complaint.Ended):
            assert event.was.overdue == overdue
            overdue = False
        match event:
            case complaint.ComplaintAnswered():
                answered = True
            case complaint.ComplaintReopened():
                assert answered
                answered = False
            case complaint.ComplaintOverdue():
                assert not overdue
                overdue = True
            case complaint.ComplaintClosed() | complaint.ComplaintWithdrawn():
                assert answered or isinstance(event, complaint.ComplaintWithdrawn)
                over = True
            case _:
                pass


@promise(order.decider)
def test_what_is_shipped_and_paid_adds_up_and_nothing_counts_twice(history: list[order.OrderEvent]) -> None:
    """S0-31."""
    shipped: dict[str, Decimal] = {}
    seen: set[UUID] = set()
    paid = Decimal(0)
    for event in history:
        match event:
            case order.OrderShipped():
                assert event.shipment_id not in seen
                seen.add(event.shipment_id)
                for line in event.lines:
                    shipped[line.product] = shipped.get(line.product, Decimal(0)) + line.quantity
                compared = {line.product: line.shipped for line in (*event.short, *event.over)}
                assert compared == {product: shipped.get(product, 0) for product in compared}
                assert event.complete == (not event.short)
            case order.OrderPaid():
                paid += event.amount.amount
                assert event.paid.amount == paid
            case _:
                pass
    ends = [n for n, event in enumerate(history) if isinstance(event, order.OrderCancelled)]
    assert len(ends) <= 1
    assert not any(isinstance(event, order.OrderShipped) for n in ends for event in history[n:])
