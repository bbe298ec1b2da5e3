"""One company into a file, and back from it, whole or not at all."""

import os
import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from crm_es.messages import Refused
from crm_es.store.bundle import pack, unpacked
from crm_es.store.database import name_on
from crm_es.store.programs import Unavailable, bin_path


def backup(url: str, schema: str, file: Path, files: Iterable[Path] = ()) -> int:
    """Writes everything the company has, as of one moment, while work goes on; answers how many of the files it holds.

    The files are listed after the database is written, so all that its facts speak of are among them.
    """
    with psycopg.connect(url) as db:
        if not exists(db, schema):
            raise Refused(f"There is no company {schema} to back up.", rule="no such company")
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}. Make it, or name another file.", rule="no such folder")
    dump, draft = (file.with_name(f"{file.name}.{part}") for part in ("database.part", "part"))
    try:
        for part in (dump, draft):
            part.touch(mode=0o600)
        run("pg_dump", url, "--format=custom", "--no-owner", "--no-acl", f"--schema={schema}", f"--file={dump}")
        count = pack(draft, dump, files)
        draft.replace(file)
    finally:
        dump.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return count


def restore(
    url: str,
    schema: str,
    file: Path,
    bring_back: Callable[[IO[bytes], str], None],
    *,
    replace: bool = False,
) -> str | None:
    """Brings the company back, and answers the name under which the former one is kept.

    Its files come first, each by its content and hash: none is ever missing where a fact speaks of it.
    The company's servers and workers must be stopped: they remember what they have read.
    """
    if not file.is_file():
        raise Refused(f"There is no file {file}. Name a file that `backup` wrote.", rule="no such file")
    with psycopg.connect(url) as db:
        there = exists(db, schema)
        if db.execute("SELECT FROM pg_stat_activity WHERE application_name = %s", [name_on(schema)]).rowcount:
            raise Refused(f"The company {schema} is at work. Stop its servers and workers first.", "company is at work")
        if there and has_events(db, schema) and not replace:
            raise Refused(
                f"The company {schema} has a history already. Restore under another database, or ask to replace it.",
                rule="company has a history",
            )
    kept = f"{schema}_until_{datetime.now(UTC):%Y%m%d_%H%M%S}" if there else None
    with unpacked(file) as (dump, files), TemporaryDirectory() as folder:
        if f" SCHEMA - {schema} " not in run("pg_restore", None, "--list", str(dump)):
            raise Refused(f"The file {file} does not hold the company {schema}.", rule="file of another company")
        script = Path(folder, "restore.sql")
        run("pg_restore", None, "--no-owner", "--no-acl", f"--file={script}", str(dump))
        for sha256, content in files:
            bring_back(content, sha256)
        aside = (f"--command=ALTER SCHEMA {schema} RENAME TO {kept}",) if kept else ()
        run("psql", url, "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", *aside, f"--file={script}")
    return kept


def exists(db: psycopg.Connection, schema: str) -> bool:
    return db.execute("SELECT FROM pg_namespace WHERE nspname = %s", [schema]).rowcount > 0


def has_events(db: psycopg.Connection, schema: str) -> bool:
    if db.execute("SELECT FROM pg_tables WHERE schemaname = %s AND tablename = 'events'", [schema]).rowcount == 0:
        return False
    return db.execute(SQL("SELECT FROM {}.events LIMIT 1").format(Identifier(schema))).rowcount > 0


def run(program: str, url: str | None, *arguments: str) -> str:
    """Runs a program of PostgreSQL, and answers what it prints."""
    # Other people can read a command line, so the password goes by environment.
    part = conninfo_to_dict(url or "")
    environment = os.environ | {"LC_ALL": "C", "PGCLIENTENCODING": "UTF8"}
    if password := part.pop("password", None):
        environment["PGPASSWORD"] = str(password)
    database = (f"--dbname={make_conninfo('', **part)}",) if url else ()
    done = subprocess.run(  # noqa: S603 - our own programs
        [bin_path() / program, *database, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unavailable(f"{program} stopped, and nothing has changed: {done.stderr.strip()}")
    return done.stdout
