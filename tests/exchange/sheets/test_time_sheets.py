"""Working time out of a spreadsheet: told row by row, taken once, taken back (X-34)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from examples import ANN, BOB, CLIENT, HEAD, MONDAY, OPERATOR

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.staff_member import RecordStaffEmail
from crm_es.aggregates.ticket import OpenTicket
from crm_es.aggregates.work_log import SubmitPeriod
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.sheets.results import SheetSummary
from crm_es.exchange.sheets.taking import revert, take
from crm_es.exchange.sheets.values import clock, length
from crm_es.ids import work_log_of
from crm_es.messages import Refused
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables

SHEET = """Сотрудник;Дата;Часы;Клиент;Вид работ;Комментарий
Ann;17.11.2025;1,5;Rye & Co;service;Printer
ann;17.11.2025;0:45;Rye & Co;;Call
bob@company.example;18.11.2025;2ч 30м;;administration;Reports
;18.11.2025;1;;;
Ann;17.11.2025;1:30;Rye & Co;service;printer
Zed;17.11.2025;1;;;
Ann;17.11.2025;25;;;
Ann;01.01.2199;1;;;
Ann;17.11.2025;1;Nobody;;
Ann;17.11.2025;1;;gardening;
Ann;17.11.2025;;;;
"""
TIMES = """Who;Date;Start;End;Notes
Ann;2025-11-17;22:30;01:00;Night shift
Ann;;17.11.2025 09:00;17.11.2025 10:30;Morning
Ann;2025-11-17;09:30;10:00;Over it
Ann;2025-11-17;9;10:00;
"""

TICKET = UUID(int=4711)
DAY = date(2025, 11, 17)
KINDS = ("service", "project work", "commercial activity", "administration", "self-study", "break")


@pytest.fixture
def crm(staffed: Crm) -> Crm:
    staffed.handle(MeetClient(client_id=CLIENT, name="Rye & Co", owner_id=ANN), Context(HEAD, MONDAY))
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, ANN, "ann", "correct horse")
    mailed = RecordStaffEmail(staff_member_id=BOB, email="bob@company.example")
    staffed.handle(mailed, Context("command line", MONDAY, frozenset({"administrator"})))
    return staffed


def brought(crm: Crm, text: str | bytes, by: UUID = OPERATOR, **options: Any) -> SheetSummary:
    data = text.encode() if isinstance(text, str) else text
    summary = take(crm, data, "time", by, name="time.csv", **options)
    settle(crm)
    return summary


def entries(crm: Crm) -> list[dict[str, Any]]:
    question = (
        "SELECT person_id, minutes, kind, note, source, overlapping, starts FROM work_entries ORDER BY starts, note"
    )
    with crm.log.datastore.get_connection() as db:
        return list(db.execute(question).fetchall())


def test_what_is_right_and_new_becomes_entries_and_the_rest_is_told_row_by_row(crm: Crm) -> None:
    summary = brought(crm, SHEET)
    assert [(row.line, row.outcome) for row in summary.rows] == [
        *((line, "taken") for line in (2, 3, 4, 5)),
        (6, "twin"),
        *((line, "faulty") for line in (7, 8, 9, 10, 11, 12)),
    ]
    assert [row.why for row in summary.rows[5:]] == [
        "Nobody here is called 'Zed': name somebody of the staff.",
        "Часы '25' is no time that a day has: write it as 1:30 or 1.5.",
        "Дата '01.01.2199' has not come yet: record work when it is done.",
        "There is no client 'Nobody': import clients first.",
        "Вид работ 'gardening' is no kind of work: take " + ", ".join(KINDS) + ".",
        "Часы is empty: fill it in.",
    ]
    found = sorted((row["person_id"], row["minutes"], row["kind"], row["note"]) for row in entries(crm))
    assert found == [
        (ANN, 45, "service", "Call"),
        (ANN, 90, "service", "Printer"),
        (BOB, 150, "administration", "Reports"),
        (OPERATOR, 60, "service", ""),
    ]


def test_the_same_sheet_again_brings_nothing(crm: Crm) -> None:
    brought(crm, SHEET)
    assert brought(crm, SHEET).counts["twin"] == 5
    assert brought(crm, SHEET, twins_too=True).counts["taken"] == 5


def test_starts_and_ends_are_read_past_midnight_and_rows_are_checked_as_what_is_typed(crm: Crm) -> None:
    """A sheet of one's own is no proof: nobody does two things at once in it either."""
    summary = brought(crm, TIMES)
    assert [row.outcome for row in summary.rows] == ["taken", "taken", "refused", "faulty"]
    assert "other work is recorded" in str(summary.rows[2].why)
    assert [(row["note"], row["minutes"], row["overlapping"], row["source"]) for row in entries(crm)] == [
        ("Morning", 90, False, "import"),
        ("Night shift", 150, False, "import"),
    ]
    zone = crm.reference.calendar.zone
    night = datetime(2025, 11, 17, 22, 30, tzinfo=zone).astimezone(UTC)
    assert entries(crm)[1]["starts"] == night
    assert brought(crm, TIMES).counts["twin"] == 2


