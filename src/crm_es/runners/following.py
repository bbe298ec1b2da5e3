"""Brings single readers to where the log ends now, for whoever needs to see at once what they make of it."""

from __future__ import annotations

from contextlib import suppress
from time import sleep
from typing import Final
from uuid import uuid4

from crm_es import policies, projections
from crm_es.application import Crm
from crm_es.runners import modules_of
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.projections import Projector
from crm_es.store.tracking import LeaseLost, release

PAUSE: Final = 0.02


def catch_up(crm: Crm, *names: str) -> None:
    """Run these policies and projections as far as the log goes; what somebody else runs is waited for."""
    owner, newest = f"catch-up-{uuid4()}", crm.log.head()
    reacting = {name: PolicyRunner(crm, name, one, owner).step for name, one in modules_of(policies) if name in names}
    folding = {
        name: Projector(crm.log, name, one, owner).step for name, one in modules_of(projections) if name in names
    }
    for name, step in (reacting | folding).items():
        while crm.log.position(name) < newest:
            with suppress(LeaseLost):
                if step():
                    continue
            sleep(PAUSE)
    with crm.log.datastore.get_connection() as db:
        release(db, owner)
