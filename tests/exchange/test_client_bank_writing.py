"""Payment orders go to the bank as it reads them (S1-36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bank_statements import OURS, THEIRS
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_es.exchange.client_bank.reading import read
from crm_es.exchange.client_bank.values import PAYMENT_ORDER, Document, Party
from crm_es.exchange.client_bank.writing import CODECS, Encoding, writable, write
from crm_es.messages import Refused

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
payer = Party(
    account=OURS,
    name='ООО "Пример-Плательщик"',
    inn="1234567894",
    kpp="770101001",
    bank="ПАО Сбербанк",
    town="г Москва",
    bik="044525225",
    correspondent_account="30101810400000000225",
)
payee = Party(
    account=THEIRS,
    name="ИП Примеров Пётр Петрович",
    inn="123456789047",
    bank='АО "АЛЬФА-БАНК"',
    town="г Москва",
    bik="044525593",
    correspondent_account="30101810200000000593",
)
order = Document(
    kind=PAYMENT_ORDER,
    number="101",
    day=date(2026, 11, 23),
    amount=Decimal("125000.00"),
    payer=payer,
    payee=payee,
    purpose="Оплата по счёту № 12 от 12.11.2026 за услуги. Без НДС",
)
WRITTEN = """1CClientBankExchange
ВерсияФормата=1.03
Кодировка=Windows
Отправитель=crm_es
Получатель=
ДатаСоздания=23.11.2026
ВремяСоздания=10:30:00
ДатаНачала=23.11.2026
ДатаКонца=23.11.2026
РасчСчет=40702810100000000017
Документ=Платежное поручение
СекцияДокумент=Платежное поручение
Номер=101
Дата=23.11.2026
Сумма=125000.00
ПлательщикСчет=40702810100000000017
Плательщик=ИНН 1234567894 ООО "Пример-Плательщик"
ПлательщикИНН=1234567894
ПлательщикКПП=770101001
Плательщик1=ООО "Пример-Плательщик"
ПлательщикРасчСчет=40702810100000000017
ПлательщикБанк1=ПАО Сбербанк
ПлательщикБанк2=г Москва
ПлательщикБИК=044525225
ПлательщикКорсчет=30101810400000000225
ПолучательСчет=40802810500000000023
Получатель=ИНН 123456789047 ИП Примеров Пётр Петрович
ПолучательИНН=123456789047
ПолучательКПП=0
Получатель1=ИП Примеров Пётр Петрович
ПолучательРасчСчет=40802810500000000023
ПолучательБанк1=АО "АЛЬФА-БАНК"
ПолучательБанк2=г Москва
ПолучательБИК=044525593
ПолучательКорсчет=30101810200000000593
ВидПлатежа=
ВидОплаты=01
Код=0
Очередность=5
НазначениеПлатежа=Оплата по счёту № 12 от 12.11.2026 за услуги. Без НДС
КонецДокумента
КонецФайла
"""


def test_an_order_has_all_that_a_bank_asks_for_in_its_order() -> None:
    assert write(OURS, [order], NOW).decode("cp1251") == WRITTEN.replace("\n", "\r\n")


def test_a_bank_may_want_utf_8() -> None:
    data = write(OURS, [order], NOW, "utf-8")
    assert data.decode() == WRITTEN.replace("\n", "\r\n").replace("=Windows", "=UTF-8")


def test_several_orders_name_the_days_from_first_to_last() -> None:
    text = write(OURS, [order, replace(order, number="102", day=date(2026, 11, 20))], NOW).decode("cp1251")
    assert "ДатаНачала=20.11.2026\r\nДатаКонца=23.11.2026" in text


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("ООО «Ромашка» — склад", 'ООО "Ромашка" - склад'),
        ("Café Müller", "Cafe Muller"),
        ("Ка\u0438\u0306", "Кай"),
        ("100\u00a0₽…", "100 руб...."),
        ("one\r\nСумма=1", "one Сумма=1"),
        ("№ 12 Ёж", "№ 12 Ёж"),
    ],
)
def test_signs_that_banks_do_not_take_are_written_plainly(text: str, taken: str) -> None:
    assert writable(text) == taken


@pytest.mark.parametrize("text", ["上海", "ЗАО \x00", "Қазақ"])
def test_letters_that_banks_do_not_take_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match="Banks do not take"):
        write(OURS, [replace(order, payee=replace(payee, name=text))], NOW)


names = st.text("АБВРСабврсёЁйz №\"'=;-\r\n\u2028«»é", max_size=30)
orders = st.builds(
    replace,
    st.just(order),
    number=st.integers(1, 999_999).map(str),
    amount=st.decimals("0.01", 10**12, places=2),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    payee=names.map(lambda name: replace(payee, name=name)),
    purpose=names,
)


@settings(max_examples=100, deadline=None)
@example([replace(order, purpose="ВЁ РЁ")], "windows")
@given(st.lists(orders, min_size=1, max_size=4, unique_by=lambda one: one.key), st.sampled_from(sorted(CODECS)))
def test_what_is_written_is_read_back(written: list[Document], encoding: Encoding) -> None:
    """And no text of a contractor becomes a line of its own."""
    found = read(write(OURS, written, NOW, encoding))
    assert (found.faults, found.bad_rows, found.accounts) == ((), (), (OURS,))
    plain = [
        replace(one, purpose=writable(one.purpose), payee=replace(one.payee, name=writable(one.payee.name)), line=0)
        for one in written
    ]
    assert [replace(one, line=0) for one in found.documents] == plain
