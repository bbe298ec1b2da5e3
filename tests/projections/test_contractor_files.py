"""The files of payments: invoices and payment orders together (S1-17, S1-18, S1-38)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
from examples import ANN, CAROL, CONTRACTOR, HEAD, ID, MONDAY, TUESDAY, roubles
from fold import fold, keep, recorded
from payment_facts import FORM, drafted, paid

from crm_es.aggregates.payment_request import (
    PaymentRequestFileAttached,
    PaymentRequestPaid,
    PaymentRequestPartPaid,
    PaymentRequestRevised,
)
from crm_es.ids import derived
from crm_es.pages import page
from crm_es.projections import contractor_files, payment_registry
from crm_es.projections.contractor_files import ContractorFile
from crm_es.projections.contractor_registry import Contractor
from crm_es.registries import registry
from crm_es.stored_file import FileKind, StoredFile

FILES = registry("contractor-files")
invoice = StoredFile(sha256="a" * 64, name="Счёт 17.pdf", type="application/pdf", size=5)
order = StoredFile(sha256="b" * 64, name="order 31.pdf", type="application/pdf", size=7)
with_order = PaymentRequestPaid(**dict(paid) | {"order_file": order})


def attached(file: StoredFile, kind: FileKind, by: Any = ANN) -> PaymentRequestFileAttached:
    return PaymentRequestFileAttached(
        payment_request_id=ID,
        author_id=ANN,
        contractor_id=None,
        kind=kind,
        file=file,
        attached_by=by,
        invoice_date=None,
    )


def rows(*history: Any) -> list[ContractorFile]:
    return list(fold(contractor_files, *history).values())


def test_a_file_is_told_with_who_brought_it_and_when() -> None:
    assert rows(recorded(attached(invoice, "invoice"), TUESDAY)) == [
        ContractorFile(
            derived(ID, invoice.sha256, "invoice"),
            ID,
            "invoice",
            "Счёт 17.pdf",
            "application/pdf",
            5,
            invoice.sha256,
            TUESDAY,
            ANN,
        )
    ]


def test_the_payment_order_of_a_payment_is_a_file_too() -> None:
    """S1-26."""
    part = PaymentRequestPartPaid(**dict(with_order) | {"left": roubles(10_000), "order_file": invoice})
    found = rows(recorded(part), recorded(with_order))
    assert [(row.kind, row.name, row.attached_by_id) for row in found] == [
        ("payment order", "Счёт 17.pdf", CAROL),
        ("payment order", "order 31.pdf", CAROL),
    ]
    assert rows(recorded(paid)) == []


def test_a_file_counts_once_for_each_thing_that_it_is() -> None:
    first, again = recorded(attached(order, "payment order"), MONDAY), recorded(with_order, TUESDAY)
    assert [row.attached_at for row in rows(first, again)] == [MONDAY]
    assert len(rows(first, recorded(attached(order, "act")))) == 2


def test_what_a_machine_brought_is_nobodys() -> None:
    assert rows(recorded(attached(order, "other", "import")))[0].attached_by_id is None


def test_invoice_and_payment_order_lie_together_under_contractor_and_month(company: psycopg.Connection[Any]) -> None:
    """S1-38: and where they lie follows the form, whatever it said when they came."""
    dated = FORM.model_copy(update={"invoice_date": date(2026, 10, 30)})
    revised = PaymentRequestRevised(payment_request_id=ID, form=dated)
    begun = drafted.model_copy(update={"form": FORM.model_copy(update={"contractor_id": None})})
    history = (begun, attached(invoice, "invoice"), revised, with_order)
    facts = [recorded(event, MONDAY + timedelta(n)) for n, event in enumerate(history)]
    requests = fold(payment_registry, *(fact for fact in facts if fact.event is not with_order))
    keep(company, Contractor(CONTRACTOR, "Bags Ltd", "RU", MONDAY), *requests.values())
    keep(company, *rows(facts[1], facts[3]))
    found = page(FILES, company, filters={"contractor_id": str(CONTRACTOR), "period": "2026-10"}).rows
    assert [(row["kind"], row["contractor"], row["what_for"]) for row in found] == [
        ("payment order", "Bags Ltd", "Printing"),
        ("invoice", "Bags Ltd", "Printing"),
    ]
    assert page(FILES, company, filters={"period": "2026-11"}).rows == []


def test_files_are_seen_by_whom_the_request_concerns(company: psycopg.Connection[Any]) -> None:
    """X-07, S1-30: by accounting once it is approved."""
    (request,) = fold(payment_registry, recorded(drafted)).values()
    keep(company, request, *rows(recorded(attached(invoice, "invoice"))))
    payable = {"status": ("approved", "paid")}
    assert len(page(FILES, company, sight={ANN}).rows) == 1
    assert page(FILES, company, sight={HEAD}, besides=payable).rows == []
    keep(company, replace(request, status="approved"))
    assert len(page(FILES, company, sight=(), besides=payable).rows) == 1


def test_a_file_whose_request_is_not_listed_yet_is_not_lost(company: psycopg.Connection[Any]) -> None:
    """The two lists are written one after the other."""
    keep(company, *rows(recorded(attached(invoice, "invoice"))))
    (row,) = page(FILES, company).rows
    assert (row["name"], row["status"], row["contractor"]) == ("Счёт 17.pdf", None, None)
    assert page(FILES, company, sight={ANN}).rows == []
