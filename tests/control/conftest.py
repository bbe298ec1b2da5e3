"""A company of which only the lists that heads look at are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from company import Company

from crm_es import projections
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Command
from crm_es.runners import modules_of
from crm_es.runners.projections import Projector

KEPT = {
    *("task_list", "task_course", "plan_versus_actual", "staff_registry"),
    *("client_registry", "deal_registry", "deal_stages"),
}


class Office(Company):
    """People ask one after another; then the lists come to where the log ends."""

    def happened(self, *wishes: tuple[UUID, Command, datetime]) -> None:
        for person_id, command, at in wishes:
            self.crm.handle(command, Context(by=person_id, at=at))
        for name, projection in modules_of(projections):
            if name in KEPT:
                projector = Projector(self.crm.log, name, projection)
                while projector.step():
                    pass

    def asked(self, question: Callable[..., Any], *about: Any, **besides: Any) -> Any:
        with self.crm.log.datastore.get_connection() as db:
            return question(db, *about, **besides)


@pytest.fixture
def office(staffed: Crm) -> Office:
    return Office(staffed)
