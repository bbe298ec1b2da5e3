"""Time from one click to the approved week, and what tickets and lists know of it (S3-01, S3-04, S3-05, X-34)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import ANN, BOB, CAROL, HEAD, MONDAY, NEXT_MONDAY, TUESDAY
from work_facts import HOUR, LOG, SECOND, TICKET, WORK, whose

from crm_es import audit
from crm_es.aggregates.ticket import OpenTicket
from crm_es.aggregates.work_log import (
    ApprovePeriod,
    CorrectWork,
    RecordWork,
    RemoveWork,
    ReturnPeriod,
    StartTimer,
    StopTimer,
    SubmitPeriod,
)
from crm_es.api.sight import sight
from crm_es.application import Crm
from crm_es.registries import registry

start = StartTimer(**whose, work_id=WORK, kind="service", ticket_id=TICKET)
day = MONDAY.date()


class House(Company):
    def ticket(self) -> dict[str, Any]:
        return next(row for row in self.list("tickets") if row["ticket_id"] == TICKET)

    def seen(self, person_id: UUID, name: str) -> list[dict[str, Any]]:
        return self.list(name, **sight(self.crm.reference, person_id).limits(registry(name)))

    def texts(self, person_id: UUID, kind: str) -> list[str]:
        return [entry.text for entry in self.notebook(person_id) if entry.kind == kind]


@pytest.fixture
def house(staffed: Crm) -> House:
    """A client asked for something, and it is Ann's."""
    house = House(staffed)
    house.ask(ANN, OpenTicket(ticket_id=TICKET, subject="Printer", responsible_id=ANN), MONDAY)
    return house


def test_work_on_a_ticket_is_counted_by_it_and_corrections_too(house: House) -> None:
    house.ask(ANN, start, MONDAY)
    house.ask(ANN, StopTimer(**whose), MONDAY + HOUR)
    assert house.ticket()["spent_minutes"] == 60
    longer = CorrectWork(
        **whose, work_id=WORK, ticket_id=TICKET, kind="service", starts=MONDAY, ends=MONDAY + 2 * HOUR, reason="Longer."
    )
    house.ask(HEAD, longer, TUESDAY)
    assert house.ticket()["spent_minutes"] == 120
    house.ask(ANN, RemoveWork(**whose, work_id=WORK, reason="It was Bob."), TUESDAY)
    assert house.ticket()["spent_minutes"] == 0
    assert house.list("work-entries") == []


def test_work_on_a_ticket_that_is_not_there_is_refused(house: House) -> None:
    nowhere = start.model_copy(update={"ticket_id": SECOND})
    assert "There is no ticket" in house.refused(ANN, nowhere, MONDAY)


def test_a_forgotten_timer_is_stopped_and_its_person_asked_to_put_it_right(house: House) -> None:
    house.ask(ANN, start, MONDAY)
    house.clock(MONDAY + 11 * HOUR)
    assert house.texts(ANN, "forgotten timer") == []
    house.clock(MONDAY + 12 * HOUR + timedelta(minutes=1))
    assert house.texts(ANN, "forgotten timer") == [
        "Your timer (service) ran for 12 hours and was stopped: correct the entry."
    ]
    right = CorrectWork(
        **whose, work_id=WORK, ticket_id=TICKET, kind="service", starts=MONDAY, ends=MONDAY + HOUR, reason="Forgotten."
    )
    house.ask(ANN, right, TUESDAY)
    assert house.texts(ANN, "forgotten timer") == []
    assert house.one("work-entries")["minutes"] == 60


def test_a_week_goes_to_the_supervisor_and_back_and_is_locked_in_the_end(house: House) -> None:
    house.ask(ANN, RecordWork(**whose, work_id=WORK, kind="service", day=day, minutes=90), TUESDAY)
    house.ask(ANN, SubmitPeriod(**whose, day=day), TUESDAY)
    assert house.texts(HEAD, "time to approve") == ["Ann: 1:30 hours from 23.11.2026 to 29.11.2026."]
    house.ask(HEAD, ReturnPeriod(work_log_id=LOG, day=day, reason="Friday is missing."), TUESDAY)
    assert house.texts(HEAD, "time to approve") == []
    assert house.texts(ANN, "time returned") == [
        "Your time from 23.11.2026 to 29.11.2026 is returned. Friday is missing."
    ]
    house.ask(ANN, SubmitPeriod(**whose, day=day), NEXT_MONDAY)
    assert house.texts(ANN, "time returned") == []
    assert house.texts(HEAD, "time to approve") != []
    house.ask(HEAD, ApprovePeriod(work_log_id=LOG, day=day), NEXT_MONDAY)
    assert house.texts(HEAD, "time to approve") == []
    assert "ask Helen to reopen it" in house.refused(ANN, RemoveWork(**whose, work_id=WORK, reason="No."), NEXT_MONDAY)
    period = house.one("work-periods")
    assert (period["person"], period["status"], period["times"], period["minutes"]) == ("Ann", "approved", 2, 90)
    assert house.one("work-entries")["period"] == "approved"


def test_everybody_sees_their_own_time_and_those_above_and_accounting_all(house: House) -> None:
    house.ask(ANN, RecordWork(**whose, work_id=WORK, ticket_id=TICKET, kind="service", day=day, minutes=90), TUESDAY)
    (row,) = house.seen(ANN, "work-entries")
    assert (row["subject"].endswith("Printer"), row["person"], row["period"]) == (True, "Ann", "open")
    for name in ("work-entries", "work-days"):
        assert [len(house.seen(who, name)) for who in (ANN, BOB, HEAD, CAROL)] == [1, 0, 1, 1]


def test_the_log_of_a_person_reads_as_sentences_and_shows_what_it_was(house: House) -> None:
    house.ask(ANN, start, MONDAY)
    house.ask(ANN, StopTimer(**whose), MONDAY + HOUR)
    with house.crm.log.datastore.get_connection() as db:
        said = [line["sentence"] for line in audit.history(db, LOG)]
        found = audit.record(db, LOG)
    assert said == [
        "Began to work on it: service.",
        "Stopped working on it: service, since 2026-11-23T09:00.",
        "60 minutes of Ann recorded, from 2026-11-23T09:00: service.",
    ]
    assert found is not None
    assert found[0] == 3
