"""Reports of working time and imports of plans and tickets on the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from examples import ANN, MONDAY
from shell import Operator, answer

from crm_es.aggregates.work_log import RecordWork
from crm_es.application import Crm
from crm_es.cli.labour import month
from crm_es.context import IMPORT, Context
from crm_es.ids import work_log_of
from crm_es.playbook import Calendar
from crm_es.runners.worker import settle

PLAYBOOKS = Path(__file__).resolve().parents[2] / "playbooks"
NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-30")


@pytest.fixture
def worked(staffed: Crm) -> Crm:
    work = {"work_log_id": work_log_of(ANN), "person_id": ANN, "work_id": ANN, "kind": "administration"}
    told = {"day": "2026-11-20", "minutes": 90, "source": "import"}
    staffed.handle(RecordWork.model_validate(work | told), Context(IMPORT, MONDAY, frozenset({IMPORT})))
    settle(staffed)
    return staffed


def test_time_is_printed_by_day_and_by_kind(worked: Crm, crm_es: Operator, tmp_path: Path) -> None:
    assert worked
    (row,) = answer(crm_es("--json", "report", "labour", *NOVEMBER))["lines"]
    assert (row["person"], row["20.11.2026"], row["21.11.2026 off"]) == ("Ann", 1.5, None)
    table = crm_es("report", "time-structure", *NOVEMBER).stdout
    assert "administration" in table
    assert "100.0" in table
    assert "too few" in crm_es("report", "estimate", "Repair the roof").stdout
    sheet = tmp_path / "labour.xlsx"
    told = crm_es("report", "labour", *NOVEMBER, "--format", "xlsx", "--out", sheet).stdout
    assert told == f"1 lines are in {sheet}.\n"
    assert sheet.read_bytes().startswith(b"PK")
    assert "give --out" in crm_es("report", "labour", "--format", "xlsx").stderr
    assert "not by moon" in crm_es("report", "labour", "--by", "moon").stderr


def test_tickets_and_plans_of_other_systems_are_imported(crm: Crm, crm_es: Operator, tmp_path: Path) -> None:
    assert crm
    audit = tmp_path / "audit.csv"
    audit.write_text("number,incident_state,opened_at,sys_updated_at\nINC1,New,29-02-2016 01:16,29-02-2016 01:23\n")
    told = answer(crm_es("--json", "import", "servicenow", audit, "--playbook", PLAYBOOKS / "servicenow.yaml"))
    assert (told["cases"], told["states"]) == (1, {"New": 1})
    log = tmp_path / "log.csv"
    log.write_text("case,activity,time\n1-1,Accepted,2012-05-04T09:00:00Z\n")
    dry = answer(crm_es("--json", "import", "incidents", log, "--playbook", PLAYBOOKS / "incidents.yaml", "--dry-run"))
    assert dry["cases"] == 1
    other = tmp_path / "other.csv"
    other.write_text("a,b\n")
    assert "has no column" in crm_es("import", "cesaw", other, "--tasks", other).stderr
    assert "has no column" in crm_es("import", "sip", other, "--days", other).stderr


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_reports_end_today_as_the_company_counts_days(zone: str) -> None:
    """Where it is another day than in Greenwich, too."""
    today = datetime.now(ZoneInfo(zone)).date()
    assert month(Calendar(time_zone=zone), None, None) == (today.replace(day=1), today)
