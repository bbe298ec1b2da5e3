"""What an invoice desk promises (S0-28..S0-30)."""

from __future__ import annotations

from uuid import UUID

import pytest
from examples import ANN, CLIENT, DEAL, ID, OTHER_ID, ann, bob, importer, operator, policy, roubles
from spec import Spec

from crm_es.aggregates import invoice_desk
from crm_es.aggregates.invoice_desk import (
    BlockDesk,
    DeskBlocked,
    DeskUnblocked,
    InvoiceDeskEvent,
    InvoiceIssued,
    IssueInvoice,
    UnblockDesk,
)
from crm_es.ids import desk_of
from crm_es.messages import Corrupt, Refused

spec = Spec(invoice_desk.decider, ann())
DESK, FIRST, SECOND = desk_of(ANN), UUID(int=50), UUID(int=51)

block = BlockDesk(invoice_desk_id=DESK, manager_id=ANN, entry_id=FIRST, kind="price decision", text="Flour is granted")
unblock = UnblockDesk(invoice_desk_id=DESK, entry_id=FIRST)
issue = IssueInvoice(
    invoice_desk_id=DESK, invoice_id=ID, client_id=CLIENT, deal_id=DEAL, what_for="Flour", amount=roubles(900)
)

blocked = DeskBlocked(**dict(block))
blocked_again = blocked.model_copy(update={"entry_id": SECOND, "text": "Sugar is refused"})
unblocked = DeskUnblocked(invoice_desk_id=DESK, manager_id=ANN, entry_id=FIRST, free=True)
issued = InvoiceIssued(**dict(issue), manager_id=ANN)


def test_a_manager_issues_an_invoice_at_a_free_desk() -> None:
    spec.given().when(issue).then(issued)
    spec.given(blocked, unblocked).when(issue).then(issued)


def test_an_operator_issues_it_for_the_manager() -> None:
    """S0-46"""
    spec.given().when(issue, operator(on_behalf_of=ANN)).then(issued)


def test_everybody_writes_invoices_at_their_own_desk() -> None:
    spec.given().when(issue, bob()).then_refused("somebody else's")
    spec.given().when(issue, importer()).then_refused("on whose behalf")


def test_an_invoice_is_issued_once() -> None:
    spec.given(issued).when(issue).then_nothing()
    spec.given(issued, blocked).when(issue).then_nothing()
    second = issued.model_copy(update={"invoice_id": OTHER_ID})
    spec.given(issued).when(issue.model_copy(update={"invoice_id": OTHER_ID})).then(second)


def test_an_invoice_is_for_something() -> None:
    spec.given().when(issue.model_copy(update={"amount": roubles(0)})).then_refused("above zero")


def test_a_blocked_desk_names_what_clears_it() -> None:
    """S0-28"""
    spec.given(blocked, blocked_again).when(issue).then_refused(
        "notebook", "Flour is granted", "Sugar is refused", rule="invoice desk is blocked"
    )


def test_what_clears_a_desk_is_one_sentence_however_its_entries_end() -> None:
    ended = blocked.model_copy(update={"text": "Refused. Too dear."})
    with pytest.raises(Refused, match=r"first: Refused\. Too dear\.$"):
        spec.given(ended).when(issue).events()


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


@pytest.mark.parametrize("history", [(unblocked,), (blocked_again, unblocked)])
def test_a_block_that_was_not_there_cannot_have_been_lifted(history: tuple[InvoiceDeskEvent, ...]) -> None:
    with pytest.raises(Corrupt):
        invoice_desk.decider.fold(history)
