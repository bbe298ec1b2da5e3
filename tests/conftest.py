"""A real PostgreSQL for all tests that ask for one; a company of its own for each."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
import pytest
from companies import Companies
from examples import administration, founding
from passwords import make_quick
from psycopg.sql import SQL, Identifier
from shell import Copies

from crm_es.application import Crm
from crm_es.files.folder import Folder
from crm_es.store.database import Database
from crm_es.store.log import Log
from crm_es.store.server import Server

make_quick()
gc.set_threshold(100_000, 50, 50)  # an application is many objects: looking for circles among them is a quarter of it


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The database of `CRM_ES_TEST_DATABASE_URL`, or a server that lives as long as the session."""
    if foreign := os.environ.get("CRM_ES_TEST_DATABASE_URL"):
        yield foreign
        return
    home = Path(mkdtemp(prefix="crm-es-tests-"))
    server = Server(home, fsync="off", shared_buffers="64MB", max_connections="200")
    yield server.start()
    server.stop()
    shutil.rmtree(server.folder)
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def companies(server_url: str) -> Iterator[Companies]:
    companies = Companies(server_url)
    yield companies
    companies.close()


@pytest.fixture(scope="session")
def copies() -> Iterator[Copies]:
    """The program, read once for all its commands."""
    copies = Copies()
    yield copies
    copies.close()


@pytest.fixture
def schema(server_url: str, companies: Companies, request: pytest.FixtureRequest) -> Iterator[str]:
    """The empty schema of a new company; with all tables, where the test asks for `crm`."""
    if "crm" in request.fixturenames:
        yield (taken := companies.take())
        companies.give_back(taken)
        return
    name = f"company_{uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
    yield name
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute("SET client_min_messages TO warning")
        db.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(name)))


@pytest.fixture
def database(server_url: str, schema: str) -> Iterator[Database]:
    database = Database(server_url, schema)
    yield database
    database.close()


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database)


@pytest.fixture
def crm(log: Log, tmp_path: Path) -> Iterator[Crm]:
    """An empty company, ready for commands; its files lie in a folder of the test."""
    crm = Crm(log, Folder(tmp_path / "files"))
    yield crm
    crm.close()


@pytest.fixture
def staffed(crm: Crm) -> Crm:
    """The company of the examples: its people work there, its playbook is in force."""
    for answer in [crm.submit(command, administration()) for command in founding()]:
        answer.result()
    return crm
