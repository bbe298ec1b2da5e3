"""What is promised of every projection: live or rebuilt, its table is what the log leads to."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import PersistenceError
from examples import ANN, MONDAY
from lively import live, topics
from psycopg import Connection

from crm_es import projections
from crm_es.aggregates.client import MeetClient
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.projections import client_registry
from crm_es.runners import modules_of
from crm_es.runners.projections import Projector, fold
from crm_es.runners.worker import enrol, settle
from crm_es.store.reading import news
from crm_es.store.table import Rows, Table
from crm_es.store.tracking import LeaseLost, reach


def content(crm: Crm, projector: Projector) -> list[str]:
    """Every row to the letter."""
    with crm.log.datastore.get_connection() as db:
        names = projector.table.names
        rows = db.execute(f"SELECT ({names})::text AS row FROM {projector.table.name} ORDER BY 1").fetchall()
    return [row["row"] for row in rows]


def run(projector: Projector, limit: int) -> None:
    while projector.step(limit):
        pass


def start_over(crm: Crm, projector: Projector) -> None:
    with crm.log.datastore.get_connection() as db:
        db.execute(f"TRUNCATE {projector.table.name}")
        db.execute("UPDATE tracking SET position = 0, until = NULL WHERE name = %s", (projector.name,))


def meet(crm: Crm, count: int) -> None:
    meetings = [MeetClient(client_id=uuid4(), name=f"Client {n}", owner_id=ANN) for n in range(count)]
    for answer in [crm.submit(command, Context(by=ANN, at=MONDAY)) for command in meetings]:
        answer.result()


@pytest.fixture
def clients(staffed: Crm) -> Projector:
    """The registry of twelve clients, at the head of the log."""
    meet(staffed, 12)
    projector = Projector(staffed.log, "client_registry", client_registry)
    run(projector, 5)
    return projector


@pytest.mark.parametrize("seed", [1, 2])
def test_live_is_rebuilt_is_folded_whatever_the_batches(staffed: Crm, seed: int) -> None:
    live(staffed, seed, 800)
    assert len(topics(staffed)) > 20, "much happened"
    with staffed.log.datastore.get_connection() as db:
        head = staffed.log.head()
        _, history = news(db, 0, list(topics(staffed)), head, stop=head)
    for name, module in modules_of(projections):
        settled = content(staffed, Projector(staffed.log, name, module))
        for limit in (1, 7, 500):
            projector = Projector(staffed.log, name, module, f"by {limit}")
            start_over(staffed, projector)
            run(projector, limit)
            assert content(staffed, projector) == settled, name
        assert projector.rebuild() == len(settled) == len(fold(module, history))
        assert content(staffed, projector) == settled, name
        assert projector.verify() == []


class Faulty(Table):
    """A table that meets its fate in the middle of being replaced."""

    def __init__(self, table: Table, fate: Callable[[Connection[Any]], object], *, swapped: bool) -> None:
        super().__init__(table.row)
        self.fate, self.swapped = fate, swapped

    def replace(self, db: Connection[Any], rows: Rows) -> None:
        if self.swapped:
            super().replace(db, rows)
        self.fate(db)


def dies(_: Connection[Any]) -> None:
    raise KeyboardInterrupt


def loses_its_connection(db: Connection[Any]) -> None:
    db.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.parametrize("fate", [dies, loses_its_connection])
@pytest.mark.parametrize("swapped", [False, True], ids=["before the swap", "after the swap"])
def test_a_rebuild_killed_while_swapping_leaves_the_old_table(
    staffed: Crm, clients: Projector, fate: Callable[[Connection[Any]], None], swapped: bool
) -> None:
    before, position = content(staffed, clients), staffed.log.position(clients.name)
    meet(staffed, 3)
    whole, clients.table = clients.table, Faulty(clients.table, fate, swapped=swapped)
    with pytest.raises((KeyboardInterrupt, PersistenceError)):
        clients.rebuild()
    assert (content(staffed, clients), staffed.log.position(clients.name)) == (before, position)
    clients.table = whole
    assert clients.rebuild() == 15
    assert len(content(staffed, clients)) == 15
    assert staffed.log.position(clients.name) == staffed.log.head()


def test_a_rebuild_killed_while_folding_leaves_the_old_table(staffed: Crm, clients: Projector) -> None:
    before = content(staffed, clients)

    def killed(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clients.rebuild(killed)
    assert content(staffed, clients) == before
    assert clients.rebuild() == 12


def test_a_rebuild_tells_how_far_it_has_come(staffed: Crm, clients: Projector) -> None:
    told: list[tuple[int, int]] = []
    clients.rebuild(lambda done, total: told.append((done, total)))
    assert told == [(staffed.log.head(), staffed.log.head())]


def test_readers_never_see_an_empty_table(staffed: Crm, clients: Projector) -> None:
    seen: set[int] = set()
    looked, done = Event(), Event()

    def look() -> None:
        with staffed.log.datastore.get_connection() as db:
            while not done.is_set():
                rows = db.execute("SELECT count(*) AS n FROM client_registry", prepare=True).fetchall()
                seen.add(rows[0]["n"])
                looked.set()

    reader = Thread(target=look)
    reader.start()
    looked.wait(5)
    for _ in range(10):
        clients.rebuild()
    done.set()
    reader.join()
    assert seen == {12}


def test_a_rebuild_disturbs_nobody_who_runs_it(staffed: Crm, clients: Projector) -> None:
    """Another process holds the lease all the time."""
    worker = Projector(staffed.log, clients.name, client_registry, "worker")
    with staffed.log.datastore.get_connection() as db:
        db.execute("UPDATE tracking SET until = NULL")
    meet(staffed, 1)
    assert worker.step()
    assert clients.rebuild() == 13
    meet(staffed, 1)
    assert worker.step()
    assert len(content(staffed, clients)) == 14
    assert clients.verify() == []


def test_who_was_about_to_write_when_it_was_rebuilt_begins_again(staffed: Crm, clients: Projector) -> None:
    """Otherwise what the rebuild has counted already would be counted twice."""
    meet(staffed, 1)
    with staffed.log.datastore.get_connection() as db:
        held = clients.turn.take(db)
        assert held is not None
        Projector(staffed.log, clients.name, client_registry).rebuild()
        meet(staffed, 1)
        with pytest.raises(LeaseLost):
            reach(db, held._replace(position=staffed.log.head()))
    assert clients.step()
    assert clients.verify() == []
    assert len(content(staffed, clients)) == 14


def test_a_rebuilt_table_is_as_good_as_the_old_one(staffed: Crm, clients: Projector) -> None:
    """Its key, its indexes, and what the planner knows of it; also the second time."""

    def indexes() -> list[str]:
        with staffed.log.datastore.get_connection() as db:
            rows = db.execute(
                "SELECT regexp_replace(indexdef, 'INDEX .* USING', 'USING') AS kind FROM pg_indexes"
                " WHERE tablename = 'client_registry' AND schemaname = current_schema() ORDER BY 1"
            ).fetchall()
        return [row["kind"] for row in rows]

    before = indexes()
    for _ in range(2):
        clients.rebuild()
        assert indexes() == before
    with staffed.log.datastore.get_connection() as db:
        known = db.execute("SELECT reltuples FROM pg_class WHERE oid = 'client_registry'::regclass").fetchone()
    assert known == {"reltuples": 12}


def test_verify_finds_what_is_false_missing_or_too_much(staffed: Crm, clients: Projector) -> None:
    assert clients.verify() == []
    with staffed.log.datastore.get_connection() as db:
        keys = [row["client_id"] for row in db.execute("SELECT client_id FROM client_registry ORDER BY 1")]
        strange = uuid4()
        db.execute("UPDATE client_registry SET name = 'Forged' WHERE client_id = %s", (keys[0],))
        db.execute("UPDATE client_registry SET client_id = %s WHERE client_id = %s", (strange, keys[1]))
    found = {difference.key: difference for difference in clients.verify()}
    assert found.keys() == {keys[0], keys[1], strange}
    assert getattr(found[keys[0]].found, "name", None) == "Forged"
    assert found[keys[1]].found is None
    assert found[strange].rebuilt is None
    clients.rebuild()
    assert clients.verify() == []


def test_verify_is_silent_about_what_a_lagging_projection_has_not_read_yet(staffed: Crm, clients: Projector) -> None:
    meet(staffed, 1)
    assert clients.verify() == []


def test_other_columns_are_filled_when_the_company_is_opened(staffed: Crm, clients: Projector) -> None:
    before = content(staffed, clients)
    with staffed.log.datastore.get_connection() as db:
        db.execute("ALTER TABLE client_registry DROP COLUMN sector")
        db.execute("UPDATE tracking SET shape = 'another' WHERE name = 'client_registry'")
    enrol(staffed.log)
    assert content(staffed, clients) == before
    settle(staffed)
    assert clients.verify() == []


def test_only_one_owner_runs_a_projection(staffed: Crm, clients: Projector) -> None:
    meet(staffed, 1)
    other = Projector(staffed.log, clients.name, client_registry, "other")
    assert not other.step()
    assert clients.step()


def test_two_that_pass_for_one_owner_fold_nothing_twice(
    staffed: Crm, clients: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one has read and not yet written, another of the same name comes to an earlier place."""
    meet(staffed, 3)
    twin = Projector(staffed.log, "client_registry", client_registry)

    def slow(*values: Any, **more: Any) -> Any:
        monkeypatch.undo()
        found = news(*values, **more)
        twin.step(1)
        return found

    monkeypatch.setattr("crm_es.runners.projections.news", slow)
    with pytest.raises(LeaseLost):
        clients.step()
    run(clients, 5)
    assert len(content(staffed, clients)) == 15
