"""The queue of what is to be done outside: the tables of procrastinate, in the schema of the company.

Its trigger, which notifies other processes within each transaction, is disabled: that would make commits wait for each
other. Workers look by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from procrastinate import SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DEFAULT_QUEUE, Job
from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager
from psycopg import Connection
from psycopg.rows import class_row, scalar_row

VERSIONS: Final = """
SELECT pg_advisory_xact_lock(hashtext('crm_es.queue'));
CREATE TABLE IF NOT EXISTS versions (part text PRIMARY KEY, version text NOT NULL);
"""
NOTED: Final = """
INSERT INTO versions VALUES ('queue', %s) ON CONFLICT (part) DO UPDATE SET version = excluded.version
"""
QUIET: Final = "ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1"
MANAGER: Final = JobManager(SyncPsycopgConnector())
"""It is always given the connection to use."""


class Waiting(NamedTuple):
    """A job that waits or has failed."""

    job: int
    task: str
    status: str
    attempts: int
    scheduled_at: Any
    arguments: Any


def create_tables(db: Connection[Any]) -> None:
    """Make the tables where they are missing, and bring those of an older version up to date."""
    scripts = {file.name: file for file in Path(SchemaManager.get_migrations_path()).glob("*.sql")}
    newest = max(scripts)
    while (version := _version(db)) is None or version < newest:
        with db.transaction():
            db.execute(VERSIONS)
            if _version(db) == version:
                following = min(name for name in scripts if name > version) if version else newest
                script = scripts[following].read_text(encoding="utf-8") if version else SchemaManager.get_schema()
                db.execute(script.encode())
                db.execute(QUIET)
                db.execute(NOTED, (following,))


def _version(db: Connection[Any]) -> str | None:
    """The last script that the tables have seen; None where there are none."""
    with db.cursor(row_factory=scalar_row) as rows:
        if rows.execute("SELECT to_regclass('versions')").fetchone() is None:
            return None
        found: str | None = rows.execute("SELECT version FROM versions WHERE part = 'queue'").fetchone()
    return found


def job(task: str, arguments: dict[str, Any], lock: str | None = None) -> Job:
    """What is to be done. Of those with one lock, one is done at a time, in their order."""
    return Job(queue=DEFAULT_QUEUE, task_name=task, task_kwargs=arguments, lock=lock, queueing_lock=None)


def put(db: Connection[Any], jobs: Sequence[Job]) -> None:
    """Queue them with whatever else the caller's transaction does."""
    try:
        if jobs:
            MANAGER.batch_defer_jobs(list(jobs), connection=db)
    except ConnectorException as error:
        raise error.__cause__ or error from None  # what the database said, as everywhere else


def retry(db: Connection[Any], job: int) -> bool:
    """Queue a failed job anew, as if it had never been tried. Returns whether there is such a one."""
    again = "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0 WHERE id = %s AND status = 'failed'"
    return db.execute(again, (job,)).rowcount > 0


def waiting(db: Connection[Any]) -> list[Waiting]:
    """What waits or has failed, oldest first."""
    question = """
        SELECT id AS job, task_name AS task, status::text, attempts, scheduled_at, args::text AS arguments
        FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') ORDER BY id
    """
    with db.cursor(row_factory=class_row(Waiting)) as rows:
        return rows.execute(question).fetchall()
