"""A company is brought back whole from its backup, or not touched."""

import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crm_es.files import NOWHERE
from crm_es.files.folder import Folder
from crm_es.messages import Refused
from crm_es.store.backup import backup, restore
from crm_es.store.programs import Unavailable
from crm_es.store.schema import SCHEMA

FACT = """
INSERT INTO events (originator_id, originator_version, notification_id,
                    topic, state, occurred_at, actor, playbook_version)
VALUES (gen_random_uuid(), 1, %s, 'DealOpened', '{"title": "Ёлки"}', now(), 'anna', 1)
"""


@pytest.fixture
def company(server_url: str, schema: str) -> Iterator[psycopg.Connection]:
    """The connection of a company with one fact."""
    with psycopg.connect(server_url, autocommit=True, options=f"-c search_path={schema}") as db:
        with db.transaction():
            db.execute(SCHEMA.encode())
            db.execute(FACT, [1])
        yield db


def facts(db: psycopg.Connection) -> list[tuple[int, str]]:
    return db.execute("SELECT notification_id, state->>'title' FROM events ORDER BY 1").fetchall()


def remove(db: psycopg.Connection, schema: str) -> None:
    db.execute("SET client_min_messages TO warning")
    db.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture
def file(tmp_path: Path, server_url: str, schema: str, company: psycopg.Connection) -> Path:
    file = tmp_path / "моя копия.dump"
    backup(server_url, schema, file)
    return file


def test_a_lost_company_comes_back(server_url: str, schema: str, company: psycopg.Connection, file: Path) -> None:
    remove(company, schema)
    assert restore(server_url, schema, file, NOWHERE.bring_back) is None
    assert facts(company) == [(1, "Ёлки")]
    company.execute(FACT, [2])
    assert len(facts(company)) == 2


def test_the_log_is_append_only_after_a_restore_too(
    server_url: str, schema: str, company: psycopg.Connection, file: Path
) -> None:
    remove(company, schema)
    restore(server_url, schema, file, NOWHERE.bring_back)
    for change in ("DELETE FROM events", "UPDATE events SET actor = 'boris'", "TRUNCATE events"):
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            company.execute(change)


def test_a_company_with_a_history_is_not_overwritten(
    server_url: str, schema: str, company: psycopg.Connection, file: Path
) -> None:
    company.execute(FACT, [2])
    with pytest.raises(Refused, match="has a history already"):
        restore(server_url, schema, file, NOWHERE.bring_back)
    assert len(facts(company)) == 2


def test_a_company_that_is_replaced_is_kept_under_another_name(
    server_url: str, schema: str, company: psycopg.Connection, file: Path
) -> None:
    company.execute(FACT, [2])
    kept = restore(server_url, schema, file, NOWHERE.bring_back, replace=True)
    assert kept
    assert len(facts(company)) == 1
    company.execute(f"SET search_path TO {kept}".encode())
    assert len(facts(company)) == 2
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        company.execute("DELETE FROM events")
    remove(company, kept)


def test_an_empty_company_need_not_be_replaced(
    server_url: str, schema: str, company: psycopg.Connection, file: Path
) -> None:
    remove(company, schema)
    company.execute(f"CREATE SCHEMA {schema}".encode())
    kept = restore(server_url, schema, file, NOWHERE.bring_back)
    assert facts(company) == [(1, "Ёлки")]
    assert kept
    remove(company, kept)


def test_a_file_of_another_company_changes_nothing(server_url: str, company: psycopg.Connection, file: Path) -> None:
    with pytest.raises(Refused, match="does not hold the company somebody_else"):
        restore(server_url, "somebody_else", file, NOWHERE.bring_back)


