"""No client is asked to pay for a cancelled act (S3-08)."""

from __future__ import annotations

from act_facts import cancelled
from billing_facts import INVOICE
from examples import CAROL

from crm_es.aggregates.invoice_desk import CancelInvoice
from crm_es.ids import desk_of
from crm_es.policies.cancel_invoices_of_acts import react


def test_its_invoice_is_cancelled_by_whoever_cancelled_the_act() -> None:
    expected = CancelInvoice(
        invoice_desk_id=desk_of(CAROL), invoice_id=INVOICE, reason="Wrong client.", cancelled_by=CAROL
    )
    assert list(react(cancelled)) == [expected]


def test_without_an_invoice_there_is_none_to_cancel() -> None:
    assert list(react(cancelled.model_copy(update={"invoice_id": None}))) == []
