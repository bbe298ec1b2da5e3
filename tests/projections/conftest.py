"""A company whose tables of all projections are there, and empty."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from crm_es.registries import REGISTRIES
from crm_es.store.table import Table


@pytest.fixture
def company(server_url: str, schema: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
        for registry in REGISTRIES:
            Table(registry.row).create(db)
        yield db
