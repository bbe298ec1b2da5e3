"""A database with the tables that reports on projects read, and empty."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from crm_es.projections.project_baselines import Agreed
from crm_es.projections.project_registry import Project
from crm_es.projections.project_stages import ProjectStage
from crm_es.projections.project_work import ProjectWork
from crm_es.projections.staff_registry import StaffMember
from crm_es.projections.stage_plans import PlannedShare
from crm_es.projections.work_entries import WorkEntry
from crm_es.store.table import Table


@pytest.fixture
def projects(server_url: str, schema: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
        for row in (Project, ProjectStage, PlannedShare, Agreed, ProjectWork, StaffMember, WorkEntry):
            Table(row).create(db)
        yield db
