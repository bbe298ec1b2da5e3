"""What other systems tell over HTTP: a web order from its arrival to the reconciliation (S0-31..S0-38, X-14)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, CLIENT, OPERATOR, OTHER_ID
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.commerceml import LARGEST
from crm_es.runners.worker import settle
from crm_es.store.accounts import open_session

SignedIn = Callable[[UUID], dict[str, str]]
PROGRAM = UUID(int=400)
LINE = {"product": "flour", "quantity": 100, "unit": "kg", "price": "50.00"}
ORDER: dict[str, Any] = {
    "id": "4711",
    "kind": "order received",
    "number": "17",
    "web": True,
    "client": {"phone": "8 (495) 123-45-67"},
    "lines": [LINE],
}
SHIPPED = {"id": "s1", "kind": "order shipped", "order": "4711", "lines": [{"product": "flour", "quantity": 60}]}
PAID = {"id": "p1", "kind": "payment received", "order": "17", "amount": "5000"}
RECONCILED = {
    "id": "r1",
    "kind": "reconciled",
    "client": {"inn": "7707083893"},
    "since": "2026-07-01",
    "until": "2026-09-30",
    "our_balance": "0",
    "their_balance": "2000",
}
XML = """<?xml version="1.0" encoding="windows-1251"?><КоммерческаяИнформация ВерсияСхемы="2.08"><Документ>
<Ид>8636</Ид><Номер>8636</Номер><Дата>2026-11-23</Дата><ХозОперация>Заказ товара</ХозОперация><Валюта>руб</Валюта>
<Контрагенты><Контрагент><Ид>?</Ид><ИНН>7707083893</ИНН></Контрагент></Контрагенты>
<Товары><Товар><Наименование>Мука</Наименование><Количество>1</Количество></Товар></Товары>
</Документ><Документ><Номер>2</Номер><ХозОперация>Прочие</ХозОперация></Документ></КоммерческаяИнформация>"""


@pytest.fixture
def erp(client: TestClient, staffed: Crm) -> dict[str, str]:
    """The token of a program that opens the inbox alone; and a client whom it knows."""
    hired = HireStaffMember(staff_member_id=PROGRAM, name="ERP", roles=frozenset({"integration"}))
    staffed.handle(hired, Context("command line", datetime.now(UTC), frozenset({"administrator"})))
    met = MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN, inn="7707083893", phones=("+74951234567",))
    staffed.handle(met, Context(ANN, datetime.now(UTC)))
    with staffed.log.datastore.get_connection() as db:
        token, _ = open_session(db, PROGRAM, "token", "erp", timedelta(1), only_for="inbox")
    return {"Authorization": f"Bearer {token}"}


def entries(client: TestClient, headers: dict[str, str]) -> list[str]:
    rows = client.get("/notebook", params={"closed_at": "none"}, headers=headers).json()["rows"]
    return sorted(row["kind"] for row in rows)


def test_a_web_order_reaches_the_notebook_and_nothing_counts_twice(
    client: TestClient, erp: dict[str, str], signed_in: SignedIn, staffed: Crm
) -> None:
    ann = signed_in(ANN)
    first = client.post("/inbox/erp", json=ORDER, headers=erp)
    assert (first.status_code, first.json()["result"]) == (202, "entered")
    settle(staffed)
    assert entries(client, ann) == ["web order"]
    rest = client.post("/inbox/erp/batch", json=[SHIPPED, PAID, RECONCILED], headers=erp)
    assert [one["result"] for one in rest.json()["results"]] == ["entered"] * 3
    settle(staffed)
    assert entries(client, ann) == ["reconciliation", "short shipment"]
    order = client.get(f"/orders/{first.json()['record_id']}", headers=ann).json()
    assert (order["client"], order["manager"], order["status"]) == ("Acme", "Ann", "shipped in part")
    assert (order["entered_by"], order["unpaid"], order["short"]) == (str(PROGRAM), "0.00", True)
    (line,) = client.get("/order-lines", headers=ann).json()["rows"]
    assert (line["number"], line["missing"]) == ("17", "40")

    head = staffed.log.head()
    assert client.post("/inbox/erp", json=ORDER, headers=erp).json() == first.json()
    assert client.post("/inbox/erp/batch", json=[SHIPPED, PAID, RECONCILED], headers=erp).json() == rest.json()
    assert staffed.log.head() == head
    other = client.post("/inbox/erp", json=ORDER | {"number": "18"}, headers=erp)
    assert (other.status_code, other.json()["rule"]) == (409, "one id, one piece of news")


def test_in_a_batch_each_has_a_result_of_its_own(client: TestClient, erp: dict[str, str]) -> None:
    unreadable = SHIPPED | {"id": "\ud800", "lines": []}
    news = [{"id": 5}, ORDER, unreadable, PAID | {"order": "nowhere"}, {"kind": "nonsense"}]
    sent = client.post("/inbox/erp/batch", content=json.dumps(news), headers=erp | {"Content-Type": "application/json"})
    results = sent.json()["results"]
    assert [one["result"] for one in results] == ["unreadable", "entered", "unreadable", "to settle", "unreadable"]
    assert "lines" in results[2]["why"]
    assert "no order of ours" in results[3]["why"]
    many = client.post("/inbox/erp/batch", json=[{}] * 1001, headers=erp)
    assert (many.status_code, "at most 1000" in many.json()["detail"]) == (409, True)


def test_what_is_settled_could_be_entered(
    client: TestClient, erp: dict[str, str], signed_in: SignedIn, staffed: Crm
) -> None:
    """The manager of the client is responsible, where nobody else is named."""
    told = client.post("/inbox/erp", json=ORDER | {"client": {"code": "?"}}, headers=erp).json()
    assert told["result"] == "to settle"
    olga, address = signed_in(OPERATOR), f"/inbox-items/{told['inbox_item_id']}/settle"
    refused = client.post(address, json={"client_id": str(OTHER_ID)}, headers=olga)
    assert (refused.status_code, refused.json()["detail"]) == (409, "There is no such client: meet the client first.")
    assert client.post(address, json={"client_id": str(CLIENT)}, headers=signed_in(ANN)).status_code == 409
    assert client.post(address, json={"client_id": str(CLIENT)}, headers=olga).status_code == 202
    settle(staffed)
    (row,) = client.get("/orders", headers=olga).json()["rows"]
    assert (row["client"], row["manager"]) == ("Acme", "Ann")
    (item,) = client.get("/inbox-items", headers=olga).json()["rows"]
    assert (item["status"], item["settled_by"], item["client"]) == ("entered", "Olga", "Acme")

    unpaid = client.post("/inbox/erp", json=PAID | {"order": "?"}, headers=erp).json()
    address = f"/inbox-items/{unpaid['inbox_item_id']}/settle"
    refused = client.post(address, json={"order_id": str(OTHER_ID)}, headers=olga)
    assert "no such order" in refused.json()["detail"]


def test_the_time_is_the_sources_but_never_in_the_future(client: TestClient, erp: dict[str, str], staffed: Crm) -> None:
    for news_id, at in (("1", "2026-01-02T03:04:05+03:00"), ("2", "2199-01-01T00:00:00Z")):
        client.post("/inbox/erp", json=ORDER | {"id": news_id, "at": at}, headers=erp)
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        times = [row["ordered_at"] for row in db.execute("SELECT ordered_at FROM order_registry ORDER BY 1")]
    assert times[0] == datetime(2026, 1, 2, 0, 4, 5, tzinfo=UTC)
    assert times[1] <= datetime.now(UTC)


def test_commerceml_is_brought_as_it_is(client: TestClient, erp: dict[str, str], signed_in: SignedIn) -> None:
    address, data = "/inbox/shop/commerceml", XML.encode("cp1251")
    told = client.post(address, params={"web": True}, content=data, headers=erp).json()
    assert [one["result"] for one in told["results"]] == ["entered"]
    assert told["left_out"] == ["Document 2 is left out: 'Прочие' is nothing that is taken over."]
    broken = client.post(address, content=data[:-9], headers=erp)
    assert (broken.status_code, broken.json()["rule"]) == (409, "the file is CommerceML")
    assert client.post(address, content=b"", headers=erp).status_code == 422
    large = client.post(address, content=b" " * (LARGEST + 1), headers=erp)
    assert (large.status_code, "20 MB" in large.json()["detail"]) == (413, True)


def test_a_token_for_the_inbox_opens_nothing_else(client: TestClient, erp: dict[str, str], signed_in: SignedIn) -> None:
    for address in ("/orders", "/me", "/clients"):
        refused = client.get(address, headers=erp)
        assert (refused.status_code, "opens the inbox alone" in refused.json()["detail"]) == (403, True)
    made = client.post("/tokens", json={"label": "ERP", "only_for": "inbox"}, headers=signed_in(OPERATOR)).json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/orders", headers=headers).status_code == 403
    assert client.post("/inbox/erp", json=ORDER, headers=headers).status_code == 202
    (token,) = client.get("/tokens", headers=signed_in(OPERATOR)).json()
    assert token["only_for"] == "inbox"


@pytest.mark.parametrize(
    ("news", "field"),
    [
        (ORDER | {"kind": "nonsense"}, "body"),
        (ORDER | {"lines": [LINE | {"quantity": 0}]}, "lines.0.quantity"),
        (ORDER | {"at": "1999-12-31T00:00:00Z"}, "at"),
        (ORDER | {"at": "2026-01-01T00:00:00"}, "at"),
        (PAID | {"amount": -5}, "amount"),
        (PAID | {"colour": "red"}, "colour"),
        (PAID | {"order": "a\0b"}, "body"),
    ],
)
def test_what_cannot_be_read_is_told_field_by_field(
    client: TestClient, erp: dict[str, str], news: dict[str, Any], field: str
) -> None:
    refused = client.post("/inbox/erp", json=news, headers=erp)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_only_programs_and_operators_bring_news(client: TestClient, signed_in: SignedIn) -> None:
    for person_id in (ANN, ADMIN):
        refused = client.post("/inbox/erp", json=ORDER, headers=signed_in(person_id))
        assert (refused.status_code, refused.json()["rule"]) == (409, "a role for it")
