"""Whether notebooks are used: who opens and closes, how old entries grow, what blocks most, who is exempted (S0-40)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from examples import ANN, BOB, HEAD, ID, MONDAY, OTHER_ID, TUESDAY, WEDNESDAY
from fold import keep
from past import invoice

from crm_es.adoption_report import adoption
from crm_es.aggregates.invoice_desk import ExemptDesk
from crm_es.aggregates.notebook import AddEntry
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import desk_of, notebook_of
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.projections.notebook_entries import Entry
from crm_es.registries import registry
from crm_es.runners.worker import settle

HOUR = timedelta(hours=1)
NOW = MONDAY + timedelta(10)
WEEK: dict[str, Any] = {"since": MONDAY.date(), "until": MONDAY.date() + timedelta(6)}
Report = dict[str, list[dict[str, Any]]]


def entry(n: int, person_id: UUID, at: datetime = MONDAY, **changes: Any) -> Entry:
    added = Entry(
        entry_id=UUID(int=n),
        person_id=person_id,
        notebook_id=notebook_of(person_id),
        kind="payment made",
        heading="payment made",
        about="payment_request",
        subject_id=ID,
        text="It is paid.",
        to_do="Tell them.",
        blocks=False,
        desks=(),
        added_at=at,
    )
    return replace(added, **changes)


CLOSED = {"seen_at": MONDAY + HOUR, "closed_at": MONDAY + 3 * HOUR}
ENTRIES = (
    entry(1, ANN, **CLOSED, closed_by=str(ANN), desks=("invoice",)),
    entry(2, ANN, MONDAY + HOUR, closed_at=MONDAY + 9 * HOUR, closed_by=str(BOB), desks=("invoice", "order")),
    entry(3, ANN, kind="price question", closed_at=TUESDAY, closed_by="ask_price_approvers"),
    entry(4, BOB, times_put_off=2, put_off_until=NOW + HOUR, reminded_at=TUESDAY),
    entry(5, BOB, MONDAY - timedelta(20), kind="price decision", desks=("invoice",), seen_at=MONDAY),
)


@pytest.fixture
def company(staffed: Crm) -> Crm:
    """Ann deals with her entries; two of Bob's stay open, and one of them keeps his desk closed for weeks."""
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        keep(db, *ENTRIES)
    return staffed


def reported(crm: Crm, now: datetime = NOW, **asked: Any) -> Report:
    with crm.log.datastore.get_connection() as db:
        return adoption(db, now, **WEEK | asked)


def of(report: Report, person: str | None, kind: str | None) -> dict[str, Any]:
    (line,) = [line for line in report["entries"] if (line["person"], line["kind"]) == (person, kind)]
    return line


def test_it_tells_who_opens_and_closes_and_how_soon(company: Crm) -> None:
    ann = of(reported(company), "Ann", None)
    assert (ann["added"], ann["seen"], ann["closed"], ann["open"]) == (3, 1, 3, 0)
    assert (ann["closed_by_owner"], ann["closed_by_others"], ann["settled"]) == (1, 1, 1)
    assert (ann["median_hours_until_seen"], ann["median_hours_until_closed"]) == (1, 8)
    made = of(reported(company), None, "payment made")
    assert (made["added"], made["closed"], made["put_off"], made["reminded"]) == (3, 2, 2, 1)


def test_it_tells_how_old_open_entries_are_whenever_they_were_added(company: Crm) -> None:
    bob = of(reported(company), "Bob", None)
    assert (bob["added"], bob["open"], bob["unseen"]) == (1, 2, 1)
    assert (bob["median_days_open"], bob["longest_days_open"]) == (20, 30)
    everything = of(reported(company), None, None)
    assert (everything["added"], everything["open"]) == (4, 2)


def test_week_by_week_one_sees_them_grow(company: Crm) -> None:
    first, last = reported(company, since=MONDAY.date() - timedelta(21))["weeks"][:1], reported(company)["weeks"][-1]
    assert (first[0]["week"], first[0]["added"], first[0]["open"]) == (date(2026, 11, 2), 1, 1)
    assert (last["week"], last["added"], last["closed"], last["open"]) == (MONDAY.date(), 4, 3, 2)
    assert (last["median_days_open"], last["longest_days_open"]) == (16.63, 26.63)


def test_hours_of_a_desk_count_once_however_many_entries_close_it(company: Crm) -> None:
    blocking = {(line["desk"], line["kind"]): line for line in reported(company, people={ANN})["blocking"]}
    assert {place: line["hours"] for place, line in blocking.items()} == {
        ("invoice", None): 9,
        ("invoice", "payment made"): 9,
        ("order", None): 8,
        ("order", "payment made"): 8,
    }
    whole = {(line["desk"], line["kind"]): line for line in reported(company)["blocking"]}
    week = (timedelta(7) - timedelta(hours=9)) / HOUR + 9  # the whole week, of Bob
    assert (whole["invoice", "price decision"]["hours"], whole["invoice", "price decision"]["open"]) == (week, 1)
    assert (whole["invoice", None]["people"], whole["invoice", None]["most_hours"]) == (2, week)


def test_exemptions_are_told_with_how_often_they_were_used(company: Crm) -> None:
    exemption = ExemptDesk(invoice_desk_id=desk_of(BOB), manager_id=BOB, until=WEDNESDAY, reason="The lorry waits.")
    told = AddEntry(
        notebook_id=notebook_of(BOB),
        person_id=BOB,
        entry_id=OTHER_ID,
        kind="price decision",
        about="price_approval",
        subject_id=ID,
        text="Look at it.",
    )
    company.handle(told, Context(by="policy", at=MONDAY, roles=frozenset({"policy"})))
    settle(company)
    company.handle(exemption, Context(by=HEAD, at=MONDAY))
    company.handle(invoice(BOB, ID), Context(by=BOB, at=TUESDAY))
    (line,) = reported(company)["exemptions"]
    assert (line["desk"], line["person"], line["given"], line["used"]) == ("invoice", "Bob", 1, 1)
    assert line["last_reason"] == "The lorry waits."
    assert reported(company, people={ANN})["exemptions"] == []


def test_behind_each_figure_are_its_rows(company: Crm) -> None:
    report = reported(company)
    asked = [
        *((line["added"], line["query"]) for line in report["entries"]),
        *((line["open"], line["open_query"]) for line in report["entries"]),
        *((line["added"], line["query"]) for line in report["weeks"]),
    ]
    with company.log.datastore.get_connection() as db:
        for figure, query in asked:
            assert len(page(registry("notebook"), db, filters=dict(parse_qsl(query))).rows) == figure, query
        for line in report["blocking"]:
            assert page(registry("notebook"), db, filters=dict(parse_qsl(line["query"]))).rows


def test_one_sees_only_those_whom_one_asks_for(company: Crm) -> None:
    report = reported(company, people={ANN})
    assert {line["person"] for line in report["entries"]} == {None, "Ann"}
    assert (of(report, None, None)["added"], report["weeks"][-1]["added"]) == (3, 3)


def test_a_time_to_come_has_nothing_and_a_turned_one_is_refused(company: Crm) -> None:
    later = reported(company, since=date(2027, 1, 1), until=date(2027, 1, 31))
    assert [line["added"] for line in later["entries"] if not line["kind"]] == [0, 0], "what is open is so now"
    assert (later["weeks"], later["blocking"], later["exemptions"]) == ([], [], [])
    with pytest.raises(Refused, match="ends before it begins"):
        reported(company, since=date(2027, 1, 1))
