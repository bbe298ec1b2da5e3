"""What the log promises to whoever appends and reads."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, Notification, ProgrammingError, StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase

from crm_es.store.database import Database
from crm_es.store.log import Log, append
from crm_es.store.records import Fact
from crm_es.store.tracking import LeaseLost, Tracking, lease, register


def note(log: Log, stream: UUID, *versions: int, tracking: Tracking | None = None) -> int:
    with log.datastore.get_connection() as db:
        facts = [Fact(stream, version, "Noted", "{}") for version in versions]
        return append(db, facts, trackings=[tracking] if tracking else [])


def test_a_position_taken_in_vain_leaves_no_gap(log: Log) -> None:
    stream = uuid4()
    assert note(log, stream, 1) == 0
    with pytest.raises(IntegrityError):
        note(log, stream, 2, 1)
    assert note(log, stream, 2) == 1


@pytest.mark.parametrize("change", ["UPDATE events SET topic = ''", "DELETE FROM events", "TRUNCATE events"])
def test_the_past_cannot_be_changed(log: Log, change: str) -> None:
    note(log, uuid4(), 1)
    with pytest.raises(ProgrammingError, match="append-only"), log.datastore.get_connection() as db:
        db.execute(change)


def test_a_log_from_before_remedies_takes_them(log: Log) -> None:
    with log.datastore.get_connection() as db:
        db.execute("ALTER TABLE commands DROP COLUMN remedies")
    Log(log.database)
    with log.datastore.get_connection() as db:
        assert db.execute("SELECT remedies FROM commands").fetchall() == []


def test_a_position_moves_on_with_its_events_or_not_at_all(log: Log) -> None:
    with log.datastore.get_connection() as db:
        register(db, "policy", 0)
        held = lease(db, "policy", "me")
    assert held is not None
    note(log, uuid4(), 1, tracking=held._replace(position=1))
    with pytest.raises(LeaseLost):
        note(log, uuid4(), 1, tracking=held._replace(position=1))
    assert (log.position("policy"), log.max_notification_id()) == (1, 1)


class Quoted(Log):
    """The library's contract writes bytes that are no JSON: quoted on the way in, unquoted on the way out."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        return super().insert_events([replace(e, state=json.dumps(e.state.decode()).encode()) for e in stored_events])

    def select_events(self, *args: Any, **kwargs: Any) -> list[StoredEvent]:
        return [replace(e, state=json.loads(e.state).encode()) for e in super().select_events(*args, **kwargs)]

    def select_notifications(self, *args: Any, **kwargs: Any) -> list[Notification]:
        return [replace(e, state=json.loads(e.state).encode()) for e in super().select_notifications(*args, **kwargs)]


class TestContract(ApplicationRecorderTestCase[Quoted]):
    """The library's own tests of a recorder."""

    @pytest.fixture(autouse=True)
    def _on(self, database: Database) -> None:
        self.database = database

    def create_recorder(self) -> Quoted:
        return Quoted(self.database)

    test_performance = None  # type: ignore[assignment]  # speed is the benchmarks' concern, beside a limit
    test_concurrent_throughput = None  # type: ignore[assignment]


class TestPositionsDoNotInterleave(NonInterleavingNotificationIDsBaseCase):
    """The library's own test of two writers."""

    insert_num = 1000

    @pytest.fixture(autouse=True)
    def _on(self, database: Database) -> None:
        self.database = database

    def create_recorder(self) -> Quoted:
        return Quoted(self.database)
