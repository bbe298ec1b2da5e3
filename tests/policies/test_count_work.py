"""Tickets and projects count what is worked for them (S3-05, S3-19)."""

from __future__ import annotations

from typing import Any

from examples import ANN, MONDAY
from work_facts import HOUR, PROJECT, STAGE, TICKET, WORK, corrected, recorded, removed, work

from crm_es.aggregates.project import CountProjectWork
from crm_es.aggregates.ticket import CountTicketWork
from crm_es.policies.count_work import react

of_project: dict[str, Any] = {"project_id": PROJECT, "stage_id": STAGE}


def ticket(minutes: int) -> CountTicketWork:
    return CountTicketWork(ticket_id=TICKET, work_id=WORK, person_id=ANN, minutes=minutes)


def project(minutes: int) -> CountProjectWork:
    whose: dict[str, Any] = of_project | {"work_id": WORK, "person_id": ANN}
    return CountProjectWork(**whose, kind="service", on=MONDAY.date(), minutes=minutes)


def test_recorded_work_counts() -> None:
    assert list(react(recorded(ticket_id=TICKET))) == [ticket(60)]
    assert list(react(recorded(**of_project))) == [project(60)]
    assert list(react(recorded())) == []


def test_removed_work_counts_no_more() -> None:
    assert list(react(removed.model_copy(update={"work": work(ticket_id=TICKET)}))) == [ticket(0)]


def test_a_correction_counts_anew() -> None:
    longer = corrected.model_copy(
        update={"was": work(**of_project), "work": work(ends=MONDAY + 2 * HOUR, **of_project)}
    )
    assert list(react(longer)) == [project(120)]


def test_what_was_recorded_for_the_wrong_thing_counts_there_no_more() -> None:
    moved = corrected.model_copy(update={"was": work(ticket_id=TICKET), "work": work(**of_project)})
    assert list(react(moved)) == [ticket(0), project(60)]


def test_a_break_is_no_labour() -> None:
    assert list(react(recorded(ticket_id=TICKET, rest=True))) == [ticket(0)]
