"""Incidents of other systems come in as tickets: no case lost, reopened as often as their file says."""

from __future__ import annotations

import csv
import gzip
import os
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from crm_es.application import Crm
from crm_es.exchange import incidents_import, servicenow_import
from crm_es.exchange.payment_cases import read
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.registries import registry

ROOT = Path(__file__).resolve().parents[2]
INCIDENTS, SERVICENOW = (ROOT / "playbooks" / f"{name}.yaml" for name in ("incidents", "servicenow"))
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "tickets"
SOME = 400
"""So many rows of a real file are enough to see that it comes in."""
CASES: dict[str, list[tuple[str, str, str, str]]] = {
    "1-1": [
        ("09:00:00", "Accepted", "In Progress", "Anna"),
        ("09:00:00", "Accepted", "Wait - User", "Anna"),
        ("10:00:00", "Completed", "Resolved", "Bertil"),
        ("11:00:00", "Accepted", "In Progress", "Bertil"),
        ("12:00:00", "Completed", "Closed", "Bertil"),
    ],
    "1-2": [("09:30:00", "Completed", "In Call", "Anna"), ("09:30:00", "Queued", "Awaiting Assignment", "")],
    "1-3": [("09:40:00", "Accepted", "Gone Fishing", "Anna")],
}


def xes(tmp_path: Path, cases: dict[str, list[tuple[str, str, str, str]]]) -> Path:
    def event(step: tuple[str, str, str, str]) -> str:
        at, status, below, who = step
        told = {"org:resource": who, "concept:name": status, "lifecycle:transition": below, "impact": "Medium"}
        told["product"] = "PROD1"
        texts = "".join(f'<string key="{key}" value="{value}"/>' for key, value in told.items() if value)
        return f'<event>{texts}<date key="time:timestamp" value="2012-05-04T{at}+02:00"/></event>'

    traces = "".join(
        f'<trace><string key="concept:name" value="{name}"/>{"".join(map(event, steps))}</trace>'
        for name, steps in cases.items()
    )
    path = tmp_path / "incidents.xes"
    path.write_text(f'<?xml version="1.0"?><log>{traces}</log>')
    return path


