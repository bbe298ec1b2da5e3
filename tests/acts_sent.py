"""An act that went to a client with a link, in a company that says who it is on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from billing_facts import ACT, INVOICE, bill
from examples import ADMIN, ANN, CAROL, CLIENT, DIRECTOR, PLAYBOOK
from printed_papers import DETAILS, SELLER

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.invoice_desk import IssueInvoice
from crm_es.aggregates.invoice_desk.form import WantedLine
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.rate_card import SetRate
from crm_es.application import Crm
from crm_es.client_links import ClientLink, sign
from crm_es.context import Context
from crm_es.ids import RATE_CARD, derived, desk_of
from crm_es.money import Money
from crm_es.playbook.billing import Billing, Organisation
from crm_es.runners.worker import settle
from crm_es.store.company_secrets import create_tables, secret

ORGANISATION: Final = Organisation(
    name=SELLER.name,
    details=DETAILS,
    bank_name=SELLER.bank_name,
    bank_town=SELLER.bank_town,
    address=SELLER.address,
    phone=SELLER.phone,
    email=SELLER.email,
    director=SELLER.director,
    accountant=SELLER.accountant,
)
ON_PAPER: Final = PLAYBOOK.model_copy(
    update={"billing": Billing(organisation=ORGANISATION, vat_rate=Decimal(20), accepted_after_days=5)}
)


def send_act(crm: Crm) -> None:
    """Ann's and Bob's hours, billed by Carol and sent to Vera."""
    now = datetime.now(UTC)
    price = Money(amount=Decimal(3000), currency="RUB")
    rate = SetRate(rate_card_id=RATE_CARD, rate_id=derived(ACT, "rate"), per_hour=price, since=bill.on - timedelta(300))
    crm.handle(PublishPlaybook(playbook=ON_PAPER), Context(ADMIN, now))
    crm.handle(
        MeetClient(
            client_id=CLIENT,
            name="АО «Мельница № 1»",
            owner_id=ANN,
            inn="7827004526",
            kpp="782701001",
            contract="Договор № 12 от 01.02.2026",
        ),
        Context(ANN, now),
    )
    crm.handle(rate, Context(DIRECTOR, now))
    program = Context("billing", now, roles=frozenset({"billing"}))
    crm.handle(bill.model_copy(update={"on": now.date()}), program)
    line = WantedLine(product="Service", quantity=Decimal(1), price=Decimal(8250))
    wish = IssueInvoice(
        invoice_desk_id=desk_of(CAROL),
        invoice_id=INVOICE,
        client_id=CLIENT,
        lines=(line,),
        currency="RUB",
        act_id=ACT,
        biller_id=CAROL,
    )
    crm.handle(wish, replace(program, command_id=uuid4()))
    settle(crm)


def path(crm: Crm, **changes: Any) -> str:
    """Of the page that the link in the letter opens."""
    link = ClientLink("act", ACT, datetime.now(UTC) + timedelta(30), 1)
    with crm.log.datastore.get_connection() as db:
        create_tables(db)
        return f"/c/{sign(replace(link, **changes), secret(db))}"
