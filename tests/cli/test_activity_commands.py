"""Activity and evidence on the command line (S3-09, S3-10, X-42)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from shell import Operator, answer

PLAYBOOK = Path(__file__).parents[2] / "src/crm_es/playbooks/wholesale.yaml"
NINE = datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=1)
RULES = """
- name: editor
  app: code
  title: crm
  kind: project work
  client: Rye & Co
"""


@pytest.fixture
def ann(crm_es: Operator, tmp_path: Path) -> Operator:
    """Ann works here, looks after Rye, and said which windows are work."""
    crm_es("playbook", "publish", PLAYBOOK)
    crm_es("user", "add", "Ann", "--login", "ann", "--role", "manager")
    (clients := tmp_path / "clients.csv").write_text("Client\nRye & Co\n")
    crm_es("sheet", "import", "clients", clients, "--as", "ann")
    (rules := tmp_path / "rules.yaml").write_text(RULES)
    assert crm_es("activity", "rules", rules, "--as", "ann").stdout == "1 rules hold now.\n"
    return crm_es


def exported(tmp_path: Path, **data: str) -> Path:
    """What ActivityWatch saw in the hour from nine on."""
    event = {"timestamp": NINE.isoformat(), "duration": 3600, "data": {"app": "Code", "title": "crm"} | data}
    bucket = {"type": "currentwindow", "client": "aw-watcher-window", "hostname": "desk", "events": [event]}
    file = tmp_path / "aw-buckets-export.json"
    file.write_text(json.dumps({"buckets": {"aw-watcher-window_desk": bucket}}))
    return file


def rows(crm_es: Operator, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer(crm_es("--json", "registry", name))["rows"]
    return found


def test_what_was_seen_becomes_time_and_a_screenshot_shows_it_to_the_client(ann: Operator, tmp_path: Path) -> None:
    file = exported(tmp_path)
    assert "1 spans fit the rules, 0 are" in ann("activity", "import", file, "--as", "ann", "--dry-run").stdout
    assert "1 are suggested now" in ann("activity", "import", file, "--as", "ann").stdout
    assert "0 are suggested now" in ann("activity", "import", file, "--as", "ann").stdout
    assert answer(ann("--json", "activity", "confirm", "--as", "ann"))["recorded"] == 1
    Image.new("RGB", (64, 40)).save(picture := tmp_path / "screen.png")
    told = ann("evidence", "attach", picture, "--as", "ann", "--at", (NINE + timedelta(minutes=9)).isoformat())
    evidence_id = told.stdout.strip()
    (row,) = rows(ann, "evidence")
    assert (row["evidence_id"], row["client"], row["name"]) == (evidence_id, "Rye & Co", "screen.png")
    link = ann("evidence", "share", evidence_id, "--as", "ann", "--client", "Rye & Co", "--days", "7")
    assert "/c/" in link.stdout
    ann("evidence", "withdraw", evidence_id, "--as", "ann", "--reason", "A letter is on it")
    assert rows(ann, "evidence")[0]["status"] == "withdrawn"
    refused = ann("evidence", "share", evidence_id, "--as", "ann", "--client", "Rye & Co")
    assert "was taken back" in refused.stderr


def test_a_private_time_takes_what_was_suggested_of_it(ann: Operator, tmp_path: Path) -> None:
    ann("activity", "import", exported(tmp_path), "--as", "ann")
    ann("activity", "private", "--as", "ann", "--since", NINE.isoformat(), "--until", datetime.now(UTC).isoformat())
    assert [row["status"] for row in rows(ann, "work-suggestions")] == ["dismissed"]
    told = answer(ann("--json", "activity", "show", "--as", "ann"))
    assert (len(told["rules"]), len(told["private"])) == (1, 1)
    ann("activity", "public", "--as", "ann")
    assert "0 dismissed" in ann("activity", "dismiss", "--as", "ann").stdout


def test_what_is_wrong_is_told(ann: Operator, tmp_path: Path) -> None:
    (file := tmp_path / "wrong.yaml").write_text("- name: all\n  kind: service\n")
    assert "names a program, a title or an address" in ann("activity", "rules", file, "--as", "ann").stderr
    file.write_text("- name: all\n  app: code\n  kind: service\n  project: Nowhere\n")
    assert "There is no project 'Nowhere'" in ann("activity", "rules", file, "--as", "ann").stderr
    file.write_text("rules: 1\n")
    assert "A file of rules is a list" in ann("activity", "rules", file, "--as", "ann").stderr
    file.write_text("{}")
    assert "no export of ActivityWatch" in ann("activity", "import", file, "--as", "ann").stderr
    told = ann("evidence", "attach", file, "--as", "ann", "--at", NINE.isoformat())
    assert "send it as PNG" in told.stderr


def test_a_token_of_an_agent_opens_nothing_else(ann: Operator) -> None:
    assert ann("user", "token", "ann", "--agent").stdout.startswith("crm_")
    assert "either" in ann("user", "token", "ann", "--agent", "--inbox").stderr
