"""Ann's and Bob's hours for a client, billed by Carol, the accountant."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from examples import ANN, BOB, CAROL, CLIENT, MONDAY, PLAYBOOK, asking, machine, roubles

from crm_es.act_lines import Worked
from crm_es.aggregates.billing import BillWork, WorkBilled
from crm_es.aggregates.billing import decider as billing
from crm_es.aggregates.rate_card import RateSet
from crm_es.aggregates.work_act import ActInvoiced, ActPrepared, ActSent
from crm_es.aggregates.work_act import decider as work_act
from crm_es.context import Context
from crm_es.ids import RATE_CARD, derived
from crm_es.playbook import Playbook
from crm_es.playbook.billing import Billing
from crm_es.policies import open_acts
from crm_es.rates import HourlyRate, Rates

ACT, INVOICE, RATE, OTHER_RATE = UUID(int=101), derived(UUID(int=101), "invoice"), UUID(int=102), UUID(int=103)
LAST_WEEK = date(2026, 11, 17)
BILLED_BY: Playbook = PLAYBOOK.model_copy(update={"billing": Billing(vat_rate=Decimal(20), accepted_after_days=5)})
usual = HourlyRate(per_hour=roubles(3000), since=date(2026, 1, 1))
of_bob = HourlyRate(per_hour=roubles("2499.99"), person_id=BOB, since=date(2026, 1, 1))
RATES = Rates({RATE: usual, OTHER_RATE: of_bob})
rate_set = RateSet(rate_card_id=RATE_CARD, rate_id=RATE, rate=usual)
printer = Worked(work_id=UUID(int=111), person_id=ANN, day=LAST_WEEK, minutes=50, kind="service", subject="T-1 Printer")
network = Worked(
    work_id=UUID(int=112), person_id=BOB, day=LAST_WEEK, minutes=100, kind="service", subject="T-2 Network"
)
more = Worked(work_id=UUID(int=113), person_id=ANN, day=LAST_WEEK, minutes=15, kind="service", subject="T-1 Printer")
bill = BillWork(
    act_id=ACT,
    client_id=CLIENT,
    on=MONDAY.date(),
    works=(printer, network, more),
    biller_id=CAROL,
    email="books@bags.example",
    contact_name="Vera",
)


def biller(**changes: Any) -> Context:
    """The program that bills, with the rates in force."""
    return machine("billing", **{"playbooks": {1: BILLED_BY}, "rates": RATES} | changes)


def accountant(**changes: Any) -> Context:
    return asking(CAROL, **{"playbooks": {1: BILLED_BY}} | changes)


def client(**changes: Any) -> Context:
    """Whoever has the link."""
    return machine("client link", **{"playbooks": {1: BILLED_BY}} | changes)


(billed,) = billing.decide(None, bill, biller())
assert isinstance(billed, WorkBilled)
BILLED: WorkBilled = billed
(prepare,) = open_acts.react(BILLED)
(prepared,) = work_act.decide(None, prepare, biller())
assert isinstance(prepared, ActPrepared)
PREPARED: ActPrepared = prepared
of_act: dict[str, Any] = {"work_act_id": ACT, "number": "1", "client_id": CLIENT, "biller_id": CAROL}
invoiced = ActInvoiced(**of_act, invoice_id=INVOICE, invoice_number="2026-00017", invoice_on=MONDAY.date())
sent = ActSent(
    **of_act,
    round=1,
    email="books@bags.example",
    contact_name="Vera",
    until=MONDAY + timedelta(30),
    last_day=date(2026, 12, 23),
    silent_until=date(2026, 11, 30),
    total=PREPARED.total,
    on=MONDAY.date(),
    invoice_id=INVOICE,
    invoice_number="2026-00017",
    sent_by="policy",
)
PRINTER, NETWORK = (line.line_id for line in PREPARED.lines)
