"""What is unbilled is what was worked and is on no act, to the minute and the kopeck (S3-06)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from billed import EVENING, TUESDAY_BEFORE, billed, ready_to_bill, worked
from examples import ANN, BOB, CAROL, CLIENT, DIRECTOR, MONDAY, roubles

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.rate_card import SetRate
from crm_es.aggregates.work_act import CancelAct
from crm_es.aggregates.work_log import RemoveWork
from crm_es.application import Crm
from crm_es.billing.unbilled import Asked, by_client, entries, in_detail
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.runners.worker import settle

BEST, ACT = UUID(int=34), UUID("00000000-0000-4000-8000-000000000077")


def looked_at(crm: Crm, **asked: Any) -> tuple[dict[UUID, dict[str, Any]], dict[UUID, int]]:
    """By client, and the minutes of each entry."""
    settle(crm)
    wanted = Asked(**asked)
    with crm.log.datastore.get_connection() as db:
        found = entries(db, wanted)
    detail = {line["work_id"]: line["minutes"] for line in in_detail(found, crm.reference.rates)}
    return {line["client_id"]: line for line in by_client(found, crm.reference.rates, wanted)}, detail


def test_it_is_what_one_reckons_by_hand_until_it_is_billed_and_after_it_is_freed(staffed: Crm) -> None:
    ready_to_bill(staffed)
    staffed.handle(MeetClient(client_id=BEST, name="Best", owner_id=ANN), Context(by=ANN, at=MONDAY))
    dearer = SetRate(rate_id=BEST, per_hour=roubles("3333.33"), since=TUESDAY_BEFORE, client_id=CLIENT, person_id=BOB)
    staffed.handle(dearer, Context(by=DIRECTOR, at=MONDAY))
    dice, told = Random(7), dict[UUID, dict[UUID, tuple[int, Decimal]]]()
    for n in range(40):
        person, whose = dice.choice((ANN, BOB)), dice.choice((CLIENT, BEST))
        day, minutes = TUESDAY_BEFORE - timedelta(n), dice.randint(1, 500)
        facts: dict[str, Any] = {"day": day, "billable": dice.random() < 0.8}
        work_id = worked(staffed, person, minutes, whose, **facts)
        gone = dice.random() < 0.2
        if gone:
            wish = RemoveWork(work_log_id=work_log_of(person), person_id=person, work_id=work_id, reason="No work.")
            staffed.handle(wish, Context(by=person, at=EVENING))
        elif facts["billable"]:
            special = person == BOB and whose == CLIENT and day >= TUESDAY_BEFORE
            price = Decimal("3333.33") if special else Decimal(3000)
            quantity = round(Decimal(minutes * 100) / 60 + Decimal("1e-9")) / Decimal(100)
            told.setdefault(whose, {})[work_id] = (minutes, (price * quantity).quantize(Decimal("0.01")))
    lines, detail = looked_at(staffed)
    assert detail == {work_id: minutes for works in told.values() for work_id, (minutes, _) in works.items()}
    for whose, works in told.items():
        assert lines[whose]["minutes"] == sum(minutes for minutes, _ in works.values())
        assert lines[whose]["amounts"] == f"{sum(amount for _, amount in works.values())} RUB"
    row = billed(staffed, ACT)
    assert row.result == "billed"
    assert looked_at(staffed)[0].keys() == {BEST}
    staffed.handle(CancelAct(work_act_id=ACT, reason="Wrong month."), Context(by=CAROL, at=EVENING))
    assert looked_at(staffed) == (lines, detail)
