"""Every question to the log finds its rows by an index, however long the log is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection

from crm_es.store.log import Log
from crm_es.store.reading import BY_POSITION, BY_STREAM, ENVELOPE, page

FILL = """
INSERT INTO events (notification_id, originator_id, originator_version, topic, state, occurred_at, recorded_at, actor,
                    on_behalf_of, command_id, correlation_id, causation_id, playbook_version)
SELECT n, md5((n / 10)::text)::uuid, n % 10 + 1,
       CASE WHEN n % 3000 = 0 THEN 'Rare' ELSE 'Topic' || n % 50 END, '{}', moment, moment, 'actor ' || n % 200,
       CASE WHEN n % 20 = 0 THEN md5((n % 200)::text)::uuid END, md5('command' || n)::uuid,
       md5('chain' || n / 3)::uuid, n - 1, 1
FROM generate_series(1, 30000) AS n, LATERAL (SELECT timestamptz '2026-01-01' + n * interval '1 min' AS moment) AS m;

INSERT INTO commands (command_id, topic, stream, state, asked_at, actor, roles, correlation_id, playbook_version,
                      position, version, refusal, rule)
SELECT md5('command' || n)::uuid, 'Topic' || n % 50, md5((n / 10)::text)::uuid, '{}',
       timestamptz '2026-01-01' + n * interval '1 min', 'actor ' || n % 200, '', md5('chain' || n / 3)::uuid, 1, n, 1,
       CASE WHEN n % 10 = 0 THEN 'No.' END, CASE WHEN n % 10 = 0 THEN 'rule ' || n % 400 END
FROM generate_series(1, 30000) AS n;
ANALYZE events, commands
"""
ONE = UUID("c4ca4238a0b923820dcc509a6f75849b")
"""What md5 makes of 1."""

QUESTIONS: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "streams": (BY_STREAM, ([ONE], [0]), "events_pkey"),
    "what is new": (
        BY_POSITION.format(columns=ENVELOPE),
        (29_000, 30_000, ["Topic1", "Topic2"], "import", 500),
        "events_by_",
    ),
    "position": ("SELECT * FROM events WHERE notification_id = %s", (77,), "events_by_position"),
    "topic": (
        "SELECT * FROM events WHERE topic = %s ORDER BY notification_id DESC LIMIT 50",
        ("Rare",),
        "events_by_topic",
    ),
    "actor": (
        "SELECT * FROM events WHERE actor = %s ORDER BY notification_id DESC LIMIT 50",
        ("actor 7",),
        "events_by_actor",
    ),
    "person": ("SELECT * FROM events WHERE on_behalf_of = %s", (ONE,), "events_by_person"),
    "chain": ("SELECT * FROM events WHERE correlation_id = %s", (ONE,), "events_by_correlation"),
    "days": (
        "SELECT * FROM events WHERE occurred_at BETWEEN %s AND %s",
        ("2026-01-03 10:00", "2026-01-03 11:00"),
        "events_by_occurrence",
    ),
    "days of recording": (
        "SELECT * FROM events WHERE recorded_at BETWEEN %s AND %s",
        ("2026-01-03 10:00", "2026-01-03 11:00"),
        "events_by_recording",
    ),
    "command": ("SELECT * FROM commands WHERE command_id = ANY(%s)", ([ONE],), "commands_pkey"),
    "refusals of a rule": (
        "SELECT * FROM commands WHERE rule = %s AND refusal IS NOT NULL",
        ("rule 10",),
        "refusals_by_rule",
    ),
    "refusals lately": (
        "SELECT * FROM commands WHERE asked_at > %s AND refusal IS NOT NULL",
        ("2026-01-21",),
        "refusals_by_time",
    ),
    "refusals of a stream": (
        "SELECT * FROM commands WHERE stream = %s AND refusal IS NOT NULL",
        (ONE,),
        "refusals_by_stream",
    ),
    "refusals of an actor": (
        "SELECT * FROM commands WHERE actor = %s AND refusal IS NOT NULL ORDER BY asked_at DESC LIMIT 20",
        ("actor 10",),
        "refusals_by_actor",
    ),
    "refusals of a chain": (
        "SELECT * FROM commands WHERE correlation_id = %s AND refusal IS NOT NULL",
        (ONE,),
        "refusals_by_correlation",
    ),
}


@pytest.fixture
def db(log: Log) -> Iterator[Connection[Any]]:
    with log.datastore.get_connection() as db:
        for statement in FILL.split(";"):
            db.execute(statement.encode())
        yield db


def parts(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from parts(part)


def test_every_question_uses_its_index(db: Connection[Any]) -> None:
    wrong = []
    for name, (question, values, index) in QUESTIONS.items():
        (row,) = db.execute(f"EXPLAIN (FORMAT JSON) {question}", values).fetchall()
        answer = row["QUERY PLAN"]
        plan = json.loads(answer) if isinstance(answer, str | bytes) else answer
        nodes = list(parts(plan[0]["Plan"]))
        scans = {node["Node Type"] for node in nodes} & {"Seq Scan"}
        if scans or not any(node.get("Index Name", "").startswith(index) for node in nodes):
            wrong.append((name, [(node["Node Type"], node.get("Index Name")) for node in nodes]))
    assert wrong == []


def test_reading_on_is_planned_anew_for_where_it_reads(db: Connection[Any]) -> None:
    """A plan made once for any range believes that it holds two hundred rows, and sorts all that is left of the log."""
    for after in range(0, 12_000, 1_000):
        assert page(db, (after, 30_000, ["Topic1", "Topic2"], "import", 5), ENVELOPE)
    prepared = [row["statement"] for row in db.execute("SELECT statement FROM pg_prepared_statements").fetchall()]
    assert [statement for statement in prepared if "ORDER BY notification_id" in statement] == []
