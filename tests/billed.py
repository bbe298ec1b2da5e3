"""A company whose hours are billed: Ann and Bob worked for a client, and Carol bills."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from examples import ADMIN, ANN, BOB, CAROL, CLIENT, DIRECTOR, MONDAY, PLAYBOOK, roubles

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.rate_card import SetRate
from crm_es.aggregates.work_log import RecordWork
from crm_es.application import Crm
from crm_es.bank_details import BankDetails
from crm_es.billing.outcomes import Made
from crm_es.billing.run import Biller
from crm_es.billing.wanted import Wanted
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.playbook.billing import Billing, Organisation

EVENING = MONDAY + timedelta(hours=9)
TUESDAY_BEFORE = date(2026, 11, 17)
EMAIL = "books@bags.example"
DETAILS = BankDetails(
    inn="7707083893",
    kpp="773601001",
    bik="044525225",
    account="40702810500000002851",
    correspondent_account="30101810400000000225",
)
ORGANISATION = Organisation(name="Trade Ltd", details=DETAILS, director="Orlov V.", accountant="Petrova A.")
SERVED = PLAYBOOK.model_copy(
    update={"billing": Billing(organisation=ORGANISATION, vat_rate=Decimal(22), accepted_after_days=3)}
)


def ready_to_bill(crm: Crm, *minutes: int, **rules: Any) -> tuple[UUID, ...]:
    """Acme with a rate, and so many minutes of Ann and Bob in turn."""
    playbook = SERVED.model_copy(update={"billing": SERVED.billing.model_copy(update=rules)})
    crm.handle(PublishPlaybook(playbook=playbook), Context(by=ADMIN, at=MONDAY))
    met = MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN, emails=(EMAIL,))
    crm.handle(met, Context(by=ANN, at=MONDAY))
    rate = SetRate(rate_id=uuid4(), per_hour=roubles(3000), since=date(2026, 1, 1))
    crm.handle(rate, Context(by=DIRECTOR, at=MONDAY))
    return tuple(worked(crm, (ANN, BOB)[n % 2], much) for n, much in enumerate(minutes))


def worked(crm: Crm, person_id: UUID, minutes: int, client_id: UUID = CLIENT, **told: Any) -> UUID:
    """On the Tuesday of the week before."""
    work_id = uuid4()
    facts = {"kind": "service", "client_id": client_id, "day": TUESDAY_BEFORE, "minutes": minutes}
    log: dict[str, Any] = {"work_log_id": work_log_of(person_id), "person_id": person_id, "work_id": work_id}
    crm.handle(RecordWork(**log | facts | told), Context(by=person_id, at=EVENING))
    return work_id


def billed(crm: Crm, act_id: UUID, **wanted: Any) -> Made:
    """The act of all that is unbilled."""
    (row,) = Biller(crm, CAROL, EVENING).bill([Wanted(client_id=CLIENT, act_id=act_id, **wanted)])
    return row
