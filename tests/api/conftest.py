"""A client of the API, and people who are signed in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import cast
from uuid import UUID

import pytest
from fastapi import FastAPI
from stage import Stage
from starlette.testclient import TestClient

from crm_es.api.app import create_app, prepare
from crm_es.application import Crm
from crm_es.store.accounts import open_session

Headers = dict[str, str]


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
