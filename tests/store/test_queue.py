"""The queue has its tables in the company's own schema, made once and kept up to date."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from eventsourcing.persistence import ProgrammingError
from procrastinate.schema import SchemaManager

from crm_es.files import NOWHERE
from crm_es.store import queue
from crm_es.store.backup import backup, restore
from crm_es.store.database import Database

NOTIFYING = """
SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'procrastinate_jobs'::regclass AND tgname LIKE '%job_inserted%'
"""
SCRIPTS = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def test_the_tables_are_made_once_however_many_come_at_once(database: Database) -> None:
    def create() -> None:
        with database.get_connection() as db:
            queue.create_tables(db)

    with ThreadPoolExecutor(4) as threads:
        for made in [threads.submit(create) for _ in range(8)]:
            made.result()
    with database.get_connection() as db:
        assert db.execute("SELECT * FROM versions").fetchall() == [{"part": "queue", "version": SCRIPTS[-1].name}]


def test_a_commit_that_queues_notifies_nobody(database: Database) -> None:
    """That would make commits wait for each other."""
    with database.get_connection() as db:
        queue.create_tables(db)
        (trigger,) = db.execute(NOTIFYING).fetchall()
        assert trigger["tgenabled"] == "D"


def test_what_is_queued_is_there_with_all_else_or_not_at_all(database: Database) -> None:
    with database.get_connection() as db:
        queue.create_tables(db)
        with db.transaction(force_rollback=True):
            queue.put(db, [queue.job("ring", {})])
        assert queue.waiting(db) == []
        with db.transaction():
            queue.put(db, [queue.job("ring", {"door": 1}), queue.job("ring", {"door": 2}, "street")])
        assert [(job.task, job.arguments) for job in queue.waiting(db)] == [
            ("ring", '{"door": 1}'),
            ("ring", '{"door": 2}'),
        ]


def test_what_the_database_refuses_is_told_as_everywhere_else(database: Database) -> None:
    with pytest.raises(ProgrammingError, match="procrastinate"), database.get_connection() as db:
        queue.put(db, [queue.job("ring", {})])


def test_tables_of_an_older_version_are_brought_up_to_date(database: Database) -> None:
    with database.get_connection() as db:
        for script in SCRIPTS[:-4]:
            db.execute(script.read_bytes())
        db.execute(queue.VERSIONS)
        db.execute(queue.NOTED, (SCRIPTS[-5].name,))
        queue.create_tables(db)
        assert db.execute("SELECT version FROM versions").fetchall() == [{"version": SCRIPTS[-1].name}]
        queue.put(db, [queue.job("ring", {})])
        assert len(queue.waiting(db)) == 1


def test_only_what_has_failed_is_tried_anew(database: Database) -> None:
    with database.get_connection() as db:
        queue.create_tables(db)
        queue.put(db, [queue.job("ring", {})])
        (job,) = queue.waiting(db)
        assert not queue.retry(db, job.job)
        db.execute("UPDATE procrastinate_jobs SET status = 'failed', attempts = 12")
        assert queue.retry(db, job.job)
        assert [(job.status, job.attempts) for job in queue.waiting(db)] == [("todo", 0)]


def test_what_is_queued_comes_back_from_a_backup(server_url: str, schema: str, tmp_path: Path) -> None:
    with psycopg.connect(server_url, autocommit=True, options=f"-c search_path={schema}") as db:
        queue.create_tables(db)
        queue.put(db, [queue.job("ring", {"door": 1})])
        backup(server_url, schema, tmp_path / "company.dump")
        db.execute("SET client_min_messages TO warning")
        db.execute(f"DROP SCHEMA {schema} CASCADE".encode())
        restore(server_url, schema, tmp_path / "company.dump", NOWHERE.bring_back)
        queue.create_tables(db)
        queue.put(db, [queue.job("ring", {"door": 2})])
        assert [job.arguments for job in queue.waiting(db)] == ['{"door": 1}', '{"door": 2}']
        taken = db.execute("SELECT (procrastinate_fetch_job_v2(NULL, NULL)).id").fetchone()
        assert taken == (queue.waiting(db)[0].job,)
        (trigger,) = db.execute(NOTIFYING).fetchall()
        assert trigger == ("D",)
