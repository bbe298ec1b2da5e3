"""Brings single readers to where the log ends now, for whoever needs to see at once what they make of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import Final
from uuid import uuid4

from crm_es import policies, projections
from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.runners import modules_of
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.projections import Projector
from crm_es.store.tracking import LeaseLost, release

PAUSE: Final = 0.02
PATIENCE: Final = 30.0
"""Seconds to wait for a reader that does not move: twice as long as the lease of somebody who is gone."""


def catch_up(crm: Crm, *names: str, patience: float = PATIENCE) -> None:
    """Run these policies and projections as far as the log goes; what somebody else runs is waited for.

    Raises Refused where one does not move.
    """
    owner, newest = f"catch-up-{uuid4()}", crm.log.head()
    reacting = {name: PolicyRunner(crm, name, one, owner).step for name, one in modules_of(policies) if name in names}
    folding = {
        name: Projector(crm.log, name, one, owner).step for name, one in modules_of(projections) if name in names
    }
    try:
        for name, step in (reacting | folding).items():
            follow(crm, name, step, newest, patience)
    finally:
        with crm.log.datastore.get_connection() as db:
            release(db, owner)


def follow(crm: Crm, name: str, step: Callable[[], bool], newest: int, patience: float) -> None:
    """Until this reader is there."""
    reached, until = -1, monotonic() + patience
    while (position := crm.log.position(name)) < newest:
        if position > reached:
            reached, until = position, monotonic() + patience
        elif monotonic() > until:
            raise Refused(
                f"{name} stands still at position {position}: see whether a worker hangs, then ask the same again.",
                "readers keep up",
            )
        with suppress(LeaseLost):
            if step():
                continue
        sleep(PAUSE)
