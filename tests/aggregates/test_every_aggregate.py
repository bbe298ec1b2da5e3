"""What holds for every aggregate, however it is written, and whatever is asked of it in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from examples import ID
from hypothesis import given as for_all
from hypothesis import settings
from wishes import STREAMS, AnyDecider, histories

from crm_es.aggregates import (
    DECIDER_OF,
    DECIDERS,
    deal,
    invoice_desk,
    notebook,
    payment_request,
    playbook,
    price_approval,
    staff_member,
    task,
)
from crm_es.messages import Event

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
    endings = [event for event in history if isinstance(event, deal.DealWon | deal.DealLost)]
    assert not endings or endings == history[-1:]


@promise(deal.decider)
def test_a_deal_goes_back_or_past_a_stage_only_with_a_reason(history: list[deal.DealEvent]) -> None:
    """S2-21: every move is where the one before it ended, and stays are counted."""
    moves = [event for event in history if isinstance(event, deal.DealMoved)]
    assert all(move.reason for move in moves if move.direction != "forward")
    assert [move.stay for move in moves] == list(range(2, len(moves) + 2))
    assert [move.from_stage for move in moves[1:]] == [move.to_stage for move in moves[:-1]]


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
        assert set(after[:until]) <= {payment_request.PaymentRequestCommented}


@promise(price_approval.decider)
def test_a_price_is_asked_for_once_and_answered_once_by_another(
    history: list[price_approval.PriceApprovalEvent],
) -> None:
    assert len(history) <= 2
    for answer in history[1:]:
        assert isinstance(answer, price_approval.PriceGranted | price_approval.PriceRefused)
        assert answer.asker_id not in (answer.decided_by, answer.approver_id)


@promise(notebook.decider)
def test_nothing_leaves_the_notebook_that_was_not_open_in_it(history: list[notebook.NotebookEvent]) -> None:
    open_entries: set[UUID] = set()
    for event in history:
        match event:
            case notebook.EntryAdded():
                assert event.entry_id not in open_entries
                open_entries.add(event.entry_id)
            case notebook.EntrySeen():
                assert event.entry_id in open_entries
            case notebook.EntryClosed():
                open_entries.remove(event.entry_id)


@promise(invoice_desk.decider)
def test_a_desk_is_blocked_exactly_while_a_blocking_entry_is_open(
    history: list[invoice_desk.InvoiceDeskEvent],
) -> None:
    """S0-28, S0-30: and no invoice is issued twice."""
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
                assert not blocking
                assert event.invoice_id not in issued
                issued.add(event.invoice_id)
