"""Approval logs of other organisations come in as they were: every case, with the state that its log shows."""

from __future__ import annotations

import gzip
import os
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from crm_es.application import Crm
from crm_es.exchange.event_log import EventLog
from crm_es.exchange.payment_cases import cents, read
from crm_es.exchange.payments_import import run
from crm_es.runners.worker import settle

ROOT = Path(__file__).resolve().parents[2]
PLAYBOOK = ROOT / "playbooks" / "eindhoven-payments.yaml"
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data"))
REAL = sorted((DATA / "payments").glob("*.csv.gz"))
SOME = 150
"""So many cases of a real log are enough to see that it comes in."""

CASES = {
    "never sent": ("draft", ["SAVED by EMPLOYEE"]),
    "waits": ("submitted", ["SUBMITTED by EMPLOYEE", "APPROVED by ADMINISTRATION"]),
    "paid": (
        "paid",
        ["SUBMITTED by EMPLOYEE", "APPROVED by BUDGET OWNER", "FINAL_APPROVED by SUPERVISOR", "=Payment Handled"],
    ),
    "passed on": (
        "approved",
        ["SUBMITTED by EMPLOYEE", "APPROVED by SUPERVISOR", "FINAL_APPROVED by DIRECTOR", "=Request Payment"],
    ),
    "taken back": ("withdrawn", ["SUBMITTED by EMPLOYEE", "REJECTED by ADMINISTRATION", "REJECTED by EMPLOYEE"]),
    "kept after it was taken back": (
        "withdrawn",
        ["SUBMITTED by EMPLOYEE", "REJECTED by EMPLOYEE", "SAVED by EMPLOYEE"],
    ),
    "again": ("submitted", ["SUBMITTED by EMPLOYEE", "REJECTED by SUPERVISOR", "SUBMITTED by EMPLOYEE"]),
    "nobody knows who": (
        "rejected",
        ["SUBMITTED by EMPLOYEE", "FINAL_APPROVED by SUPERVISOR", "REJECTED by MISSING"],
    ),
}
"""Cases that keep the rules, with the state each shows."""
VIOLATIONS = {
    "paid at once": ("paid", ["SUBMITTED by EMPLOYEE", "=Payment Handled"]),
    "out of turn": (
        "approved",
        ["SUBMITTED by EMPLOYEE", "APPROVED by BUDGET OWNER", "APPROVED by ADMINISTRATION", "=Request Payment"],
    ),
    "a stranger approves": ("submitted", ["SUBMITTED by EMPLOYEE", "APPROVED by DEAN"]),
    "cut off at the beginning": ("approved", ["FINAL_APPROVED by SUPERVISOR"]),
    "unheard of": ("draft", ["=Send Reminder"]),
}


def log_of(
    tmp_path: Path, cases: dict[str, tuple[str, list[str]]], document: str = "Declaration", amount: str = "12.345"
) -> Path:
    """A table of these cases, one step a day, with the document's name before each verb."""
    rows = ["case_id,event_id,activity,timestamp,case_Amount"]
    for name, (_, steps) in cases.items():
        for n, step in enumerate(steps, 1):
            activity = step.removeprefix("=") if step.startswith("=") else f"{document} {step}".strip()
            rows.append(f"{name},{name}-{n},{activity},2017-01-{n:02}T09:00:00Z,{amount}")
    file = tmp_path / "log.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def registry(crm: Crm) -> dict[str, str]:
    with crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT what_for, status FROM payment_registry").fetchall()
    return {row["what_for"]: row["status"] for row in rows}


@pytest.mark.parametrize("document", ["Declaration", "Request For Payment", "Permit of 2017", ""])
def test_every_case_appears_with_the_state_its_log_shows(crm: Crm, tmp_path: Path, document: str) -> None:
    summary = run(crm, log_of(tmp_path, CASES, document), PLAYBOOK)
    shown = {name: state for name, (state, _) in CASES.items()}
    assert registry(crm) == shown
    assert summary.states == Counter(shown.values())
    assert (summary.cases, summary.events) == (len(CASES), sum(len(steps) for _, steps in CASES.values()))
    assert not summary.refused
    assert not summary.bad_rows
    assert "adopted" not in summary.notes


