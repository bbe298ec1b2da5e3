"""The lists that people look at, on a real database: filters, order, pages, and who may see what."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, CAROL, CLIENT, CONTRACTOR, HEAD, ID, MONDAY, TUESDAY
from fold import keep
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_es.filters import dated, possible
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.playbook import Calendar
from crm_es.projections.client_registry import Client
from crm_es.projections.contractor_registry import Contractor
from crm_es.projections.deal_registry import Deal
from crm_es.projections.payment_registry import Payment
from crm_es.projections.staff_registry import StaffMember
from crm_es.registries import REGISTRIES, Registry, registry

Db = psycopg.Connection[Any]
DEALS, PAYMENTS, CLIENTS = registry("deals"), registry("payment-requests"), registry("clients")

staff = [StaffMember(who, name, "manager", HEAD, MONDAY) for who, name in ((ANN, "Ann"), (BOB, "Bob"), (HEAD, "Helen"))]
client = Client(CLIENT, "Ёлки & Co", ANN, None, MONDAY)
deal = Deal(
    deal_id=ID,
    title="Flour",
    client_id=CLIENT,
    owner_id=ANN,
    pipeline="wholesale",
    playbook_version=1,
    stage="lead",
    outcome="open",
    amount=Decimal(100),
    currency="RUB",
    product=None,
    opened_at=MONDAY,
    since=MONDAY,
)
payment = Payment(ID, "submitted", ANN, "Bags", Decimal(5), "RUB", MONDAY, involved=(ANN, HEAD), asked=(HEAD, BOB))


def deals(*changes: dict[str, Any]) -> list[Deal]:
    return [replace(deal, deal_id=UUID(int=n), **change) for n, change in enumerate(changes)]


def found(db: Db, shown: Registry = DEALS, **asked: Any) -> list[int]:
    return [row[shown.row.KEY].int for row in page(shown, db, **asked).rows]


def turned(db: Db, shown: Registry, **asked: Any) -> Iterator[dict[str, Any]]:
    """All pages, one after the other."""
    turn = page(shown, db, **asked)
    yield from turn.rows
    while turn.next_cursor:
        turn = page(shown, db, **asked, cursor=turn.next_cursor)
        yield from turn.rows


@pytest.mark.parametrize("shown", REGISTRIES, ids=lambda shown: shown.name)
def test_every_list_can_be_sorted_and_filtered_by_all_that_it_offers(company: Db, shown: Registry) -> None:
    examples = {UUID: str(ID), str: "x", int: "1", bool: "true", Decimal: "1.5"}
    for name, column in shown.columns.items():
        assert page(shown, company, filters={name: examples.get(column.kind, "2026-03-31")}, sight=[ANN]).rows == []
        if not column.several:
            assert page(shown, company, sort=f"-{name}").rows == []
    for name in possible(shown):
        if name.endswith(("_from", "_to")):
            kind = shown.columns[name.rpartition("_")[0]].kind
            assert page(shown, company, filters={name: examples.get(kind, "2026-03-31")}).rows == []
    assert page(shown, company, filters={"q": "x"}, sort=shown.sort).rows == []


def test_rows_are_shown_with_the_names_of_what_they_refer_to(company: Db) -> None:
    keep(company, *staff, client, deal, payment, Contractor(CONTRACTOR, "Bags Ltd", "RU", MONDAY))
    (row,) = page(DEALS, company).rows
    assert (row["client"], row["owner"], row["stage"], row["outcome"]) == ("Ёлки & Co", "Ann", "lead", "open")
    (row,) = page(PAYMENTS, company).rows
    assert (row["author"], row["contractor"], row["asked_names"], row["status"]) == (
        "Ann",
        None,
        "Bob, Helen",
        "submitted",
    )


def test_a_list_is_narrowed_by_values_and_ranges(company: Db) -> None:
    keep(company, *deals({"amount": Decimal(1)}, {"amount": Decimal(2), "stage": "offer"}, {"amount": None}))
    assert found(company, filters={"stage": "offer"}) == [1]
    assert found(company, filters={"amount_from": "1", "amount_to": "1.5"}) == [0]
    assert found(company, filters={"amount_to": "2", "stage": "lead"}) == [0]
    assert found(company, filters={"amount": "none"}) == [2]
    with pytest.raises(Refused, match="must be a day or time"):
        page(DEALS, company, filters={"opened_at": "none"})


def test_the_last_day_of_a_range_is_included(company: Db) -> None:
    keep(company, *deals({"opened_at": MONDAY}, {"opened_at": TUESDAY}))
    assert found(company, filters={"opened_at_to": "2026-11-23"}) == [0]
    assert found(company, filters={"opened_at_from": "2026-11-24"}) == [1]
    assert found(company, filters={"opened_at_from": "2026-11-24T10:00:00+01:00"}) == [1]


def test_today_and_its_neighbours_are_days_of_the_company() -> None:
    """S2-05: ten in the evening in London is the next day in Moscow."""
    moscow, late = Calendar(time_zone="Europe/Moscow"), MONDAY + timedelta(hours=13)
    asked = {"opened_at_from": "today", "closed_at_to": "tomorrow", "since_to": "yesterday", "stage": "today"}
    assert dated(DEALS, asked, moscow, late) == {
        "opened_at_from": "2026-11-23T21:00:00+00:00",
        "closed_at_to": "2026-11-25T20:59:59+00:00",
        "since_to": "2026-11-23T20:59:59+00:00",
        "stage": "today",
    }
    assert dated(PAYMENTS, {"pay_by_to": "today", "due": "today"}, moscow, late)["pay_by_to"] == "2026-11-24"


def test_requests_are_found_by_who_is_asked(company: Db) -> None:
    keep(company, payment)
    assert found(company, PAYMENTS, filters={"asked": str(BOB)}) == [1]
    assert found(company, PAYMENTS, filters={"asked": str(ANN)}) == []


@pytest.mark.parametrize("words", ["елк", "ЁЛКИ", "& co", "flo"])
def test_words_are_found_whatever_their_case(company: Db, words: str) -> None:
    """X-04: also in names of other records, and ё as е."""
    keep(company, client, deal)
    assert found(company, filters={"q": words}) == [1]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; DROP TABLE deal_registry; --"])
def test_signs_that_mean_something_to_the_database_mean_nothing_here(company: Db, words: str) -> None:
    keep(company, deal)
    assert found(company, filters={"q": words}) == []
    keep(company, replace(deal, title=f"Flour {words}"))
    assert found(company, filters={"q": words}) == [1]


def test_names_are_sorted_as_people_do(company: Db) -> None:
    names = ("яблоко", "Ель", "ёж", "Арбуз", "жук")
    keep(company, *(replace(client, client_id=UUID(int=n), name=name) for n, name in enumerate(names)))
    assert [row["name"] for row in page(CLIENTS, company).rows] == ["Арбуз", "ёж", "Ель", "жук", "яблоко"]


def test_rows_without_a_value_come_last_either_way(company: Db) -> None:
    keep(company, *deals({"closed_at": TUESDAY}, {}, {"closed_at": MONDAY}))
    assert found(company, sort="closed_at") == [2, 0, 1]
    assert found(company, sort="-closed_at") == [0, 2, 1]


def test_one_sees_what_concerns_oneself_or_ones_team(company: Db) -> None:
    """X-07: own, team, all."""
    keep(company, *deals({"owner_id": ANN}, {"owner_id": BOB}))
    assert found(company, sight={ANN}) == [0]
    assert found(company, sight={ANN, BOB, HEAD}, sort="opened_at") == [0, 1]
    assert found(company, sight=set()) == []
    assert found(company, sort="opened_at") == [0, 1]


def test_accounting_sees_approved_and_paid_requests_only(company: Db) -> None:
    """S1-30: and a request of one's own at every status."""
    statuses = ("draft", "submitted", "approved", "paid", "rejected")
    mine = replace(payment, payment_request_id=UUID(int=9), status="draft", involved=(CAROL,))
    keep(company, mine, *(replace(payment, payment_request_id=UUID(int=n), status=s) for n, s in enumerate(statuses)))
    payable = {"status": ("approved", "paid")}
    assert set(found(company, PAYMENTS, sight=(), besides=payable)) == {2, 3}
    assert set(found(company, PAYMENTS, sight={CAROL}, besides=payable)) == {2, 3, 9}


