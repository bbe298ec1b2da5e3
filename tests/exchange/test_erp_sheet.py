"""Tables of an ERP: one kind of news, in rows (S0-37, S0-47)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_es.exchange.erp_sheet import kind_named, read
from crm_es.messages import Refused
from crm_es.outside import Kind, OrderReceived, OrderShipped, Who
from crm_es.spreadsheets import write_xlsx

MOSCOW = ZoneInfo("Europe/Moscow")


def news(kind: Kind, *rows: str, codec: str = "utf-8") -> list[Any]:
    reading = read("\n".join(rows).encode(codec), kind, MOSCOW, {})
    assert reading.bad_rows == []
    return reading.news


def bad(kind: Kind, *rows: str) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in read("\n".join(rows).encode(), kind, MOSCOW, {}).bad_rows]


def test_rows_of_one_id_are_lines_of_one_order() -> None:
    first, second = news(
        "order received",
        "Ид;Время;Номер;Код клиента;Телефон;Товар;Количество;Ед.;Цена;Сайт",
        "1;23.11.2026 12:00;17;C-1;8 495 123-45-67;Мука;100;кг;50,00;да",
        "2;;;;;Соль;1;;;",
        "1;23.11.2026 12:00;17;C-1;8 495 123-45-67;Сахар;1,5;кг;80;да",
        codec="cp1251",
    )
    assert isinstance(first, OrderReceived)
    assert (first.id, first.number, first.web, first.at) == ("1", "17", True, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert first.client == Who(code="C-1", phone="8 495 123-45-67")
    assert [(line.product, line.quantity, line.price) for line in first.lines] == [
        ("Мука", Decimal(100), Decimal("50.00")),
        ("Сахар", Decimal("1.5"), Decimal(80)),
    ]
    assert (second.client, second.lines[0].unit) == (Who(), "piece")


def test_a_workbook_is_read_as_well() -> None:
    book = BytesIO()
    line = {"id": "s1", "order": "17", "product": "flour", "quantity": Decimal(60), "date": date(2026, 11, 23)}
    write_xlsx(book, "shipped", list(line), [line])
    (shipment,) = read(book.getvalue(), "order shipped", MOSCOW, {}).news
    assert isinstance(shipment, OrderShipped)
    assert (shipment.order, shipment.on, shipment.lines[0].quantity) == ("17", date(2026, 11, 23), Decimal(60))


@pytest.mark.parametrize(
    ("kind", "heading", "row", "told"),
    [
        (
            "document prepared",
            "Ид;Заказ;Документ;Номер;Дата",
            "d1;17;накладная;5;23.11.2026",
            {"document": "накладная"},
        ),
        ("payment received", "Ид;Заказ;Сумма", "p1;17;1 250,50", {"amount": Decimal("1250.50"), "currency": "RUB"}),
        ("order cancelled", "Ид;Заказ;Причина", "c1;17;Передумали", {"reason": "Передумали"}),
        (
            "reconciled",
            "Ид;ИНН;С;По;Наше сальдо;Сальдо клиента",
            "r1;7707083893;01.07.2026;30.09.2026;-5;0",
            {"our_balance": Decimal(-5), "since": date(2026, 7, 1), "client": Who(inn="7707083893")},
        ),
        ("call", "Ид;Телефон;Менеджер;Пропущен", "t1;84951234567;Ann;да", {"missed": True, "manager": "Ann"}),
    ],
)
def test_each_kind_of_news_has_its_columns(kind: Kind, heading: str, row: str, told: dict[str, Any]) -> None:
    (one,) = news(kind, heading, row)
    assert one.kind == kind
    assert {name: getattr(one, name) for name in told} == told


def test_a_column_that_nobody_would_guess_is_named() -> None:
    rows = b"Ref;Order;Sum\np1;17;5"
    with pytest.raises(Refused, match="'id'"):
        read(rows, "payment received", MOSCOW, {})
    (payment,) = read(rows, "payment received", MOSCOW, {"id": "Ref", "amount": "Sum"}).news
    assert (payment.id, payment.kind) == ("p1", "payment received")


def test_what_is_wrong_is_told_by_row_and_the_rest_goes_on() -> None:
    rows = ("Ид;Заказ;Сумма", "p1;17;много", ";17;5", "p3;;5", "p4;17;0", "p5;17;5")
    assert len(read("\n".join(rows).encode(), "payment received", MOSCOW, {}).news) == 1
    (first, second, third, fourth) = bad("payment received", *rows)
    assert first == (2, "Сумма 'много' is no number: write it as 1250.50.")
    assert second == (3, "Ид is empty: fill it in.")
    assert third == (4, "order: Field required.")
    assert fourth[0] == 5
    assert fourth[1].startswith("amount: ")


def test_kinds_are_named_as_people_type_them() -> None:
    assert kind_named("Order-Shipped") == "order shipped"
    with pytest.raises(Refused, match="take one of order-received, document-prepared"):
        kind_named("gossip")