def test_what_breaks_a_rule_is_refused_counted_and_shown_all_the_same(crm: Crm, tmp_path: Path) -> None:
    summary = run(crm, log_of(tmp_path, VIOLATIONS), PLAYBOOK)
    assert registry(crm) == {name: state for name, (state, _) in VIOLATIONS.items()}
    assert summary.refused == {
        "paid before approval": 1,
        "step already passed": 1,
        "not an approver": 1,
        "not submitted": 1,
    }
    assert summary.notes == {"adopted": 3}
    assert [row.reason for row in summary.bad_rows] == [
        "A payment request has no such step: 'Send Reminder' is left out."
    ]


def test_importing_twice_changes_nothing(crm: Crm, tmp_path: Path) -> None:
    file = log_of(tmp_path, CASES | VIOLATIONS)
    first = run(crm, file, PLAYBOOK)
    head = crm.log.head()
    again = run(crm, file, PLAYBOOK)
    assert (again.recorded, crm.log.head()) == (0, head)
    assert (again.states, again.refused) == (first.states, first.refused)


def test_a_dry_run_tells_the_same_and_records_nothing(crm: Crm, tmp_path: Path) -> None:
    file = log_of(tmp_path, CASES | VIOLATIONS)
    dry = run(crm, file, PLAYBOOK, dry_run=True)
    assert crm.log.head() == 0
    real = run(crm, file, PLAYBOOK)
    assert (dry.states, dry.refused, dry.commands, dry.notes) == (real.states, real.refused, real.commands, real.notes)
    assert (dry.recorded, real.recorded > 0) == (0, True)


@pytest.mark.parametrize("amount", ["0.001", "UNKNOWN", "", "-5", "NaN", "1e99"])
def test_a_case_without_a_good_amount_is_not_lost(crm: Crm, tmp_path: Path, amount: str) -> None:
    summary = run(crm, log_of(tmp_path, {"paid": CASES["paid"]}, amount=amount), PLAYBOOK)
    assert registry(crm) == {"paid": "paid"}
    assert summary.refused["form incomplete"] == 1


def test_amounts_are_rounded_to_cents_half_up() -> None:
    assert (cents("12.345"), cents("34.33634285099345"), cents("x")) == (Decimal("12.35"), Decimal("34.34"), None)


def test_imported_history_is_a_history_that_policies_can_follow(crm: Crm, tmp_path: Path) -> None:
    run(crm, log_of(tmp_path, CASES | VIOLATIONS), PLAYBOOK)
    settle(crm)
    with crm.log.datastore.get_connection() as db:
        assert db.execute("SELECT count(*) AS n FROM dead_letters").fetchone() == {"n": 0}


def test_progress_comes_to_its_end(crm: Crm, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    run(crm, log_of(tmp_path, CASES), PLAYBOOK, dry_run=True, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == sum(len(steps) for _, steps in CASES.values())


# ── Real logs, where they are at hand ───────────────────────────────────────


def part_of(file: Path, tmp_path: Path) -> Path:
    """The first cases of a real log."""
    with gzip.open(file, "rt", encoding="utf-8") as rows:
        header, *lines = rows
    wanted = list(dict.fromkeys(line.partition(",")[0] for line in lines))[:SOME]
    part = tmp_path / "part.csv"
    part.write_text(header + "".join(line for line in lines if line.partition(",")[0] in wanted), encoding="utf-8")
    return part


def expected(log: EventLog) -> Iterator[tuple[str, str]]:
    """The state of each case, by the plainest reading of its last telling step."""
    for case in log.cases.values():
        state = "draft"
        for step in case.steps:
            last = step.activity
            if "SUBMITTED" in last:
                state = "submitted"
            elif "REJECTED by EMPLOYEE" in last:
                state = "withdrawn"
            elif "REJECTED" in last:
                state = "rejected"
            elif "FINAL_APPROVED" in last or last == "Request Payment":
                state = "approved"
            elif last == "Payment Handled":
                state = "paid"
        yield case.case_id, state


@pytest.mark.parametrize("file", [None, *REAL], ids=lambda file: file.name if file else "handmade")
def test_a_log_comes_in_as_its_plainest_reading(crm: Crm, tmp_path: Path, file: Path | None) -> None:
    part = part_of(file, tmp_path) if file else log_of(tmp_path, CASES)
    run(crm, part, PLAYBOOK)
    assert registry(crm) == dict(expected(read(part)))
