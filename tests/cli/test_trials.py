"""Playbooks on trial, gates as a plan and the use of notebooks, as an operator asks for them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from examples import ANN, ID, PLAYBOOK
from past import gated, invoice
from shell import Operator, answer

from crm_es.aggregates.notebook import AddEntry
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.playbook_yaml import dump
from crm_es.ids import notebook_of
from crm_es.playbook import Gate
from crm_es.runners.worker import settle

GATED = gated(PLAYBOOK, payment_made=(Gate(roles=("manager",)),))


@pytest.fixture
def files(staffed: Crm, tmp_path: Path) -> tuple[Path, Path]:
    """Yesterday Ann was told of a payment, and issued an invoice. A playbook with a gate, and the one in force."""
    at = datetime.now(UTC) - timedelta(days=1)
    entry = AddEntry(
        notebook_id=notebook_of(ANN),
        person_id=ANN,
        entry_id=ID,
        kind="payment made",
        about="payment_request",
        subject_id=ID,
        text="It is paid.",
    )
    staffed.handle(entry, Context(by="policy", at=at, roles=frozenset({"policy"})))
    staffed.handle(invoice(ANN, ID), Context(by=ANN, at=at + timedelta(hours=2)))
    settle(staffed)
    for name, playbook in (("gated", GATED), ("same", PLAYBOOK)):
        (tmp_path / f"{name}.yaml").write_text(dump(playbook), encoding="utf-8")
    return tmp_path / "gated.yaml", tmp_path / "same.yaml"


def test_a_playbook_is_tried_before_it_is_published(crm_es: Operator, files: tuple[Path, Path], tmp_path: Path) -> None:
    wanted, same = files
    told = answer(crm_es("--json", "playbook", "try", wanted))
    assert (told["differing"], told["people"][0]["person"], told["people"][0]["stopped_would"]) == (2, "Ann", 1)
    assert {line["area"] for line in told["lines"]} == {"gate", "stopped"}
    shown = crm_es("playbook", "try", wanted, "--months", 1)
    assert "invoices and orders stopped" in shown.stdout
    assert "2 things would have been otherwise" in shown.stderr
    (stopped,) = csv.DictReader(
        StringIO(crm_es("playbook", "try", wanted, "--format", "csv", "--show", "people").stdout)
    )
    assert (stopped["person"], stopped["stopped_would"]) == ("Ann", "1")
    sheet = tmp_path / "trial.xlsx"
    assert (
        "2 lines are in"
        in crm_es("playbook", "try", wanted, "--show", "lines", "--format", "xlsx", "--out", sheet).stdout
    )
    assert "Nothing would differ" in crm_es("playbook", "try", same).stderr
    wrong = crm_es("playbook", "try", same, "--show", "everything")
    assert (wrong.returncode, "totals, people or lines" in wrong.stderr) == (2, True)


def test_gates_are_a_plan(crm_es: Operator, files: tuple[Path, Path]) -> None:
    (step,) = answer(crm_es("--json", "adoption"))["steps"]
    assert (step["kind"], step["state"], step["entries"]) == ("price decision", "holds", 0)
    (step,) = answer(crm_es("--json", "adoption", files[0]))["steps"]
    assert (step["kind"], step["state"], step["stopped"], step["open_now"]) == ("payment made", "planned", 1, 1)
    assert "candidate" in crm_es("adoption", "--candidates").stdout


def test_the_use_of_notebooks_is_reported(crm_es: Operator, files: tuple[Path, Path]) -> None:
    told = answer(crm_es("--json", "report", "adoption"))
    assert set(told) == {"since", "until", "entries", "weeks", "blocking", "exemptions"}
    assert "payment made" in crm_es("report", "adoption").stdout
    assert "added" in crm_es("report", "adoption", "--show", "weeks", "--format", "csv").stdout
    for arguments, why in (
        (("--show", "x"), "entries, weeks, blocking or exemptions"),
        (("--from", "2027-01-01"), "ends before it begins"),
    ):
        assert why in crm_es("report", "adoption", *arguments).stderr