values = st.lists(st.tuples(st.none() | st.sampled_from([1, 2]), st.sampled_from(["ёж", "еж", "Жук"])), max_size=12)
orders = st.sampled_from(["opened_at", "-opened_at", "amount", "-amount", "title", "-title", "deal_id", "-client"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values, orders, st.integers(1, 5))
def test_all_pages_together_are_the_list(company: Db, values: list[Any], order: str, limit: int) -> None:
    """X-05: each row once, in the order of the whole, however many fit on a page."""
    company.execute("TRUNCATE deal_registry")
    keep(company, client)
    lines = [
        {"amount": amount, "title": title, "opened_at": MONDAY + timedelta(amount or 0), "client_id": client_id}
        for (amount, title), client_id in zip(values, [CLIENT, None] * 6, strict=False)
    ]
    keep(company, *deals(*lines))
    whole = page(DEALS, company, sort=order, limit=1000).rows
    assert len(whole) == len(values)
    assert list(turned(company, DEALS, sort=order, limit=limit)) == whole


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*possible(DEALS), "nonsense"]), st.text(), st.none() | st.text())
def test_whatever_is_asked_is_answered_or_refused(company: Db, name: str, text: str, cursor: str | None) -> None:
    with suppress(Refused):
        assert page(DEALS, company, filters={name: text}, cursor=cursor).rows == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"filters": {"colour": "red"}}, "cannot be filtered by 'colour': use one of q, deal_id"),
        ({"filters": {"title_from": "a"}}, "cannot be filtered by 'title_from'"),
        ({"filters": {"amount": "much"}}, "'amount' must be a number"),
        ({"filters": {"amount": "1e999999"}}, "'amount' must be a number"),
        ({"filters": {"stay": "9" * 30}}, "'stay' must be a whole number"),
        ({"filters": {"q": "a\0b"}}, "'q' must be a text"),
        ({"sort": "-colour"}, "cannot be sorted by '-colour': use one of deal_id"),
        ({"cursor": "nonsense"}, "begin with the first page"),
        ({"limit": 0}, "1 to 1000 rows"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(company: Db, asked: Any, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        page(DEALS, company, **asked)
    assert words in str(refusal.value)


def test_a_cursor_belongs_to_its_order(company: Db) -> None:
    keep(company, *deals({}, {}))
    cursor = page(DEALS, company, limit=1).next_cursor
    with pytest.raises(Refused, match="first page"):
        page(DEALS, company, sort="title", cursor=cursor)


def test_an_unknown_list_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match="take one of deals, tasks"):
        registry("cars")


PLANS = {
    "deals": [{}, {"outcome": "open", "stage": "s1"}, {"owner_id": str(ANN)}],
    "tasks": [{}, {"status": "open"}, {"responsible_id": str(ANN), "status": "open"}],
    "payment-requests": [{}, {"status": "approved"}, {"author_id": str(ANN)}],
}
FILLED = """
INSERT INTO deal_registry (deal_id, title, owner_id, pipeline, stage, outcome, opened_at, since)
SELECT gen_random_uuid(), 'deal ' || n, gen_random_uuid(), 'p', 's' || n % 7, (ARRAY['won', 'lost', 'open'])[n % 3 + 1],
       now() - n * interval '1 hour', now() FROM generate_series(1, 100000) AS n;
INSERT INTO task_list (task_id, what, responsible_id, supervisor_id, due, first_due, assigned_at, status)
SELECT gen_random_uuid(), 'task ' || n, gen_random_uuid(), gen_random_uuid(), now() + n * interval '1 minute',
       now(), now(), CASE WHEN n % 10 = 0 THEN 'open' ELSE 'done' END FROM generate_series(1, 100000) AS n;
INSERT INTO payment_registry (payment_request_id, status, author_id, what_for, drafted_at, involved, asked)
SELECT gen_random_uuid(), (ARRAY['draft', 'submitted', 'approved', 'paid'])[n % 4 + 1], gen_random_uuid(), 'bags',
       now() - n * interval '1 hour', '{}', '{}' FROM generate_series(1, 100000) AS n;
ANALYZE deal_registry, task_list, payment_registry;
"""


class Explained(psycopg.Cursor[Any]):
    """Asks the database how it would answer."""

    def execute(self, query: Any, *values: Any, **options: Any) -> Any:
        return super().execute(f"EXPLAIN {query}", *values, **options)


def test_with_a_hundred_thousand_rows_the_usual_pages_are_read_by_index(company: Db) -> None:
    company.execute(FILLED)
    asked = [(registry(name), filters) for name, several in PLANS.items() for filters in several]
    following = [page(shown, company, filters=filters).next_cursor for shown, filters in asked]
    company.cursor_factory = Explained
    for (shown, filters), cursor in (*zip(asked, following, strict=True), *((one, None) for one in asked)):
        plan = "\n".join(row["QUERY PLAN"] for row in page(shown, company, filters=filters, cursor=cursor).rows)
        assert f"using {shown.row.TABLE}_" in plan or f"on {shown.row.TABLE}_" in plan, (filters, plan)
        assert f"Seq Scan on {shown.row.TABLE}" not in plan, (filters, plan)
