"""The demo company: three months of a wholesale trade, up to this hour, by ordinary commands only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from random import Random
from typing import Final

from crm_es.application import Crm
from crm_es.demo.company import Company
from crm_es.demo.people import PASSWORD, STAFF
from crm_es.demo.simulation import Progress, Simulation
from crm_es.exchange.playbook_yaml import load
from crm_es.runners.clock import tick
from crm_es.runners.focus import FocusReviews
from crm_es.runners.worker import settle
from crm_es.store.accounts import accounts, create_account, create_tables

SEED: Final = 1998
MONTHS: Final = 92
"""Three of them, in days."""


@dataclass(frozen=True)
class Made:
    """What came of it."""

    new: bool
    """False where the company had a history already, and nothing was changed."""
    events: int
    refused: dict[str, int] = field(default_factory=dict)
    """How many commands were refused, by rule."""


def make_demo(
    crm: Crm, progress: Progress = lambda *_: None, *, days: int = MONTHS, now: datetime | None = None
) -> Made:
    """Fill an empty company with so many days of work, the last of them today."""
    if events := crm.log.head():
        return Made(new=False, events=events)
    now = now or datetime.now(UTC)
    sim = Simulation(crm, (now - timedelta(days)).replace(hour=5, minute=0), now, Random(SEED))  # noqa: S311 - a play
    company = Company(sim, load(files("crm_es").joinpath("playbooks/wholesale.yaml").read_text(encoding="utf-8")))
    company.found()
    for story in company.stories(days):
        sim.tell(story)
    sim.run(progress)
    settle(crm)
    tick(crm, now)
    FocusReviews(crm).tick(now)
    settle(crm)
    return Made(new=True, events=crm.log.head(), refused=dict(sim.refused))


def sign_ins(crm: Crm) -> list[dict[str, str]]:
    """Let everybody of the demo company sign in, and tell how. Nobody, where this is another company."""
    known = crm.reference.people
    with crm.log.datastore.get_connection() as db:
        create_tables(db)
        there = {account.login for account in accounts(db)}
        people = [employee for employee in STAFF if employee.person_id in known]
        for employee in people:
            if employee.login not in there:
                create_account(db, employee.person_id, employee.login, PASSWORD)
    return [{"login": e.login, "password": PASSWORD, "name": e.name, "role": e.role} for e in people]
