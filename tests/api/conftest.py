"""A client of the API, and people who are signed in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from crm_es.api.app import create_app, prepare
from crm_es.application import Crm
from crm_es.store.accounts import open_session

Headers = dict[str, str]


class Whichever:
    """Stands for something of the test that runs now."""

    datastore: Any

    def __init__(self, now: Callable[[], Any]) -> None:
        self.now = now

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now(), name)


class Stage(Whichever):
    """Stands for the company of the test that runs now: an application takes long to make, and is made once."""

    def __init__(self) -> None:
        super().__init__(lambda: self.crm)
        self.crm: Crm | None = None
        self.app: FastAPI | None = None
        self.log = Whichever(lambda: self.crm and self.crm.log)
        self.log.datastore = Whichever(lambda: self.crm and self.crm.log.datastore)
        self.files = Whichever(lambda: self.crm and self.crm.files)


@pytest.fixture(scope="session")
def stage() -> Stage:
    return Stage()


@pytest.fixture
def app(stage: Stage, staffed: Crm) -> FastAPI:
    stage.crm = staffed
    if stage.app is None:
        stage.app = create_app(cast(Crm, stage), patience=0.05)
    else:
        prepare(staffed)
    return stage.app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://testserver/api/v1", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def signed_in(app: FastAPI, staffed: Crm) -> Callable[[UUID], Headers]:
    """The headers with which a person asks."""

    def headers(person_id: UUID) -> Headers:
        with staffed.log.datastore.get_connection() as db:
            token, _ = open_session(db, person_id, "session", "a test", timedelta(hours=1))
        return {"Authorization": f"Bearer {token}"}

    return headers
