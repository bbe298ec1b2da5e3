"""What an invoice desk promises (S0-28..S0-30)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CLIENT,
    DEAL,
    HEAD,
    ID,
    MONDAY,
    OTHER_ID,
    PLAYBOOK,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ann,
    bob,
    director,
    head,
    importer,
    operator,
    policy,
    roubles,
    standing_in,
)
from invoice_facts import (
    FIRST,
    blocked,
    blocked_again,
    cancelled,
    drafted,
    dropped,
    exempted,
    form,
    held,
    issued,
    of_lines,
    returned,
    spent,
    unblocked,
)
from spec import Spec

from crm_es.aggregates import invoice_desk
from crm_es.aggregates.invoice_desk import (
    BlockDesk,
    CancelInvoice,
    DraftInvoice,
    DropInvoiceDraft,
    ExemptDesk,
    HoldGrant,
    InvoiceDeskEvent,
    IssueInvoice,
    UnblockDesk,
)
from crm_es.ids import desk_of
from crm_es.messages import Corrupt, Refused

spec = Spec(invoice_desk.decider, ann())
DESK = desk_of(ANN)

block = BlockDesk(**dict(blocked))
unblock = UnblockDesk(invoice_desk_id=DESK, entry_id=FIRST)
issue = IssueInvoice(
    invoice_desk_id=DESK, invoice_id=ID, client_id=CLIENT, deal_id=DEAL, what_for="Flour", amount=roubles(900)
)
exempt = ExemptDesk(invoice_desk_id=DESK, manager_id=ANN, until=WEDNESDAY, reason="The client waits")
draft = DraftInvoice(invoice_desk_id=DESK, invoice_id=ID, **dict(form))
drop = DropInvoiceDraft(invoice_desk_id=DESK, invoice_id=ID)
cancel = CancelInvoice(invoice_desk_id=DESK, invoice_id=ID, reason="Ordered by mistake")


def test_a_manager_issues_an_invoice_at_a_free_desk() -> None:
    spec.given().when(issue).then(issued)
    spec.given(blocked, unblocked).when(issue).then(issued)


def test_an_operator_issues_it_for_the_manager() -> None:
    """S0-46"""
    spec.given().when(issue, operator(on_behalf_of=ANN)).then(issued)


def test_everybody_writes_invoices_at_their_own_desk() -> None:
    for command in (issue, draft, drop):
        spec.given().when(command, bob()).then_refused("somebody else's")
        spec.given().when(command, importer()).then_refused("on whose behalf")


def test_an_invoice_is_issued_once() -> None:
    spec.given(issued).when(issue).then_nothing()
    spec.given(issued, blocked).when(issue).then_nothing()
    second = issued.model_copy(update={"invoice_id": OTHER_ID})
    spec.given(issued).when(issue.model_copy(update={"invoice_id": OTHER_ID})).then(second)


def test_an_invoice_is_for_something() -> None:
    spec.given().when(issue.model_copy(update={"amount": roubles(0)})).then_refused("above zero")
    for missing in ("amount", "what_for"):
        spec.given().when(issue.model_copy(update={missing: None})).then_refused("line by line")


def test_the_playbook_may_want_lines() -> None:
    invoices = PLAYBOOK.invoices.model_copy(update={"needs_lines": True})
    playbooks = {1: PLAYBOOK.model_copy(update={"invoices": invoices})}
    spec.given().when(issue, playbooks=playbooks).then_refused("line by line", rule="an invoice has lines")


# ── Blocked and free ────────────────────────────────────────────────────────


def test_a_blocked_desk_names_what_clears_it() -> None:
    """S0-28"""
    spec.given(blocked, blocked_again).when(issue).then_refused(
        "notebook", "Flour is granted", "Sugar is refused", rule="invoice desk is blocked"
    )


def test_what_clears_a_desk_is_one_sentence_however_its_entries_end() -> None:
    ended = blocked.model_copy(update={"text": "Refused. Too dear."})
    with pytest.raises(Refused, match=r": Refused\. Too dear\.$"):
        spec.given(ended).when(issue).events()


def test_what_was_filled_in_may_be_kept_where_the_desk_is_blocked() -> None:
    """S0-29: the refusal says so, with all that was filled in."""
    with pytest.raises(Refused) as refusal:
        spec.given(blocked).when(issue).events()
    *_, remedy = refusal.value.remedies
    kept = DraftInvoice.model_validate(remedy.fields)
    assert (remedy.command, kept.what_for, kept.amount, kept.client_id) == (
        "DraftInvoice",
        "Flour",
        roubles(900),
        CLIENT,
    )
    assert [event.invoice_id for event in spec.given(blocked).when(kept).events()] == [ID]  # type: ignore[attr-defined]


def test_each_entry_blocks_once() -> None:
    spec.given().when(block, policy()).then(blocked)
    spec.given(blocked).when(block, policy()).then_nothing()
    spec.given(issued).when(block, policy()).then(blocked)


def test_closing_the_last_blocking_entry_frees_the_desk() -> None:
    """S0-29"""
    spec.given(blocked).when(unblock, policy()).then(unblocked)
    spec.given(blocked, blocked_again).when(unblock, policy()).then(unblocked.model_copy(update={"free": False}))
    spec.given(blocked, blocked_again, unblocked.model_copy(update={"free": False})).when(issue).then_refused("Sugar")


def test_what_does_not_block_is_not_lifted() -> None:
    for history in ((), (issued,), (blocked, unblocked)):
        spec.given(*history).when(unblock, policy()).then_nothing()


@pytest.mark.parametrize(
    "history", [(unblocked,), (blocked_again, unblocked), (dropped,), (cancelled,), (issued, spent), (returned,)]
)
def test_what_was_not_there_cannot_have_ended(history: tuple[InvoiceDeskEvent, ...]) -> None:
    with pytest.raises(Corrupt):
        invoice_desk.decider.fold(history)


# ── Exemption ───────────────────────────────────────────────────────────────


def test_whoever_answers_for_a_manager_exempts_and_it_leaves_a_trace() -> None:
    """S0-30: for a while, with a reason, and the invoice says that it passed the gate."""
    spec.given(blocked).when(exempt, head()).then(exempted)
    spec.given(blocked, exempted).when(exempt, head()).then_nothing()
    spec.given(blocked).when(exempt, director()).then(exempted.model_copy(update={"exempted_by": director().by}))
    passed = issued.model_copy(update={"exempt": "The client waits", "on": TUESDAY.date()})
    spec.given(blocked, exempted).when(issue, at=TUESDAY).then(passed)
    spec.given(blocked, exempted).when(issue, at=THURSDAY).then_refused("notebook")
    spec.given(exempted).when(issue).then(issued)


def test_nobody_exempts_themselves_nor_a_colleague() -> None:
    for asker in (ann(), bob(), ann(directory=standing_in(ANN, HEAD, MONDAY.date(), MONDAY.date()))):
        spec.given(blocked).when(exempt, asker).then_refused("supervisor", rule="a supervisor exempts")


def test_an_exemption_is_for_the_desk_of_its_manager_and_ends() -> None:
    other = exempt.model_copy(update={"manager_id": BOB})
    spec.given().when(other, head()).then_refused("not that manager's")
    long = exempt.model_copy(update={"until": MONDAY + timedelta(400)})
    spec.given().when(long, head()).then_refused("ends")


# ── Drafts ──────────────────────────────────────────────────────────────────


def test_an_invoice_that_was_begun_is_kept() -> None:
    """S0-29"""
    spec.given().when(draft).then(drafted)
    spec.given(drafted).when(draft).then_nothing()
    spec.given(blocked).when(draft).then(drafted.model_copy(update={"held_up": True}))
    emptied = draft.model_copy(update={"lines": ()})
    without_lines = form.model_copy(update={"lines": ()})
    spec.given(drafted).when(emptied).then(drafted.model_copy(update={"form": without_lines}))


def test_a_desk_that_is_free_again_names_what_was_begun() -> None:
    """S0-29"""
    spec.given(blocked, drafted).when(unblock, policy()).then(unblocked.model_copy(update={"drafts": (ID,)}))
    still = unblocked.model_copy(update={"free": False})
    spec.given(blocked, blocked_again, drafted).when(unblock, policy()).then(still)
    for over in (dropped, issued):
        spec.given(blocked, drafted, over).when(unblock, policy()).then(unblocked)


def test_what_was_begun_may_be_dropped() -> None:
    spec.given(drafted).when(drop).then(dropped)
    spec.given().when(drop).then_nothing()


def test_what_is_issued_is_no_draft() -> None:
    spec.given(issued).when(draft).then_refused("issued already", rule="invoice is issued already")


def test_nobody_begins_invoices_without_end() -> None:
    many = [drafted.model_copy(update={"invoice_id": UUID(int=n)}) for n in range(100, 200)]
    spec.given(*many).when(draft).then_refused("finish or drop", rule="too many drafts")


# ── Cancelling ──────────────────────────────────────────────────────────────


def test_an_invoice_is_cancelled_by_its_manager_or_whoever_is_above() -> None:
    spec.given(issued).when(cancel).then(cancelled)
    spec.given(issued, blocked).when(cancel, head()).then(cancelled.model_copy(update={"cancelled_by": HEAD}))
    spec.given(issued, cancelled).when(cancel).then_nothing()
    spec.given(issued).when(cancel, bob()).then_refused("whoever is above", rule="one's own invoice")


def test_what_was_not_issued_is_not_cancelled() -> None:
    for history in ((), (drafted,)):
        spec.given(*history).when(cancel).then_refused("No such invoice")


def test_a_cancelled_invoice_is_not_issued_again() -> None:
    for command in (issue, draft):
        spec.given(issued, cancelled).when(command).then_refused("cancelled", rule="invoice is cancelled")


def test_what_a_cancelled_invoice_took_of_a_grant_is_there_again() -> None:
    expected = cancelled.model_copy(update={"deal_id": None})
    spec.given(held, of_lines, spent).when(cancel).then(expected, returned)


def test_a_grant_is_held_once() -> None:
    hold = HoldGrant(**dict(held))
    spec.given().when(hold, policy()).then(held)
    spec.given(held).when(hold, policy()).then_nothing()
    spec.given(held, of_lines, spent).when(hold, policy()).then_nothing()


# ── What was stored before there were lines ─────────────────────────────────


def test_an_invoice_of_old_is_cancelled_as_any_other() -> None:
    state: dict[str, Any] = issued.model_dump(include={"invoice_desk_id", "manager_id", "invoice_id", "client_id"})
    of_old = invoice_desk.InvoiceIssued(**state, what_for="Flour", amount=roubles(900))
    assert (of_old.on, of_old.series, of_old.lines, of_old.vat) == (None, None, (), None)
    spec.given(of_old).when(cancel).then(cancelled.model_copy(update={"deal_id": None}))
    assert Decimal(900) == of_old.amount.amount
