"""Whoever follows a how-to word by word gets what it promises.

A block with a title is a file to write, or with signs before its lines a change of one; a block of `sh` is run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from billed import ready_to_bill
from examples import ANN, BOB, HEAD, ID, MONDAY
from psycopg.sql import SQL, Identifier
from shell import Copies

from crm_es.aggregates.notebook import AddEntry
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import notebook_of
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables
from crm_es.store.dead_letters import park
from crm_es.store.reading import news

REPOSITORY = Path(__file__).parents[2]
HOW_TOS = sorted((REPOSITORY / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r'^```(\w+)(?: title="([^"\n]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def parked(crm: Crm) -> None:
    """Two entries of Ann and one of Bob wait for the policy that blocks desks."""
    for n, person_id in enumerate((ANN, ANN, BOB)):
        entry = AddEntry(
            notebook_id=notebook_of(person_id),
            person_id=person_id,
            entry_id=UUID(int=n),
            kind="price decision",
            about="price_approval",
            subject_id=ID,
            text="Flour is granted",
        )
        crm.handle(entry, Context(by="policy", at=MONDAY, roles=frozenset({"policy"})))
    with crm.log.datastore.get_connection() as db:
        for recorded in news(db, 0, ["EntryAdded"], 10)[1]:
            park(db, "block_invoice_desk", recorded, "division by zero", "Traceback")


def both_signed_up(crm: Crm) -> None:
    """Ann and Helen, who is above her, may sign in."""
    signed_up(crm)
    with crm.log.datastore.get_connection() as db:
        create_account(db, HEAD, "helen", "correct horse")


def signed_up(crm: Crm) -> None:
    """Ann may sign in."""
    with crm.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, ANN, "ann", "correct horse")


def worked(crm: Crm) -> None:
    """Ann and Bob have hours that nobody was billed for."""
    ready_to_bill(crm, 50, 100)


BEFORE: dict[str, Callable[[Crm], None]] = {
    "bill-the-month": worked,
    "settle-a-dead-letter": parked,
    "clear-the-notebook": signed_up,
    "follow-the-work-of-your-people": signed_up,
    "record-time": both_signed_up,
    "see-where-time-goes": both_signed_up,
}


@pytest.fixture(autouse=True)
def tidy(server_url: str, schema: str) -> Iterator[None]:
    """What a restore set aside goes too."""
    yield
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute("SET client_min_messages TO warning")
        kept = db.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", (f"{schema}_until_",))
        for (name,) in kept.fetchall():
            db.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(name)))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The repository, to be changed at will."""
    for folder in ("src", "tests", "docs"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    for there, here in ((Path(sys.prefix), tools.parent), (Path(sys.executable).parent, tools)):
        for kept in there.iterdir():
            if kept.name != "bin":
                (here / kept.name).symlink_to(kept)
    return tmp_path


@pytest.fixture
def environment(copy: Path, server_url: str, schema: str) -> dict[str, str]:
    return os.environ | {
        "CRM_ES_DATABASE_URL": server_url,
        "CRM_ES_COMPANY": schema,
        "CRM_ES_PASSWORD": "correct horse battery",
        "PYTHONPATH": str(copy / "src"),
        "COLUMNS": "200",
    }


@pytest.mark.parametrize("how_to", HOW_TOS, ids=lambda file: file.stem)
def test_a_how_to_works_as_written(
    how_to: Path, copy: Path, copies: Copies, staffed: Crm, environment: dict[str, str]
) -> None:
    if prepare := BEFORE.get(how_to.stem):
        prepare(staffed)
    settle(staffed)
    staffed.log.datastore.close()
    steps = BLOCK.findall(how_to.read_text())
    assert steps
    written = [title for _, title, _ in steps if title.endswith(".py")]
    if not written:  # the program as it is need not be read for each command
        (program := copy / ".venv" / "bin" / "crm-es").unlink()
        copies.write_program(program)
    for kind, title, content in steps:
        if title:
            write(copy / title, kind, content)
        elif kind == "sh":
            run(content, copy, environment)
    for tool in ("check", "format --check") if written else ():
        run(f".venv/bin/ruff {tool} {' '.join(written)}", copy, environment)


def write(file: Path, kind: str, content: str) -> None:
    if kind != "diff":
        assert not file.exists(), f"{file} is there already"
        file.write_text(content)
        return
    for change in content.split("@@\n"):
        lines = change.splitlines(keepends=True)
        before, after = ("".join(line[1:] or line for line in lines if line[0] != sign) for sign in "+-")
        whole = file.read_text()
        assert whole.count(before) == 1, f"{file} does not say once:\n{before}"
        file.write_text(whole.replace(before, after))


def run(script: str, folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-euc", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"


def test_a_how_to_is_read_in_two_minutes() -> None:
    assert {file.name: n for file in HOW_TOS if (n := len(file.read_text().splitlines())) > 80} == {}
