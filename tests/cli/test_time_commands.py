"""Working time on the command line (S3-01, X-34)."""

from __future__ import annotations

import json

import pytest
from examples import ANN, HEAD, MONDAY, NEXT_MONDAY
from shell import Operator

from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.cli.terminal import as_cell
from crm_es.context import Context
from crm_es.ids import work_log_of
from crm_es.pages import page
from crm_es.registries import registry
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables


@pytest.fixture
def office(staffed: Crm) -> Crm:
    """Ann has a task."""
    task = AssignTask(task_id=work_log_of(HEAD), what="Call Acme", responsible_id=ANN, due=NEXT_MONDAY)
    staffed.handle(task, Context(by=ANN, at=MONDAY))
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, ANN, "ann", "correct horse")
        create_account(db, HEAD, "helen", "correct horse")
    return staffed


def test_a_day_of_work_from_the_first_click_to_approval(office: Crm, crm_es: Operator) -> None:
    def said(*arguments: str) -> str:
        done = crm_es("time", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Call Acme" in said("list", "--as", "ann")
    assert "The timer runs: Call Acme." in said("start", "acme", "--as", "ann", "--note", "Flour")
    assert "Nothing runs any more." in said("stop", "--as", "ann")
    assert "The timer runs again." in said("continue", "--as", "ann")
    said("stop", "--as", "ann")
    assert "Recorded: Call Acme." in said("add", "Call", "--as", "ann", "--day", "2025-10-06", "--minutes", "90")
    week = "06.10.2025 to 12.10.2025, 1:30 hours."
    assert f"Submitted: {week}" in said("submit", "--as", "ann", "--day", "2025-10-06")
    assert f"Returned: Ann, {week}" in said("return", "ann", "--as", "helen", "--reason", "No Friday.")
    said("submit", "--as", "ann", "--day", "2025-10-06")
    assert f"Open again: Ann, {week}" in said(
        "reopen", "ann", "--as", "ann", "--day", "2025-10-06", "--reason", "Friday."
    )
    said("submit", "--as", "ann", "--day", "2025-10-06")
    assert f"Approved: Ann, {week}" in said("approve", "ann", "--as", "helen")
    settle(office)
    with office.log.datastore.get_connection() as db:
        rows = page(registry("work-entries"), db, filters={"day": "2025-10-06"}).rows
    assert [(row["subject"], row["minutes"], row["period"]) for row in rows] == [("Call Acme", 90, "approved")]


def test_what_is_meant_has_to_be_one_thing(office: Crm, crm_es: Operator) -> None:
    unknown = crm_es("time", "start", "Moon", "--as", "ann")
    assert (unknown.returncode, "Nothing of yours is called so" in unknown.stderr) == (1, True)
    several = crm_es("time", "start", "a", "--as", "ann")
    assert "More than one thing is called so" in several.stderr
    both = crm_es("time", "add", "acme", "--as", "ann")
    assert "from when until when" in both.stderr
    told = json.loads(crm_es("--json", "time", "list", "--as", "ann").stdout)
    assert (told["running"], told["rows"][0]["title"]) == (None, "Call Acme")


def test_times_are_those_of_the_company_where_no_zone_is_named(office: Crm, crm_es: Operator) -> None:
    def said(*arguments: str) -> str:
        done = crm_es(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    told = ("--from", "2025-10-06T12:00", "--to", "2025-10-06T13:00")
    assert "06.10.2025 12:00 to 13:00, 60 minutes." in said("time", "add", "Call", "--as", "ann", *told)
    settle(office)
    with office.log.datastore.get_connection() as db:
        (row,) = page(registry("work-entries"), db, filters={}).rows
    assert as_cell(row["starts"], office.reference.calendar.zone) == "2025-10-06 12:00"
    work_id = str(row["work_id"])
    later = ("--from", "2025-10-06T13:00", "--to", "2025-10-06T14:30", "--reason", "After lunch.")
    assert "13:00 to 14:30, 90 minutes." in said("time", "correct", work_id, "--as", "ann", *later)
    assert "Taken back." in said("time", "remove", work_id, "--as", "ann", "--reason", "It was Bob.")