def test_a_damaged_file_changes_nothing(server_url: str, schema: str, company: psycopg.Connection, file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    company.execute(FACT, [2])
    with pytest.raises(Refused, match="damaged, and nothing has changed"):
        restore(server_url, schema, file, NOWHERE.bring_back, replace=True)
    assert len(facts(company)) == 2


def test_what_is_missing_is_named(server_url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no file"):
        restore(server_url, "main", tmp_path / "none.dump", NOWHERE.bring_back)
    with pytest.raises(Refused, match="no company nobody"):
        backup(server_url, "nobody", tmp_path / "none.dump")
    with pytest.raises(Refused, match="no folder"):
        backup(server_url, "public", tmp_path / "none" / "none.dump")
    assert not list(tmp_path.iterdir())


def test_a_backup_is_for_its_owner_only(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.stat().st_uid == os.geteuid()


def test_a_failed_backup_leaves_the_former_one(
    server_url: str, schema: str, company: psycopg.Connection, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = file.read_bytes()
    stranger = f"stranger_to_{schema}"
    company.execute(f"CREATE ROLE {stranger}".encode())
    monkeypatch.setenv("PGOPTIONS", f"-c role={stranger}")
    with pytest.raises(Unavailable, match="permission denied"):
        backup(server_url, schema, file)
    company.execute(f"DROP ROLE {stranger}".encode())
    assert file.read_bytes() == former
    assert [path.name for path in file.parent.iterdir()] == [file.name]


# ── Files ───────────────────────────────────────────────────────────────────


@pytest.fixture
def files(tmp_path: Path) -> Folder:
    """Where a company keeps two files."""
    files = Folder(tmp_path / "files")
    for text in (b"one", b"two"):
        files.put(text, "a.txt")
    return files


def test_files_are_in_the_backup_and_come_back(
    server_url: str, schema: str, company: psycopg.Connection, tmp_path: Path, files: Folder
) -> None:
    """S1-18: nothing is written over what is there."""
    file, elsewhere = tmp_path / "whole.dump", Folder(tmp_path / "elsewhere")
    one = elsewhere.put(b"one", "a.txt")
    before = elsewhere.path(one.sha256).stat()
    assert backup(server_url, schema, file, files.contents()) == 2
    remove(company, schema)
    restore(server_url, schema, file, elsewhere.bring_back)
    assert facts(company) == [(1, "Ёлки")]
    assert {path.read_bytes() for path in elsewhere.contents()} == {b"one", b"two"}
    assert elsewhere.path(one.sha256).stat().st_mtime_ns == before.st_mtime_ns


def test_a_backup_with_a_damaged_file_changes_nothing(
    server_url: str, schema: str, company: psycopg.Connection, tmp_path: Path, files: Folder
) -> None:
    file = tmp_path / "whole.dump"
    next(iter(files.contents())).write_bytes(b"another")
    backup(server_url, schema, file, files.contents())
    company.execute(FACT, [2])
    with pytest.raises(Refused, match="backup is damaged"):
        restore(server_url, schema, file, Folder(tmp_path / "elsewhere").bring_back, replace=True)
    assert len(facts(company)) == 2


def test_what_the_database_alone_wrote_comes_back_too(
    server_url: str, schema: str, company: psycopg.Connection, file: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.dump"
    with tarfile.open(file) as archive:
        archive.extract("company.dump", tmp_path, filter="data")
    (tmp_path / "company.dump").rename(bare)
    remove(company, schema)
    restore(server_url, schema, bare, NOWHERE.bring_back)
    assert facts(company) == [(1, "Ёлки")]


def test_a_backup_without_its_last_file_is_not_taken_for_whole(
    server_url: str, schema: str, company: psycopg.Connection, tmp_path: Path, files: Folder
) -> None:
    file = tmp_path / "whole.dump"
    backup(server_url, schema, file, files.contents())
    with tarfile.open(file) as archive:
        last = archive.getmembers()[-1].offset
    file.write_bytes(file.read_bytes()[:last])
    with pytest.raises(Refused, match="damaged, and nothing has changed: its end is missing"):
        restore(server_url, schema, file, files.bring_back, replace=True)
    assert len(facts(company)) == 1


def test_an_archive_of_something_else_is_no_backup(server_url: str, schema: str, tmp_path: Path) -> None:
    file = tmp_path / "other.tar"
    with tarfile.open(file, "w") as archive:
        archive.add(__file__, "company.txt")
    with pytest.raises(Refused, match="is no backup"):
        restore(server_url, schema, file, NOWHERE.bring_back)
