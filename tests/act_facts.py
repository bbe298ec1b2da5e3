"""What can happen to Carol's act besides what happens to every act."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from billing_facts import ACT, BILLED, INVOICE, PREPARED, PRINTER, more, of_act, printer, sent
from examples import ANN, CAROL, CLIENT, MONDAY, roubles

from crm_es.act_lines import CreditedLine, Freed
from crm_es.aggregates.billing import CreditNoteIssued, WorkReleased
from crm_es.aggregates.work_act import (
    ActAccepted,
    ActCancelled,
    ActCredited,
    ActDeliveryNoted,
    ActLineDisputed,
    ActOpened,
    DisputeAnswered,
    OpenDispute,
)
from crm_es.ids import BILLING, derived

NOTE = derived(ACT, "credit note", 1)
FREED = tuple(Freed(work_id=work.work_id, person_id=ANN) for work in (printer, more))
line: dict[str, Any] = {"line_id": PRINTER, "what": "T-1 Printer"}
delivered = ActDeliveryNoted(
    **of_act,
    round=1,
    email=sent.email,
    delivered=True,
    detail="250 OK",
    accepted_at=datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC),
)
opened = ActOpened(**of_act, round=1, from_address="198.51.100.7", on=MONDAY.date())
disputed = ActLineDisputed(
    **of_act, **line, amount=roubles("3240.00"), comment="It never worked.", contact_name="Vera", dispute=1
)
answered = DisputeAnswered(**of_act, **line, dispute=1, answer="We tried it with you.", answered_by=CAROL)
accepted = ActAccepted(**of_act, on=MONDAY.date(), total=PREPARED.total, contact_name="Vera")
taken_off = CreditedLine(
    **line,
    minutes=65,
    quantity=Decimal("1.08"),
    rate=Decimal(3000),
    amount=Decimal("3240.00"),
    vat_rate=Decimal(20),
    vat=Decimal("540.00"),
)
credited = ActCredited(
    **of_act,
    credit_note_id=NOTE,
    act_on=PREPARED.on,
    on=MONDAY.date(),
    lines=(taken_off,),
    total=roubles("3240.00"),
    vat=roubles("540.00"),
    left=roubles("4174.98"),
    reason="Not theirs.",
    released=FREED,
    credited_by=CAROL,
    email=sent.email,
    contact_name="Vera",
)
credit_note = CreditNoteIssued(
    billing_id=BILLING,
    act_id=ACT,
    client_id=CLIENT,
    series="К-{number}",
    period="all",
    n=1,
    number="К-1",
    on=MONDAY.date(),
    credit_note_id=NOTE,
    act_number="1",
    act_on=PREPARED.on,
    lines=(taken_off,),
    total=roubles("3240.00"),
    vat=roubles("540.00"),
    reason="Not theirs.",
    issued_by=CAROL,
    email=sent.email,
    contact_name="Vera",
)
released = WorkReleased(billing_id=BILLING, act_id=ACT, works=FREED, reason="Not theirs.")
cancelled = ActCancelled(
    **of_act,
    on=PREPARED.on,
    total=PREPARED.total,
    reason="Wrong client.",
    works=PREPARED.works,
    invoice_id=INVOICE,
    cancelled_by=CAROL,
    dropped=(OpenDispute(line_id=PRINTER, dispute=1),),
)
WORKS = tuple(work.work_id for work in BILLED.works)
