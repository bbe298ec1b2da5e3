"""Who worked, by files of planned and logged time: people with a lead above them; and a playbook where none is."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Final
from uuid import UUID

from crm_es.exchange.replay import Replay
from crm_es.playbook import Payments, Pipeline, Playbook, Route, RouteStep, Stage

LEAD: Final = "project_lead"
WORKER: Final = "engineer"
WORK: Final = "project work"
"""The kind of all work that such files tell of."""
START: Final = Playbook(
    name="Projects",
    pipelines=(Pipeline(name="enquiries", loss_reasons=("not told",), stages=(Stage(name="enquiry"),)),),
    payments=Payments(routes=(Route(name="every amount", steps=(RouteStep(name="head", role="head_of_service"),)),)),
)
"""What a company works by that has no playbook yet."""


class Labourers:
    """The people of one import, each hired once."""

    def __init__(self, replay: Replay, since: datetime) -> None:
        self.since = since
        if replay.in_force is None:
            replay.publish(START, since)

        @cache
        def hired(name: str, role: str, above_id: UUID | None) -> UUID:
            return replay.hire(name, role, since, above_id)

        self._hired = hired

    def lead(self, name: str) -> UUID:
        return self._hired(name, LEAD, None)

    def worker(self, name: str, lead_id: UUID | None = None) -> UUID:
        return self._hired(name, WORKER, lead_id)
