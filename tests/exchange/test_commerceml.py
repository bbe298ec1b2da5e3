"""Orders, shipments and payments in the exchange format of 1C and web shops."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_es.exchange import commerceml
from crm_es.exchange.commerceml import read
from crm_es.exchange.news import Reading
from crm_es.messages import Refused
from crm_es.outside import DocumentPrepared, OrderCancelled, OrderReceived, OrderShipped, PaymentReceived, Who

MOSCOW = ZoneInfo("Europe/Moscow")
BUYER = """
<Контрагенты><Контрагент>
  <Ид>C-1</Ид><Наименование>ООО «Булка»</Наименование><Роль>Покупатель</Роль><ИНН>7707083893</ИНН>
  <Контакты>
    <Контакт><Тип>Телефон рабочий</Тип><Значение>8 (495) 123-45-67</Значение></Контакт>
    <Контакт><Тип>Электронная почта</Тип><Значение>buy@bulka.example</Значение></Контакт>
  </Контакты>
</Контрагент></Контрагенты>"""
FLOUR = """
<Товар><Ид>p1</Ид><Артикул>F-1</Артикул><Наименование>Мука</Наименование><БазоваяЕдиница Код="166">кг</БазоваяЕдиница>
<ЦенаЗаЕдиницу>50.00</ЦенаЗаЕдиницу><Количество>100</Количество><Сумма>5000.00</Сумма></Товар>"""
SALE: dict[str, str] = {
    "Ид": "8636",
    "Номер": "ПРОД-8636",
    "Дата": "2026-11-23",
    "Время": "13:00:00",
    "ХозОперация": "Заказ товара",
    "Роль": "Продавец",
    "Валюта": "руб",
    "Курс": "1",
    "Сумма": "5000.00",
}


def document(goods: str = FLOUR, *, buyer: str = BUYER, **changes: str) -> str:
    parts = "".join(f"<{name}>{value}</{name}>" for name, value in (SALE | changes).items())
    return f"<Документ>{parts}{buyer}<Товары>{goods}</Товары></Документ>"


def file(*documents: str, codec: str = "utf-8", space: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="{codec}"?><КоммерческаяИнформация{space} ВерсияСхемы="2.08">'
    return (head + "".join(documents) + "</КоммерческаяИнформация>").encode(codec)


def news(*documents: str, **options: Any) -> list[Any]:
    reading = read(file(*documents), MOSCOW, **options)
    assert reading.bad_rows == []
    return reading.news


def left_out(*documents: str) -> list[str]:
    reading = read(file(*documents), MOSCOW)
    assert reading.news == []
    return [row.reason for row in reading.bad_rows]


@pytest.mark.parametrize("codec", ["utf-8", "windows-1251"])
@pytest.mark.parametrize("space", ["", ' xmlns="urn:1C.ru:commerceml_2"'])
def test_an_order_is_read(codec: str, space: str) -> None:
    reading = read(file(document(), codec=codec, space=space), MOSCOW)
    (order,) = reading.news
    assert isinstance(order, OrderReceived)
    assert (order.id, order.number, order.currency, order.web) == ("8636", "ПРОД-8636", "RUB", False)
    assert order.at == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert order.client == Who(
        code="C-1", inn="7707083893", phone="8 (495) 123-45-67", email="buy@bulka.example", name="ООО «Булка»"
    )
    (line,) = order.lines
    assert (line.product, line.quantity, line.unit, line.price) == ("Мука", Decimal(100), "кг", Decimal("50.00"))


def test_what_came_by_the_web_is_said_by_whoever_brings_it() -> None:
    (order,) = news(document(), web=True)
    assert order.web


def test_the_price_is_what_the_line_comes_to() -> None:
    """After a discount."""
    (order,) = news(document(FLOUR.replace("5000.00", "4500.00")))
    assert order.lines[0].price == Decimal("45.00")
    (order,) = news(document("<Товар><Наименование>Мука</Наименование><Количество>1,5</Количество></Товар>"))
    assert (order.lines[0].price, order.lines[0].quantity, order.lines[0].unit) == (None, Decimal("1.5"), "piece")
    (order,) = news(document(FLOUR.replace(">кг<", ">796 <").replace("<Сумма>5000.00</Сумма>", "")))
    assert (order.lines[0].price, order.lines[0].unit) == (Decimal("50.00"), "шт")


def test_a_day_may_hold_its_time() -> None:
    (order,) = news(document(Дата="09.04.2026 0:46:38", Время=""))
    assert order.at == datetime(2026, 4, 9, 0, 46, tzinfo=MOSCOW)


CANCELLED = "<ЗначениеРеквизита><Наименование>Отменен</Наименование><Значение>true</Значение></ЗначениеРеквизита>"


@pytest.mark.parametrize(
    "mark",
    ["<ПометкаУдаления>true</ПометкаУдаления>", f"<ЗначенияРеквизитов>{CANCELLED}</ЗначенияРеквизитов>"],
)
def test_a_cancelled_order_is_one(mark: str) -> None:
    (order,) = news(document().replace("<Товары>", f"{mark}<Товары>"))
    assert isinstance(order, OrderCancelled)
    assert (order.id, order.order) == ("8636/cancelled", "8636")


def test_shipments_payments_and_papers_name_their_order() -> None:
    shipment, payment, paper = news(
        document(Ид="s1", ХозОперация="Отпуск товара", Основание="8636"),
        document(Ид="p1", ХозОперация="Выплата безналичных денег", Основание="8636"),
        document(Ид="b1", ХозОперация="Счет на оплату", Основание="8636", Номер="5"),
    )
    assert isinstance(shipment, OrderShipped)
    assert (shipment.order, shipment.lines[0].quantity) == ("8636", Decimal(100))
    assert isinstance(payment, PaymentReceived)
    assert (payment.order, payment.amount, payment.currency) == ("8636", Decimal(5000), "RUB")
    assert isinstance(paper, DocumentPrepared)
    assert (paper.order, paper.document, paper.number) == ("8636", "счет на оплату", "5")


def test_in_a_container_the_order_stands_for_all_of_it() -> None:
    """CommerceML 3."""
    payment = document(Ид="p1", ХозОперация="Эквайринговая операция", Основание="")
    first, second = (f"<Контейнер>{document(Ид=name)}{payment}</Контейнер>" for name in ("1", "2"))
    assert [one.order for one in news(first, second)] == [None, "1", None, "2"]
    assert left_out(payment) == ["Document ПРОД-8636 is left out: it names no order (Основание)."]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (document(Роль="Покупатель"), "we are the buyer"),
        (document(ХозОперация="Возврат товара"), "'Возврат товара' is nothing that is taken over"),
        (document(ХозОперация="Отпуск товара", ПометкаУдаления="true"), "marked as deleted"),
        (document(Валюта="тугрики"), "currency 'ТУГРИКИ' is not known"),
        (document(Дата="вчера"), "date 'вчера' cannot be read"),
        (document(Дата="1999-01-01"), "of this century"),
        (document(FLOUR.replace(">100<", ">много<")), "Количество 'много' is no number"),
        (document(FLOUR.replace(">100<", ">0<")), "quantity"),
        (document(""), "lines"),
        (document(buyer=""), "names no client"),
        (document(Ид=""), "id"),
    ],
)
def test_what_cannot_be_taken_over_is_told_and_the_rest_goes_on(changed: str, words: str) -> None:
    (reason,) = left_out(changed)
    assert reason.startswith("Document ПРОД-8636 is left out: ")
    assert words in reason
    reading = read(file(changed, document()), MOSCOW)
    assert (reading.rows, len(reading.news), reading.bad_rows[0].line) == (2, 1, 1)


TRAP = '<!DOCTYPE bomb [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is broken"),
        (b"not xml", "is broken"),
        (file(document())[:-20], "is broken"),
        (b'<?xml version="1.0" encoding="nowhere"?><a/>', "is broken"),
        (b"\xff\xfe\x00", "is broken"),
        ("<Другое/>".encode(), "begins with 'Другое'"),
        (file(document()).replace(b"?>", f"?>{TRAP}".encode(), 1), "hide traps"),
        (b"x" * (commerceml.LARGEST + 1), "larger than 20 MB"),
        (file("<Документ/>" * 1001), "more than 1000 documents"),
    ],
    ids=lambda one: one[:20] if isinstance(one, str) else "",
)
def test_a_file_that_is_none_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(data, MOSCOW)


def test_an_empty_exchange_tells_nothing() -> None:
    assert read(file(), MOSCOW) == Reading()
