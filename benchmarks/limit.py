"""The limit: pgbench does the whole work unit in one prepared statement per transaction, on the plainest table.

It picks an item with five past events, reads them, and appends one. The table has the primary key and the position,
and none of the log's further columns and indexes.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks.ground import PAST, TASKS, rescheduled
from crm_es.store.server import bin_path

TABLE = """
CREATE SCHEMA plain;
CREATE TABLE plain.events (
    stream uuid, version bigint, position bigint UNIQUE, topic text, state jsonb, PRIMARY KEY (stream, version)
);
CREATE SEQUENCE plain.positions CACHE 1;
INSERT INTO plain.events
SELECT lpad(to_hex(i), 32, '0')::uuid, v, nextval('plain.positions'), 'TaskRescheduled', %s::text::jsonb
FROM generate_series(1, %s) AS i, generate_series(1, %s) AS v
"""
UNIT = """\\set i random(1, {tasks})
WITH past AS MATERIALIZED (
    SELECT version, state FROM plain.events WHERE stream = lpad(to_hex(:i::int), 32, '0')::uuid ORDER BY version
), fact AS (
    INSERT INTO plain.events (stream, version, position, topic, state)
    SELECT lpad(to_hex(:i::int), 32, '0')::uuid, max(version) + 1, nextval('plain.positions'),
           'TaskRescheduled', '{state}'
    FROM past ON CONFLICT DO NOTHING RETURNING 1
) SELECT version, state, (SELECT count(*) FROM fact) FROM past;
"""


def prepare(url: str) -> None:
    state = rescheduled(1, 1).model_dump_json()
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as db:
        for statement in (TABLE % (f"'{state}'", TASKS, PAST)).split(";"):
            db.execute(statement.encode())
        db.execute("VACUUM ANALYZE plain.events")


def measure(url: str, clients: int, seconds: int) -> float:
    """Commands a second."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "unit.sql"
        script.write_text(UNIT.format(tasks=TASKS, state=spaced(rescheduled(1, 1).model_dump_json())))
        command = ["-n", "-M", "prepared", "-c", clients, "-j", min(clients, 2), "-T", seconds, "-f", script, url]
        run = [str(bin_path() / "pgbench"), *map(str, command)]
        ran = subprocess.run(run, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(ran.stderr)
    printed = ran.stdout
    found = re.search(r"tps = ([\d.]+)", printed)
    if found is None:
        raise RuntimeError(f"pgbench said no rate: {printed}")
    return float(found[1])


def spaced(state: str) -> str:
    """The JSON with a space behind each colon: pgbench takes a colon and a word for a variable."""
    return state.replace('":', '": ')
