"""The invoices that were issued."""

import pytest
from examples import ANN, CLIENT, DEAL, ID, MONDAY, roubles
from fold import fold, recorded

from crm_es.aggregates.invoice_desk import InvoiceIssued
from crm_es.ids import desk_of
from crm_es.messages import Corrupt
from crm_es.projections import invoice_registry
from crm_es.projections.invoice_registry import Invoice

issued = InvoiceIssued(
    invoice_desk_id=desk_of(ANN),
    manager_id=ANN,
    invoice_id=ID,
    client_id=CLIENT,
    deal_id=DEAL,
    what_for="Flour",
    amount=roubles(100),
)


def test_an_issued_invoice_is_in_the_list() -> None:
    assert fold(invoice_registry, recorded(issued, MONDAY)) == {
        ID: Invoice(ID, ANN, CLIENT, DEAL, "Flour", roubles(100).amount, "RUB", MONDAY)
    }


def test_no_invoice_is_issued_twice() -> None:
    with pytest.raises(Corrupt):
        fold(invoice_registry, recorded(issued), recorded(issued))
