"""An operator's day on the command line, each command its own process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from crm_es.exchange.playbook_yaml import load

PROGRAM = Path(sys.executable).with_name("crm-es")
PLAYBOOK = Path(__file__).parents[2] / "src" / "crm_es" / "playbooks" / "wholesale.yaml"

Done = subprocess.CompletedProcess[str]
Operator = Callable[..., Done]


@pytest.fixture
def environment(server_url: str, schema: str) -> dict[str, str]:
    ours = {"CRM_ES_DATABASE_URL": server_url, "CRM_ES_COMPANY": schema, "CRM_ES_PASSWORD": "correct horse"}
    return dict(os.environ) | ours


@pytest.fixture
def crm_es(environment: dict[str, str]) -> Operator:
    def run(*arguments: object) -> Done:
        command = [str(PROGRAM), *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    return run


def answer(done: Done) -> dict[str, Any]:
    """What a program reads: exactly one object, and nothing besides."""
    assert done.stdout.count("\n") == 1, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


def test_an_operator_sets_a_company_up_looks_into_it_and_keeps_it_safe(
    crm_es: Operator, tmp_path: Path, server_url: str
) -> None:
    ann = answer(crm_es("--json", "user", "add", "Ann", "--login", "ann", "--role", "administrator"))
    crm_es("user", "add", "Bob", "--login", "bob", "--role", "manager", "--supervisor", "ann")
    assert [user["login"] for user in answer(crm_es("--json", "user", "list"))["users"]] == ["ann", "bob"]

    assert answer(crm_es("--json", "playbook", "publish", PLAYBOOK))["version"] == 1
    shown = crm_es("playbook", "show").stdout
    assert load(shown) == load(PLAYBOOK.read_text(encoding="utf-8"))

    (bob,) = answer(crm_es("--json", "registry", "staff-members", "--filter", "name=Bob"))["rows"]
    assert (bob["supervisor"], bob["roles"]) == ("Ann", "manager")
    (hired,) = answer(crm_es("--json", "history", ann["staff_member_id"]))["events"]
    assert (hired["event"], hired["actor"]) == ("StaffMemberHired", "command line")
    assert [e["event"] for e in answer(crm_es("--json", "audit", "--topic", "PlaybookPublished"))["events"]] == [
        "PlaybookPublished"
    ]
    (asked,) = answer(crm_es("--json", "audit", "tree", hired["correlation_id"]))["commands"]
    assert asked["command"] == "HireStaffMember"

    assert all(line["lag"] == 0 for line in answer(crm_es("--json", "projections", "list"))["projections"])
    assert {"projection": "staff_registry", "rows": 2} in answer(crm_es("--json", "projections", "rebuild", "--all"))[
        "rebuilt"
    ]
    assert not any(
        line["differences"] for line in answer(crm_es("--json", "projections", "verify", "--all"))["verified"]
    )
    verified = crm_es("projections", "verify", "agenda")
    assert verified.stdout.split() == ["projection", "differences", "agenda", "0"]
    assert verified.stderr == "No row differs.\n"
    assert all(line["parked"] == 0 for line in answer(crm_es("--json", "policies", "list"))["policies"])

    file = tmp_path / "company.dump"
    answer(crm_es("--json", "backup", file))
    assert "has a history already" in answer(crm_es("--json", "restore", file))["error"]
    kept = answer(crm_es("--json", "restore", file, "--replace"))["kept"]
    assert len(answer(crm_es("--json", "registry", "staff-members"))["rows"]) == 2
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute("SET client_min_messages TO warning")
        db.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(kept)))


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("registry", "nothing"), 1, "There is no list called 'nothing'"),
        (("registry",), 2, "Missing argument"),
        (("playbook", "publish", "/no/such/file"), 1, "/no/such/file: No such file or directory."),
        (("--company", "pg_catalog", "registry", "deals"), 1, "belongs to PostgreSQL"),
        (("--company", "", "registry", "deals"), 1, "company: String should match"),
        (("audit", "--actor", "\udcff"), 1, "What was typed is not text in UTF-8"),
        (("user", "add", "Eve", "--login", "eve", "--role", "policy"), 1, "No person is given the role policy"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_never_a_traceback(
    crm_es: Operator, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = crm_es("--json", *arguments)
    assert done.returncode == code
    assert told in answer(done)["error"]
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_serves_and_stops_when_told_and_nothing_is_restored_meanwhile(
    environment: dict[str, str], crm_es: Operator, tmp_path: Path
) -> None:
    file = tmp_path / "company.dump"
    crm_es("projections", "list")
    crm_es("backup", file)
    command = [str(PROGRAM), "--json", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as serving:
        assert serving.stdout
        address = json.loads(serving.stdout.readline())["address"]
        with urllib.request.urlopen(f"{address}/api/v1/openapi.json") as description:
            assert json.load(description)["info"]["title"] == "crm_es"
        assert "is at work" in crm_es("restore", file, "--replace").stderr
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0