def tickets(crm: Crm, **question: Any) -> dict[str, dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        rows = page(registry("tickets"), db, limit=1000, **question).rows
    return {row["subject"].partition(":")[0]: row for row in rows}


def test_each_case_is_a_ticket_where_its_log_left_it(crm: Crm, tmp_path: Path) -> None:
    summary = incidents_import.run(crm, xes(tmp_path, CASES), INCIDENTS)
    found = tickets(crm)
    assert {name: row["stage"] for name, row in found.items()} == {
        "1-1": "Completed/Closed",
        "1-2": "Queued/Awaiting Assignment",
        "1-3": "New",
    }
    assert summary.cases == 3
    assert summary.refused == {}
    assert (found["1-1"]["subject"], found["1-1"]["responsible"]) == ("1-1: PROD1", "Bertil")


def test_what_was_done_and_went_on_is_reopened(crm: Crm, tmp_path: Path) -> None:
    summary = incidents_import.run(crm, xes(tmp_path, CASES), INCIDENTS)
    assert {name: row["reopened"] for name, row in tickets(crm).items()} == {"1-1": 1, "1-2": 1, "1-3": 0}
    assert summary.notes["reopened"] == 2


def test_a_state_that_the_service_does_not_have_is_told_and_the_case_kept(crm: Crm, tmp_path: Path) -> None:
    summary = incidents_import.run(crm, xes(tmp_path, CASES), INCIDENTS)
    (bad,) = summary.bad_rows
    assert "no stage 'Accepted/Gone Fishing'" in bad.reason


def test_the_same_file_again_brings_nothing_new(crm: Crm, tmp_path: Path) -> None:
    incidents_import.run(crm, xes(tmp_path, CASES), INCIDENTS)
    again = incidents_import.run(crm, xes(tmp_path, CASES), INCIDENTS)
    assert (again.recorded, again.refused) == (0, {})


def test_a_dry_run_tells_the_same_and_records_nothing(crm: Crm, tmp_path: Path) -> None:
    dry = incidents_import.run(crm, xes(tmp_path, CASES), INCIDENTS, dry_run=True)
    assert (dry.recorded, dry.notes["reopened"], sum(dry.states.values())) == (0, 2, 3)
    assert tickets(crm) == {}


def audit(tmp_path: Path, *rows: str, header: str = "") -> Path:
    names = "number,incident_state,caller_id,opened_at,sys_updated_at,category,priority,assigned_to"
    path = tmp_path / "audit.csv"
    path.write_text("\n".join((header or names, *rows)))
    return path


def test_audit_rows_are_followed_in_the_order_of_their_file(crm: Crm, tmp_path: Path) -> None:
    rows = (
        "INC1,New,Caller 7,29-02-2016 01:16,29-02-2016 01:23,Mail,3 - Moderate,?",
        "INC1,Active,Caller 7,29-02-2016 01:16,29-02-2016 02:00,Mail,1 - Critical,Resolver 5",
        "INC2,Active,Caller 8,29-02-2016 02:00,29-02-2016 01:59,?,3 - Moderate,?",
        "INC1,Resolved,Caller 7,29-02-2016 01:16,29-02-2016 02:00,Mail,1 - Critical,Resolver 5",
        "INC1,Active,Caller 7,29-02-2016 01:16,nonsense,Mail,1 - Critical,?",
        ",Active,Caller 7,29-02-2016 01:16,29-02-2016 02:00,Mail,1 - Critical,?",
    )
    summary = servicenow_import.run(crm, audit(tmp_path, *rows), SERVICENOW)
    found = tickets(crm)
    told = ("subject", "contact_name", "stage", "priority", "responsible", "reopened")
    assert [found["INC1"][name] for name in told] == [
        "INC1: Mail",
        "Caller 7",
        "Active",
        "1 - Critical",
        "Resolver 5",
        1,
    ]
    assert found["INC1"]["opened_at"].isoformat() == "2016-02-29T01:16:00+00:00"
    assert found["INC2"]["responsible"] == "Head of service"
    assert [row.line for row in summary.bad_rows] == [6, 7]
    assert summary.refused == {}


def test_a_table_without_the_columns_is_refused(crm: Crm, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no column 'number'"):
        servicenow_import.run(crm, audit(tmp_path, header="a,b"), SERVICENOW)


@pytest.mark.parametrize("file", sorted(DATA.glob("servicenow*.csv.gz")), ids=lambda path: path.name)
def test_real_audit_rows_lose_no_incident(crm: Crm, tmp_path: Path, file: Path) -> None:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n") for line in lines][: SOME + 1]
    part = audit(tmp_path, *rows[1:], header=rows[0])
    summary = servicenow_import.run(crm, part, SERVICENOW)
    by_number = groupby(csv.DictReader(rows), lambda row: row["number"])
    reopened = {number: max(int(row["reopen_count"]) for row in found) for number, found in by_number}
    assert {name: row["reopened"] for name, row in tickets(crm).items()} == reopened
    assert summary.refused == {}


@pytest.mark.parametrize("file", sorted(DATA.glob("bpic2013*.xes.gz")), ids=lambda path: path.name)
def test_a_real_log_is_reopened_as_often_as_it_says(crm: Crm, tmp_path: Path, file: Path) -> None:
    """Its first cases, decided and not recorded."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        traces = "".join(lines).split("</trace>")[:SOME]
    part = tmp_path / "part.xes"
    part.write_text("</trace>".join([*traces, "</log>"]), encoding="utf-8")
    log = read(part)
    dry = incidents_import.run(crm, part, INCIDENTS, dry_run=True)
    pairs = [pair for case in log.cases.values() for pair in pairwise(case.steps)]
    again = sum(a.activity == "Completed" != b.activity for a, b in pairs)
    assert (dry.cases, dry.notes["reopened"], dry.refused, dry.bad_rows) == (SOME, again, {}, [])
    assert again > 0
