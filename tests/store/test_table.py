"""What a row holds, its table holds: written live or replaced as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, ID, MONDAY, OTHER_ID
from psycopg import Connection

from crm_es.row import Row
from crm_es.store.log import Log
from crm_es.store.table import Rows, Table

DAY = MONDAY.date()


@dataclass(frozen=True)
class Everything(Row, table="everything", key="thing_id", indexes=("name, thing_id",)):
    """A column of every kind, with a value and without."""

    thing_id: UUID
    name: str
    count: int = 0
    done: bool = False
    amount: Decimal = Decimal(0)
    day: date = DAY
    at: datetime = MONDAY
    people: tuple[UUID, ...] = ()
    words: tuple[str, ...] = ()
    times: tuple[datetime, ...] = ()
    no_id: UUID | None = None
    no_name: str | None = None
    no_count: int | None = None
    no_flag: bool | None = None
    no_amount: Decimal | None = None
    no_day: date | None = None
    no_people: tuple[UUID, ...] | None = None
    no_words: tuple[str, ...] | None = None


FULL = Everything(
    thing_id=ID,
    name='O\'Neill; "quoted" \\ back\nline, Ёлка',
    count=2**40,
    done=True,
    amount=Decimal("-12345678901234567.0900"),
    people=(ANN, BOB),
    words=("", "a,b", 'say "no"', "back\\slash", "{brace}", " blank ", "NULL", "line\nbreak", "Ёлка"),
    times=(MONDAY, MONDAY.replace(microsecond=123456)),
    no_id=ANN,
    no_name="",
    no_count=0,
    no_flag=False,
    no_amount=Decimal("0.10"),
    no_day=date(1999, 12, 31),
    no_people=(),
    no_words=(),
)
EMPTY = Everything(thing_id=OTHER_ID, name="")
ROWS: Rows = {ID: FULL, OTHER_ID: EMPTY}
TABLE = Table(Everything)


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    with log.datastore.get_connection() as db:
        TABLE.create(db)
        yield db


@pytest.mark.parametrize("write", [TABLE.save, TABLE.replace], ids=["saved", "replaced"])
def test_every_kind_of_column_comes_back_as_it_was(
    db: Connection[Any], write: Callable[[Connection[Any], Rows], None]
) -> None:
    write(db, ROWS)
    assert TABLE.load(db, [ID, OTHER_ID]) == TABLE.load_all(db) == ROWS
    (amount,) = (str(row.amount) for row in TABLE.load(db, [ID]).values() if isinstance(row, Everything))
    assert amount == "-12345678901234567.0900", "with its zeros"


def test_saved_and_replaced_are_the_same_to_the_letter(db: Connection[Any]) -> None:
    question = "SELECT everything::text AS row FROM everything ORDER BY 1"
    TABLE.save(db, ROWS)
    saved = db.execute(question).fetchall()
    TABLE.replace(db, ROWS)
    assert db.execute(question).fetchall() == saved


def test_a_row_is_written_over(db: Connection[Any]) -> None:
    TABLE.save(db, ROWS)
    changed = replace(FULL, name="Another", no_words=None, no_id=None)
    TABLE.save(db, {ID: changed})
    assert TABLE.load_all(db) == {**ROWS, ID: changed}


def test_a_row_that_is_none_is_removed(db: Connection[Any]) -> None:
    TABLE.save(db, ROWS)
    TABLE.save(db, {ID: None, ANN: None})
    assert TABLE.load_all(db) == {OTHER_ID: EMPTY}
    TABLE.replace(db, {ID: FULL, OTHER_ID: None})
    assert TABLE.load_all(db) == {ID: FULL}


def test_nothing_is_saved_loaded_and_replaced_too(db: Connection[Any]) -> None:
    TABLE.save(db, {})
    assert TABLE.load(db, []) == TABLE.load_all(db) == {}
    TABLE.replace(db, {})
    assert TABLE.load_all(db) == {}


def test_a_replaced_table_can_be_written_and_replaced_again(db: Connection[Any]) -> None:
    for _ in range(2):
        TABLE.replace(db, {ID: FULL})
        TABLE.save(db, {ID: replace(FULL, name="Another"), OTHER_ID: EMPTY})
        assert len(TABLE.load_all(db)) == 2


def test_a_replacement_that_fails_leaves_the_table(db: Connection[Any]) -> None:
    TABLE.save(db, ROWS)
    twice: Rows = {ID: FULL, OTHER_ID: FULL}
    with pytest.raises(Exception, match="could not create unique index"), db.transaction():
        TABLE.replace(db, twice)
    assert TABLE.load_all(db) == ROWS


def test_the_shape_tells_the_columns_in_their_order() -> None:
    assert TABLE.shape.startswith("thing_id uuid, name text, count int8, done bool, amount numeric, day date, at ")
    assert TABLE.shape.endswith("no_people uuid[], no_words text[]")
