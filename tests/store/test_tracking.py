"""A reader has one owner at a time, and its position only grows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from psycopg import Connection

from crm_es.store.log import Log
from crm_es.store.tracking import LEASE, LeaseLost, Tracking, hold, lease, places, reach, register, release, seen

OVER = timedelta(seconds=-1)


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    with log.datastore.get_connection() as db:
        register(db, "agenda", 5)
        yield db


def test_a_reader_starts_where_it_was_registered_and_keeps_its_place(db: Connection[Any]) -> None:
    register(db, "agenda", 99)
    assert (seen(db, "agenda"), seen(db, "nobody")) == (5, 0)


def test_who_holds_the_lease_may_take_it_again(db: Connection[Any]) -> None:
    assert lease(db, "agenda", "we") == lease(db, "agenda", "we") == Tracking("agenda", 5, 1)
    assert lease(db, "agenda", "they") is None


def test_a_lease_is_renewed_before_it_runs_out(db: Connection[Any]) -> None:
    """But not every time: that would be a write for each look."""

    def until() -> Any:
        return db.execute("SELECT until FROM tracking").fetchone()

    lease(db, "agenda", "we")
    first = until()
    lease(db, "agenda", "we")
    assert until() == first
    db.execute("UPDATE tracking SET until = clock_timestamp() + %s", (LEASE / 3,))
    soon = until()
    lease(db, "agenda", "we")
    assert until() != soon


def test_a_lease_that_ran_out_changes_hands(db: Connection[Any]) -> None:
    lease(db, "agenda", "we", OVER)
    assert lease(db, "agenda", "they") == Tracking("agenda", 5, 2)
    assert lease(db, "agenda", "we") is None


def test_a_lease_is_given_back(db: Connection[Any]) -> None:
    register(db, "workload", 0)
    for name in ("agenda", "workload"):
        lease(db, name, "we")
    release(db, "they")
    assert [place.held for place in places(db)] == [True, True]
    release(db, "we")
    assert [(place.name, place.position, place.held) for place in places(db)] == [
        ("agenda", 5, False),
        ("workload", 0, False),
    ]
    assert lease(db, "agenda", "they") == Tracking("agenda", 5, 2)


def test_nobody_leases_a_reader_that_is_not_there(db: Connection[Any]) -> None:
    assert lease(db, "nobody", "we") is None
    with pytest.raises(LookupError, match="enrolled nobody"):
        hold(db, "nobody")


def test_a_position_only_grows(db: Connection[Any]) -> None:
    held = lease(db, "agenda", "we")
    assert held is not None
    reach(db, held._replace(position=7))
    for position in (6, 7):
        with pytest.raises(LeaseLost, match=f"past {position} already"):
            reach(db, held._replace(position=position))
    assert seen(db, "agenda") == 7


def test_a_position_moves_only_from_where_it_was_read(db: Connection[Any]) -> None:
    """Two who pass for one owner do not both fold the same events."""
    held = lease(db, "agenda", "we")
    assert held is not None
    reach(db, held._replace(position=7), since=5)
    with pytest.raises(LeaseLost, match="agenda"):
        reach(db, held._replace(position=9), since=5)
    assert seen(db, "agenda") == 7


def test_whoever_was_overtaken_moves_nothing(db: Connection[Any]) -> None:
    held = lease(db, "agenda", "we", OVER)
    assert held is not None
    lease(db, "agenda", "they")
    with pytest.raises(LeaseLost, match="somebody else runs it now"):
        reach(db, held._replace(position=7))
    assert seen(db, "agenda") == 5


def test_who_holds_a_place_has_it_alone(log: Log, db: Connection[Any]) -> None:
    """A lease waits until the transaction ends."""
    with log.datastore.get_connection() as other:
        other.execute("SET lock_timeout = '50ms'")
        with db.transaction():
            assert hold(db, "agenda") == Tracking("agenda", 5, 0)
            with pytest.raises(Exception, match="lock timeout"):
                lease(other, "agenda", "they")
        assert lease(other, "agenda", "they") is not None
        other.execute("RESET lock_timeout")
