"""An operator of a company whose files lie where the test keeps its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from shell import PROGRAM, Done, Operator


@pytest.fixture
def environment(server_url: str, schema: str, tmp_path: Path) -> dict[str, str]:
    ours = {"CRM_ES_DATABASE_URL": server_url, "CRM_ES_COMPANY": schema, "CRM_ES_PASSWORD": "correct horse"}
    return dict(os.environ) | ours | {"CRM_ES_FILES": str(tmp_path / "files")}


@pytest.fixture
def crm_es(environment: dict[str, str]) -> Operator:
    def run(*arguments: object) -> Done:
        command = [str(PROGRAM), *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    return run
