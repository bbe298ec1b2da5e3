"""Reviews, reports on work, and tasks by one line, on the command line (S0-47, S2-04..S2-20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from examples import ANN, HEAD, MONDAY
from shell import Operator, answer

from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables

OVERDUE, TODAY = UUID(int=501), UUID(int=502)


@pytest.fixture
def crm_es(staffed: Crm, crm_es: Operator) -> Operator:
    """Ann has something overdue and something to come; she and Helen sign in."""
    soon = datetime.now(UTC) + timedelta(days=2)
    for task_id, due in ((OVERDUE, MONDAY - timedelta(1000)), (TODAY, soon)):
        wish = AssignTask(task_id=task_id, what="Call", responsible_id=ANN, due=due)
        staffed.handle(wish, Context(by=HEAD, at=MONDAY - timedelta(1001)))
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        for person_id, login in ((ANN, "ann"), (HEAD, "helen")):
            create_account(db, person_id, login, "correct horse")
    return crm_es


def test_a_head_reviews_the_day_and_reads_reports(crm_es: Operator) -> None:
    told = answer(crm_es("--json", "review", "morning", "--as", "helen"))
    assert [(row["section"], row["responsible"]) for row in told["rows"]] == [("overdue", "Ann")]
    assert told["people"][0]["overdue"] == 1
    assert "overdue" in crm_es("review", "evening").stdout
    load = answer(crm_es("--json", "report", "load", "--as", "ann"))["lines"]
    assert (sum(line["overdue"] for line in load), sum(line["due"] for line in load)) == (1, 1)
    lines = answer(crm_es("--json", "report", "completed", "--by", "person"))["lines"]
    assert [(line["responsible"], line["planned"]) for line in lines] == [("Ann", 2), (None, 2)]
    assert answer(crm_es("--json", "report", "stage-times"))["lines"] == []


def test_tasks_are_assigned_by_one_line_and_moved_many_at_once(crm_es: Operator) -> None:
    said = crm_es("do", "позвонить Розе завтра в 15:00 ! @Ann", "--as", "helen", "--dry-run")
    assert said.stdout.startswith("Ann: позвонить Розе, by ")
    assert said.stdout.endswith("Urgent. Nothing is recorded.\n")
    told = answer(crm_es("--json", "do", "call Rosa tomorrow 15:00", "--as", "ann"))
    assert (told["what"], told["recorded"]) == ("call Rosa", True)
    moved = answer(
        crm_es("--json", "reschedule", OVERDUE, UUID(int=9), "--as", "ann", "--working-days", 2, "--reason", "Fair")
    )
    assert (moved["moved"], [row["recorded"] for row in moved["rows"]]) == (1, [True, False])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("do", "pay 31.02", "--as", "ann"), "no day '31.02'"),
        (("do", "call @Zoe", "--as", "ann"), "No person called @Zoe"),
        (("reschedule", OVERDUE, "--as", "ann", "--reason", "Fair"), "either --due or --working-days"),
        (("review", "morning", "--day", "2190-01-01"), "not come yet"),
        (("report", "completed", "--by", "weekday"), "not by weekday"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(crm_es: Operator, arguments: tuple[object, ...], told: str) -> None:
    done = crm_es(*arguments)
    assert (done.returncode != 0, told in done.stderr, "Traceback" in done.stderr) == (True, True, False), done.stderr
