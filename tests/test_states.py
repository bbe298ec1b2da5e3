"""States kept in memory are never older than the log says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from examples import ANN, MONDAY, STRANGER, administration
from psycopg import Connection

from crm_es.aggregates import DECIDER_OF_EVENT
from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.aggregates.task import AssignTask, RescheduleTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.lookup import FRESH, Lookup
from crm_es.states import EMPTY, States


@pytest.fixture
def db(staffed: Crm) -> Iterator[Connection[Any]]:
    with staffed.log.datastore.get_connection() as db:
        yield db


def assign(crm: Crm, task_id: UUID) -> None:
    command = AssignTask(task_id=task_id, what="Call", responsible_id=ANN, due=MONDAY + timedelta(1))
    crm.handle(command, Context(by=ANN, at=MONDAY))


def move(crm: Crm, task_id: UUID, days: int) -> None:
    crm.handle(RescheduleTask(task_id=task_id, due=MONDAY + timedelta(days), reason="Away"), Context(by=ANN, at=MONDAY))


def test_what_is_loaded_is_what_stands_in_the_log(staffed: Crm, db: Connection[Any]) -> None:
    states, task_id, nothing = States(DECIDER_OF_EVENT), uuid4(), uuid4()
    assign(staffed, task_id)
    for days in (2, 3):
        move(staffed, task_id, days)
        found = states.load(db, [task_id, nothing])
        assert (found[task_id].version, found[task_id].state.due) == (days, MONDAY + timedelta(days))
        assert found[task_id].position == staffed.log.head()
        assert found[nothing] == EMPTY


def test_the_reference_is_loaded_with_them(staffed: Crm, db: Connection[Any]) -> None:
    states = States(DECIDER_OF_EVENT)
    states.load(db, [])
    completed = states.reference.completed(Context(by=ANN, at=MONDAY))
    assert completed.playbook_version == 1
    assert "manager" in completed.roles


def test_no_more_is_kept_than_allowed(staffed: Crm, db: Connection[Any]) -> None:
    states, tasks = States(DECIDER_OF_EVENT, limit=2), [uuid4() for _ in range(5)]
    for task_id in tasks:
        assign(staffed, task_id)
    assert {stream.version for stream in states.load(db, tasks).values()} == {1}
    assert len(states._streams) == 2


def test_readers_hear_of_new_people_in_a_moment(staffed: Crm, db: Connection[Any]) -> None:
    lookup = Lookup()
    before = lookup.current(staffed.log.database)
    assert lookup.current(staffed.log.database) is before, f"for {FRESH} seconds"
    lookup._looked_at = 0.0
    assert lookup.current(staffed.log.database).completed(Context(by=ANN, at=MONDAY)).directory.person(ANN)


def test_what_was_recorded_here_is_known_at_once(staffed: Crm) -> None:
    assert STRANGER not in staffed.reference.people
    hired = HireStaffMember(staff_member_id=STRANGER, name="Sam", roles=frozenset({"manager"}))
    staffed.handle(hired, administration())
    assert staffed.reference.people[STRANGER].name == "Sam"