def test_the_list_of_imports_says_what_was_really_taken(crm: Crm) -> None:
    """Rows that can be read may be refused."""
    brought(crm, TIMES)
    brought(crm, TIMES, twins_too=True)
    with crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT taken, refused, faulty FROM sheet_imports ORDER BY imported_at").fetchall()
    assert [tuple(row.values()) for row in rows] == [(2, 1, 1), (0, 3, 1)]


def test_where_no_kind_is_told_it_is_what_is_usual_for_the_subject(crm: Crm) -> None:
    """S3-04: work on a ticket is service, and paid for."""
    opened = OpenTicket(ticket_id=TICKET, subject="The printer smokes", text="", channel="phone", client_id=CLIENT)
    crm.handle(opened, Context(ANN, MONDAY))
    settle(crm)
    sheet = "Who;Date;Hours;Ticket;Client\nAnn;17.11.2025;1;The printer smokes;\nAnn;17.11.2025;1;;\n"
    assert brought(crm, sheet).counts["taken"] == 2
    with crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT ticket_id, kind, billable FROM work_entries ORDER BY ticket_id").fetchall()
    labour = crm.reference.playbooks[crm.reference.version].labour
    first = labour.kinds[0]
    assert [tuple(row.values()) for row in rows] == [
        (TICKET, labour.usual_kind("ticket"), True),
        (None, first.name, first.billable),
    ]


def test_a_look_before_tells_which_weeks_are_closed(crm: Crm) -> None:
    brought(crm, SHEET)
    log_id = work_log_of(ANN)
    crm.handle(SubmitPeriod(work_log_id=log_id, person_id=ANN, day=DAY), Context(ANN, MONDAY))
    settle(crm)
    sheet = "Who;Date;Hours;Notes\nAnn;18.11.2025;1;Late\nAnn;25.11.2025;1;Free\nBob;18.11.2025;1;His\n"
    rows = brought(crm, sheet, dry_run=True).rows
    assert [row.outcome for row in rows] == ["faulty", "new", "new"]
    assert rows[0].why == "The time from 17.11.2025 to 23.11.2025 is submitted: have it opened again first."


def test_a_workbook_with_times_and_durations_is_read(crm: Crm) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        day, clock = (book.add_format({"num_format": form}) for form in ("dd.mm.yyyy", "hh:mm"))
        for n, heading in enumerate(("Сотрудник", "Дата", "Часы", "Комментарий")):
            sheet.write(0, n, heading)
        sheet.write(1, 0, "Ann")
        sheet.write_datetime(1, 1, datetime(2025, 11, 17), day)  # noqa: DTZ001 - a cell knows no zone
        sheet.write_number(1, 2, 1.5 / 24, clock)
        sheet.write(1, 3, "Printer")
    assert [row.why for row in brought(crm, file.getvalue()).rows] == [None]
    assert [(row["minutes"], row["note"]) for row in entries(crm)] == [(90, "Printer")]


def test_everybody_brings_their_own_time_and_operators_that_of_others(crm: Crm) -> None:
    summary = brought(crm, SHEET, BOB)
    assert [row.line for row in summary.rows if row.outcome == "taken"] == [4, 5]
    assert "Operators bring the time of others" in str(summary.rows[0].why)


def test_a_sheet_is_looked_at_first_and_taken_back(crm: Crm) -> None:
    looked = brought(crm, SHEET, dry_run=True)
    assert (looked.counts["new"], entries(crm)) == (4, [])
    taken = brought(crm, SHEET)
    assert taken.sheet_import_id
    back = revert(crm, taken.sheet_import_id, OPERATOR, "The wrong month")
    settle(crm)
    assert [row.outcome for row in back] == ["taken"] * 4
    assert entries(crm) == []


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1,5", 90),
        ("1.25", 75),
        ("1:30", 90),
        ("0:45:00", 45),
        ("2ч", 120),
        ("90 мин", 90),
        ("1h 30m", 90),
        ("24", 1440),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert length(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "-1", "soon", "24:01", "1e3"])
def test_what_is_no_length_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        length(text)


def test_what_is_no_moment_is_told() -> None:
    for text in ("25:00", "17.11.2025", "noon"):
        with pytest.raises(ValueError, match=r"is no|has no"):
            clock(text)


def test_other_sheets_are_still_for_those_who_keep_lists(crm: Crm) -> None:
    with pytest.raises(Refused, match="operators and sales"):
        take(crm, b"x", "clients", UUID(int=15), name="a.csv")
