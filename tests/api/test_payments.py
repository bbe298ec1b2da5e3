"""Many requests at once, and the reports on them (S1-23, S1-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from contents import PDF
from examples import ANN, BOB, CAROL, DIRECTOR, HEAD
from httpx2 import Response
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
TODAY = datetime.now(UTC).date()
DETAILS = {
    "inn": "7707083893",
    "kpp": "773601001",
    "bik": "044525225",
    "account": "40702810500000002851",
    "correspondent_account": "30101810400000000225",
}
FIRST, SECOND, THIRD, WAITING = (str(UUID(int=n)) for n in (101, 102, 103, 104))


def form(amount: str, pay_by: str) -> dict[str, Any]:
    return {
        "what_for": f"Rent of {amount}",
        "amount": {"amount": amount, "currency": "RUB"},
        "contractor_id": str(UUID(int=4)),
        "pay_by": pay_by,
        "purpose": "Rent",
        "details": DETAILS,
    }


class Office:
    """Who ask, approve and pay."""

    def __init__(self, client: TestClient, signed_in: SignedIn, crm: Crm) -> None:
        self.client, self.signed_in, self.crm = client, signed_in, crm

    def send(self, who: UUID, path: str, body: dict[str, Any], **headers: str) -> Response:
        answer = self.client.post(path, json=body, headers=self.signed_in(who) | headers)
        settle(self.crm)
        return answer

    def look(self, who: UUID, path: str) -> Any:
        answer = self.client.get(path, headers=self.signed_in(who))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def pay(self, who: UUID, *rows: dict[str, Any], **headers: str) -> list[dict[str, Any]]:
        answer = self.send(who, "/payment-requests/pay", {"rows": rows}, **headers)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["rows"]
        return found


@pytest.fixture
def office(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Office:
    """Ann asks four times; Helen has approved three of them."""
    office = Office(client, signed_in, staffed)
    days = (TODAY - timedelta(1), TODAY, TODAY + timedelta(40), TODAY)
    for request, amount, day in zip((FIRST, SECOND, THIRD, WAITING), ("10", "20", "30", "40"), days, strict=True):
        for who, path, body in (
            (ANN, "/payment-requests", {"id": request, "form": form(amount, day.isoformat())}),
            (ANN, f"/payment-requests/{request}/submit", {}),
            (HEAD, f"/payment-requests/{request}/approve", {}),
        ):
            if (request, who) != (WAITING, HEAD):
                answer = office.client.post(path, json=body, headers=signed_in(who))
                assert answer.status_code == 202, answer.text
    settle(staffed)
    return office


def test_what_one_row_is_refused_for_harms_no_other(office: Office) -> None:
    """S1-26: each row has its own answer."""
    part = {"amount": {"amount": "5.00", "currency": "RUB"}, "payment_order": "32"}
    first, waiting, second, unknown, stale = office.pay(
        CAROL,
        {"payment_request_id": FIRST, "payment_order": "31"},
        {"payment_request_id": WAITING},
        {"payment_request_id": SECOND, **part},
        {"payment_request_id": str(uuid4()), "key": "mistyped"},
        {"payment_request_id": THIRD, "version": 1},
    )
    assert (first["payment_request_id"], first["recorded"], first["version"]) == (FIRST, True, 4)
    assert (waiting["recorded"], waiting["rule"]) == (False, "paid before approval")
    assert (second["recorded"], second["sentence"]) == (True, None)
    assert (unknown["key"], unknown["sentence"]) == ("mistyped", "There is no such payment request.")
    assert (stale["recorded"], stale["rule"]) == (False, "the record was seen as it is")
    rows = office.look(CAROL, f"/payment-requests?after={second['position']}")["rows"]
    assert {row["payment_request_id"]: (row["status"], row["paid_amount"]) for row in rows} == {
        FIRST: ("paid", "10"),
        SECOND: ("approved", "5.00"),
        THIRD: ("approved", "0"),
    }


def test_rows_sent_again_with_the_key_happen_once(office: Office) -> None:
    part = {"payment_request_id": THIRD, "amount": {"amount": "5.00", "currency": "RUB"}}
    key = {"Idempotency-Key": str(uuid4())}
    first = office.pay(CAROL, part | {"key": "a"}, part | {"key": "b"}, **key)
    assert [one["recorded"] for one in first] == [True, True]
    assert office.pay(CAROL, part | {"key": "a"}, part | {"key": "b"}, **key) == first
    assert [row["amount"] for row in office.look(CAROL, "/payments-made")["rows"]] == ["5.00", "5.00"]
    assert office.look(CAROL, f"/payment-requests/{THIRD}")["left_amount"] == "20.00"


def test_who_does_not_pay_is_told_so_row_by_row(office: Office) -> None:
    (answer,) = office.pay(ANN, {"payment_request_id": FIRST})
    assert (answer["recorded"], answer["rule"]) == (False, "not accounting")
    (answer,) = office.pay(HEAD, {"payment_request_id": FIRST}, **{"X-On-Behalf-Of": str(CAROL)})
    assert answer["recorded"] is False


def test_a_payment_order_that_is_not_kept_here_is_refused_in_its_row(office: Office) -> None:
    file = {"sha256": "0" * 64, "name": "Order.pdf", "type": "application/pdf", "size": 7}
    answers = office.pay(CAROL, {"payment_request_id": FIRST, "order_file": file}, {"payment_request_id": SECOND})
    assert [one["recorded"] for one in answers] == [False, True]
    theirs = office.client.post("/files", files={"file": ("Order.pdf", PDF)}, headers=office.signed_in(ANN)).json()
    (answer,) = office.pay(CAROL, {"payment_request_id": FIRST, "order_file": theirs})
    assert answer["sentence"] == answers[0]["sentence"] == "There is no such file in the store: send its content first."


def test_what_is_no_list_of_payments_is_refused_as_a_whole(client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in(CAROL)
    one = {"payment_request_id": FIRST}
    wrong: tuple[Any, ...] = (
        [],
        [one] * 501,
        [one | {"payment_order": "\0"}],
        [one | {"colour": "red"}],
        [{}],
        one,
        None,
    )
    for rows in wrong:
        answer = client.post("/payment-requests/pay", json={"rows": rows}, headers=headers)
        assert (answer.status_code, bool(answer.json()["errors"])) == (422, True), rows


def test_one_sees_what_a_selection_comes_to_before_paying_it(office: Office) -> None:
    chosen = {"ids": [FIRST, SECOND, SECOND, str(UUID(int=9))]}
    answer = office.send(CAROL, "/payment-requests/selection", chosen).json()
    assert answer["not_found"] == [str(UUID(int=9))]
    assert answer["sums"] == [
        {
            "currency": "RUB",
            "count": 2,
            "amount": "30",
            "paid_amount": "0",
            "left_amount": "30",
            "payable_count": 2,
            "payable_amount": "30",
        }
    ]
    assert office.send(CAROL, "/payment-requests/selection", {"ids": [WAITING]}).json()["not_found"] == [WAITING]


def test_the_calendar_tells_accounting_what_is_to_be_paid_when(office: Office) -> None:
    """S1-23."""
    office.pay(CAROL, {"payment_request_id": SECOND})
    lines = office.look(CAROL, "/payment-calendar?by=day")["rows"]
    assert [(line["line"], line["count"], line["left_amount"], line["paid_amount"]) for line in lines] == [
        ("overdue", 1, "10", "0"),
        ("period", 0, "0", "20"),
        ("period", 1, "30", "0"),
    ]
    rows = office.look(CAROL, f"/payment-requests?{lines[0]['query']}")["rows"]
    assert [row["payment_request_id"] for row in rows] == [FIRST]
    assert office.look(BOB, "/payment-calendar?by=month")["rows"] == []
    table = office.client.get("/payment-calendar?by=week&format=csv", headers=office.signed_in(CAROL))
    assert table.text.startswith("line,from,to,currency,count")
    wrong = office.client.get("/payment-calendar?from=2026-01-02&to=2026-01-01", headers=office.signed_in(CAROL))
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "calendar ends too early")


def test_the_report_tells_people_about_their_own_and_leaders_about_all(office: Office) -> None:
    office.pay(CAROL, {"payment_request_id": FIRST})
    lines = office.look(DIRECTOR, "/reports/approvers")["rows"]
    assert [(line["step"], line["approver"], line["decisions"], line["open"]) for line in lines] == [
        ("head", None, 3, 1),
        ("head", "Helen", 3, 1),
        ("payment", None, 1, 2),
        ("payment", "Carol", 1, 2),
    ]
    assert {line["approver"] for line in office.look(HEAD, "/reports/approvers")["rows"]} == {None, "Helen"}
    assert office.look(BOB, f"/reports/approvers?to={TODAY}&step=head")["rows"] == []
    wrong = office.client.get("/reports/approvers?from=2026-01-02&to=2026-01-01", headers=office.signed_in(DIRECTOR))
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "report ends too early")
    sheet = office.client.get("/reports/approvers?format=xlsx", headers=office.signed_in(DIRECTOR))
    assert sheet.content.startswith(b"PK")


def test_what_was_paid_of_a_request_sent_back_stays_with_accounting(office: Office) -> None:
    """S1-23, S1-30: money that went out does not go from the calendar."""
    office.pay(CAROL, {"payment_request_id": SECOND, "amount": {"amount": "5.00", "currency": "RUB"}})
    office.send(CAROL, f"/payment-requests/{SECOND}/return", {"reason": "Which contract?"})
    office.send(ANN, f"/payment-requests/{SECOND}/submit", {})
    assert [row["amount"] for row in office.look(CAROL, "/payments-made")["rows"]] == ["5.00"]
    lines = office.look(CAROL, f"/payment-calendar?from={TODAY}&to={TODAY}")["rows"]
    assert [line["paid_amount"] for line in lines if line["line"] == "period"] == ["5.00"]
