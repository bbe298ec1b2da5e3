"""An operator's day on the command line, each command its own process."""

from __future__ import annotations

import json
import signal
import subprocess
import urllib.request
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from shell import PROGRAM, Operator, answer

from crm_es.exchange.playbook_yaml import load

PLAYBOOK = Path(__file__).parents[2] / "src" / "crm_es" / "playbooks" / "wholesale.yaml"


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


ED807 = """<ED807 xmlns="urn:cbr-ru:ed:v2.0" BusinessDay="2026-05-18">
<BICDirectoryEntry BIC="044030827"><ParticipantInfo NameP="Neva Bank" DateIn="1994-01-20"/></BICDirectoryEntry>
<BICDirectoryEntry BIC="044525225"><ParticipantInfo NameP="Moscow Bank" DateIn="soon"/></BICDirectoryEntry>
</ED807>"""


def test_the_bank_directory_is_brought_up_to_date(crm_es: Operator, tmp_path: Path) -> None:
    file = tmp_path / "ED807.xml"
    file.write_text(ED807, encoding="utf-8")
    told = answer(crm_es("--json", "import", "banks", file, "--dry-run"))
    assert (told["kind"], told["edition"], told["listed"]) == ("banks", "2026-05-18", 1)
    assert [row["line"] for row in told["bad_rows"]] == [2]
    assert answer(crm_es("--json", "registry", "banks"))["rows"] == []
    assert "DateIn is no date" in crm_es("import", "banks", file).stdout
    (bank,) = answer(crm_es("--json", "registry", "banks", "--filter", "q=neva"))["rows"]
    assert bank["bik"] == "044030827"
    assert answer(crm_es("--json", "import", "banks", file))["unchanged"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("registry", "nothing"), 1, "There is no list called 'nothing'"),
        (("registry",), 2, "Missing argument"),
        (("playbook", "publish", "/no/such/file"), 1, "/no/such/file: No such file or directory."),
        (("import", "banks", str(PLAYBOOK)), 1, "wholesale.yaml is broken"),
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
