"""Planned tasks and logged time come in as projects: plan and fact are what the files say, to the minute."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from crm_es.application import Crm
from crm_es.exchange.cesaw_import import run
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.projects.plan_fact import By, plan_fact
from crm_es.registries import registry

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "timesheets"
REAL = sorted(DATA.glob("cesaw_task_fact*.csv.gz"))
MOST = 150
"""Tasks of the real file that are enough to see that plan and fact are right."""
TASKS = (
    "project_key,person_key,team_key,wbs_element_key,plan_item_key,task_actual_start_date,"
    "task_actual_complete_date,task_plan_time_minutes,phase_short_name"
)
TIMES = (
    "time_log_fact_key,project_key,person_key,team_key,wbs_element_key,plan_item_key,time_log_start_date,"
    "time_log_end_date,time_log_delta_minutes,time_log_interrupt_minutes,phase_short_name"
)
PLANNED = (
    r"1,96,15,20,500,9/16/2011 3:03,9/17/2011 4:00,90.5,Design",
    r"1,97,15,20,500,\N,9/18/2011 4:00,30,Design",
    r"1,96,15,21,501,9/16/2011 3:03,\N,60,\N",
)
LOGGED = (
    "1,1,96,15,20,500,9/16/2011 3:03,9/16/2011 5:03,100,20,Design",
    "2,1,97,15,20,500,9/16/2011 23:50,9/17/2011 0:20,30,0,Design",
    "3,1,96,15,20,500,9/16/2011 4:00,9/16/2011 3:50,5,-15,Design",
    "4,1,96,15,22,599,0011-09-19 08:00:00,0011-09-19 08:07:00,7,0,Test",
    r"5,1,96,15,21,501,\N,9/20/2011 9:00,12,0,\N",
    "6,1,96,15,21,501,soon,later,12,0,Test",
    "7,1,96,15,21,501,9/20/2011 9:00,9/20/2011 9:30,many,0,Test",
)
TREE = ("1,10,NA", "1,20,10", "1,21,20", "1,30,31", "1,31,30")


def table(path: Path, header: str, rows: Iterable[str]) -> Path:
    path.write_text("\n".join((header, *rows)))
    return path


def entered(crm: Crm, tmp_path: Path, **how: Any) -> Any:
    tasks, times = table(tmp_path / "tasks.csv", TASKS, PLANNED), table(tmp_path / "times.csv", TIMES, LOGGED)
    tree = table(tmp_path / "tree.csv", "project_key,wbs_element_key,parent_wbs_element_key", TREE)
    return run(crm, tasks, times, tree, **how)


def told(crm: Crm, name: str, **question: Any) -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return page(registry(name), db, limit=1000, **question).rows


def figures(crm: Crm, by: By, name: str) -> dict[str | None, tuple[int, int]]:
    """Planned and actual minutes by project, phase or person."""
    with crm.log.datastore.get_connection() as db:
        lines = plan_fact(db, by=by)[1:]
    return {line[name]: (line["planned_minutes"], line["actual_minutes"]) for line in lines}


def test_a_plan_item_is_a_stage_with_everybody_who_is_planned_on_it(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    stages = {row["name"]: row for row in told(crm, "project-stages")}
    design = stages["Design 500"]
    assert (design["planned_minutes"], design["spent_minutes"], design["category"]) == (121, 135, "Design")
    assert design["status"] == "finished"
    assert len(design["people"]) == 2
    assert stages["Item 501"]["status"] == "open"
    assert stages["Element 20"]["parent_id"] == stages["Element 10"]["stage_id"]
    assert design["parent_id"] == stages["Element 20"]["stage_id"]


def test_plan_and_fact_are_those_of_the_file(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    assert figures(crm, "project", "project") == {"Project 1": (181, 154)}
    assert figures(crm, "person", "person") == {"Person 96": (151, 124), "Person 97": (30, 30)}
    assert figures(crm, "category", "category") == {"": (60, 12), "Design": (121, 135), "Test": (0, 7)}


def test_no_entry_is_lost_that_has_minutes_and_a_time(crm: Crm, tmp_path: Path) -> None:
    """Those that end before they start, name no planned task, or lack one of their times come in too."""
    summary = entered(crm, tmp_path)
    assert [row["minutes"] for row in told(crm, "work-entries", sort="starts")] == [100, 5, 30, 7, 12]
    assert summary.events == 5
    assert summary.refused == {}
    reasons = " ".join(row.reason for row in summary.bad_rows)
    assert "year 11: taken as 2011" in reasons
    assert "no readable minutes" in reasons
    assert "is no time ('soon')" in reasons


def test_time_over_midnight_counts_on_both_days(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    days = [(row["day"].day, row["minutes"]) for row in told(crm, "work-days", sort="day") if row["minutes"] < 30]
    assert days[:3] == [(16, 5), (16, 10), (17, 20)] or days[:3] == [(16, 10), (16, 5), (17, 20)]


def test_the_plan_of_the_file_is_the_first_baseline(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    assert {row["baseline"] for row in told(crm, "project-baselines")} == {"Plan of the file"}


def test_nobody_is_warned_of_what_is_long_past(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    assert told(crm, "notebook") == []


def test_the_same_files_again_bring_nothing_new(crm: Crm, tmp_path: Path) -> None:
    entered(crm, tmp_path)
    again = entered(crm, tmp_path)
    assert (again.recorded, again.refused) == (0, {})


def test_a_dry_run_records_nothing(crm: Crm, tmp_path: Path) -> None:
    dry = entered(crm, tmp_path, dry_run=True)
    assert (dry.recorded, dry.refused, dry.notes["minutes"]) == (0, {}, 154)
    assert told(crm, "projects") == []


def test_another_table_is_refused(crm: Crm, tmp_path: Path) -> None:
    other = table(tmp_path / "other.csv", "a,b", ())
    with pytest.raises(Refused, match="no column 'project_key'"):
        run(crm, other, other)


def rounded(text: str) -> int:
    return int(Decimal(text).quantize(Decimal(1), ROUND_HALF_UP))


def summed(
    column: str, tasks: Iterable[Mapping[str, str]], times: Iterable[Mapping[str, str]]
) -> dict[str, tuple[int, int]]:
    """Planned and logged minutes by a column, straight from the rows."""
    planned, actual = Counter[str](), Counter[str]()
    for row in tasks:
        planned[row[column]] += rounded(row["task_plan_time_minutes"])
    for row in times:
        actual[row[column]] += rounded(row["time_log_delta_minutes"])
    found = {key: (planned[key], actual[key]) for key in planned | actual}
    return {key: both for key, both in found.items() if any(both)}


@pytest.mark.parametrize("file", REAL, ids=lambda path: path.name)
def test_a_real_project_has_the_figures_of_a_direct_computation(crm: Crm, tmp_path: Path, file: Path) -> None:
    def rows(path: Path) -> list[dict[str, str]]:
        with gzip.open(path, "rt", encoding="utf-8-sig") as lines:
            return list(csv.DictReader(lines))

    tasks, times = rows(file), rows(file.with_name(file.name.replace("task", "time")))
    both = {row["project_key"] for row in times}
    sizes = Counter(row["project_key"] for row in tasks if row["project_key"] in both)
    project = max((key for key, size in sizes.items() if size <= MOST), key=lambda key: sizes[key])
    parts = []
    for name, found in (("tasks", tasks), ("times", times)):
        found[:] = [row for row in found if row["project_key"] == project]
        path = tmp_path / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(found[0]))
            writer.writeheader()
            writer.writerows(found)
        parts.append(path)
    summary = run(crm, *parts)
    assert summary.refused == {}
    assert summary.events == len(times)
    assert figures(crm, "project", "project") == {
        f"Project {key}": both for key, both in summed("project_key", tasks, times).items()
    }
    of_people = {name: both for name, both in figures(crm, "person", "person").items() if any(both)}
    assert of_people == {f"Person {key}": both for key, both in summed("person_key", tasks, times).items()}
    phases = {name: both for name, both in figures(crm, "category", "category").items() if any(both)}
    assert phases == {key.replace(r"\N", ""): b for key, b in summed("phase_short_name", tasks, times).items()}
