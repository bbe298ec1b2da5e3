"""An operator of a company whose files lie where the test keeps its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shell import Copies, Operator


@pytest.fixture
def environment(server_url: str, schema: str, tmp_path: Path) -> dict[str, str]:
    ours = {"CRM_ES_DATABASE_URL": server_url, "CRM_ES_COMPANY": schema, "CRM_ES_PASSWORD": "correct horse"}
    return dict(os.environ) | ours | {"CRM_ES_FILES": str(tmp_path / "files")}


@pytest.fixture
def crm_es(copies: Copies, environment: dict[str, str]) -> Operator:
    return lambda *arguments: copies.run(list(map(str, arguments)), environment)
