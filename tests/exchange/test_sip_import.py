"""Tasks with estimates come in as stages, with what each developer worked on them; later ones test the estimates."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_es.application import Crm
from crm_es.exchange.sip_import import run
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.playbook.projects import Projects
from crm_es.projects.estimates import estimate, finished
from crm_es.projects.plan_fact import plan_fact
from crm_es.projects.similarity import Wanted
from crm_es.registries import registry

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "timesheets"
REAL = sorted(DATA.glob("sip_task_info*.csv.gz"))
SOME = 250
TASKS = (
    "TaskNumber,Summary,AssignedToID,StatusCode,ProjectCode,Category,SubCategory,HoursEstimate,HoursActual,"
    "DeveloperID,DeveloperHoursActual"
)
ROWS = (
    '7,"Flag RI on screen £5",58,FINISHED,PC2,Development,Enhancement,14,2.25,58,1.75',
    '7,"Flag RI on screen £5",58,FINISHED,PC2,Development,Enhancement,14,2.25,42,0.5',
    '8,"Print labels",42,CANCELLED,PC2,Development,Bug,7,1,42,1',
    '9,"",42,ESTIMATED,PC9,Operational,,0.7,2100.5,58,2100.5',
    '10,"Test",42,FINISHED,PC9,Development,Bug,a lot,1,42,some',
)
DAYS = (
    "7,02-Nov-04,02-Nov-04,16-Nov-04",
    "7,02-Nov-04,02-Nov-04,16-Nov-04",
    "8,03-Nov-04,04-Nov-04,",
    "9,05-Nov-04,,",
    "10,05-Nov-04,05-Nov-04,31-Feb-05",
)


def entered(crm: Crm, tmp_path: Path, **how: Any) -> Any:
    tasks, days = tmp_path / "tasks.csv", tmp_path / "days.csv"
    tasks.write_text("\n".join((TASKS, *ROWS)), encoding="cp1252")
    days.write_text("\n".join(("TaskNumber,EstimateOn,StartedOn,CompletedOn", *DAYS)))
    return run(crm, tasks, days, **how)


def told(crm: Crm, name: str) -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return page(registry(name), db, limit=1000).rows


def test_a_task_is_a_stage_with_its_estimate_and_what_was_worked(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    stages = {row["name"]: row for row in told(crm, "project-stages")}
    flag = stages["Flag RI on screen £5"]
    assert (flag["planned_minutes"], flag["spent_minutes"], flag["status"]) == (840, 135, "finished")
    assert flag["category"] == "Development/Enhancement"
    assert flag["planned_at"].date().isoformat() == "2004-11-02"
    assert flag["finished_at"].date().isoformat() == "2004-11-16"
    assert (stages["Print labels"]["status"], stages["Task 9"]["status"]) == ("dropped", "open")


def test_each_developer_has_their_own_hours(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    minutes = Counter[str]()
    for row in told(crm, "work-entries"):
        minutes[row["person"]] += row["minutes"]
    assert minutes == {"Developer 58": 105 + 126_030, "Developer 42": 30 + 60}


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(crm: Crm, tmp_path: Path) -> None:
    summary = entered(crm, tmp_path)
    reasons = " ".join(row.reason for row in summary.bad_rows)
    assert all(part in reasons for part in ("no day ('31-Feb-05')", "no readable estimate", "no readable hours"))
    assert (summary.cases, summary.refused) == (4, {})


def test_the_same_files_again_bring_nothing_new(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    again = entered(crm, tmp_path)
    assert (again.recorded, again.refused) == (0, {})


def test_a_dry_run_records_nothing(crm: Crm, tmp_path: Path) -> None:
    dry = entered(crm, tmp_path, dry_run=True)
    assert (dry.recorded, dry.refused) == (0, {})
    assert told(crm, "projects") == []


def test_another_table_is_refused(crm: Crm, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b")
    with pytest.raises(Refused, match="no column 'tasknumber'"):
        run(crm, other, other)


@pytest.mark.parametrize("file", REAL, ids=lambda path: path.name)
def test_real_tasks_have_the_hours_of_the_file_and_estimates_know_nothing_of_the_future(
    crm: Crm, tmp_path: Path, file: Path
) -> None:
    with gzip.open(file, "rt", encoding="cp1252", newline="") as lines:
        rows = list(csv.DictReader(lines))[:SOME]
    part = tmp_path / "tasks.csv"
    with part.open("w", encoding="cp1252", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    summary = run(crm, part, next(file.parent.glob("sip_est_act_dates*.csv.gz")))
    assert summary.refused == {}

    actual = Counter[str]()
    for row in rows:
        hours = Decimal(row["DeveloperHoursActual"]) * 60
        actual[row["ProjectCode"]] += int(hours.quantize(Decimal(1), ROUND_HALF_UP))
    at = datetime(2005, 3, 1, tzinfo=UTC)
    with crm.log.datastore.get_connection() as db:
        lines_of = {line["project"]: line["actual_minutes"] for line in plan_fact(db, by="project")[1:]}
        known = finished(db, at)
    assert lines_of == actual
    assert known
    assert max(task.finished_at for task in known) < at
    found = estimate(Wanted("Fix the report", "Development/Bug"), known, Projects())
    assert found.low is not None
    assert found.high is not None
    assert found.low <= (found.median or 0) <= found.high
