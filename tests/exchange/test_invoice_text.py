"""An invoice is read by its text: the supplier, the number, the day and the sum, whatever stands around (S1-37)."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invoices import BUYER, LAYOUTS, PAYEE, invoice

from crm_es.bank_details import purpose_fault
from crm_es.exchange import decoding
from crm_es.exchange.invoice_text import read
from crm_es.exchange.suggested import Name, Reading

TEXT = """ООО «Вектор»
ИНН 7707083893 КПП 773601001
р/с 40702810900000002851 в АО «Северный банк», к/с 30101810200000000827, БИК 044030827
Счет № 17 от 12.11.2026
Заказчик: ООО «Мельница», ИНН 7827004526, КПП 782701001
Мука 10 т  27 500,00  275 000,00
Итого: 275 000,00
В том числе НДС 20%: 45 833,33
Всего к оплате: 275 000,00 руб."""


def values(text: str, *names: Name) -> tuple[str | None, ...]:
    reading = read([text])
    return tuple(reading.value(name) for name in names)


def confidence(reading: Reading, name: Name) -> float:
    return next(one.confidence for one in reading.fields if one.field == name)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_supplier_and_never_the_buyer(layout: str) -> None:
    reading = read([sheet.text for sheet in decoding.seen(invoice(layout)).sheets])
    expected: dict[Name, Any] = {
        "inn": PAYEE["inn"],
        "kpp": PAYEE["kpp"],
        "bik": PAYEE["bik"],
        "account": PAYEE["account"],
        "correspondent_account": PAYEE["correspondent"],
        "contractor_name": PAYEE["name"],
        "bank_name": PAYEE["bank"],
        "invoice_number": "ЦБ-123",
        "invoice_date": "2026-11-12",
        "amount": "276500.50",
        "currency": "RUB",
    }
    assert {name: reading.value(name) for name in expected} == expected
    assert reading.doubts == ()
    assert all(0.5 < one.confidence < 1 for one in reading.fields)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_value_stands_where_it_is_said_to_stand(layout: str) -> None:
    pages = [sheet.text.replace("\t", "  ") for sheet in decoding.seen(invoice(layout)).sheets]
    for one in read(pages).fields:
        assert one.place.page
        assert one.place.text in pages[one.place.page - 1].splitlines()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_person_who_sends_an_invoice_has_no_kpp(layout: str) -> None:
    person = PAYEE | {"name": "ИП Иванов Иван Иванович", "inn": "760307073214", "kpp": ""}
    reading = read([sheet.text for sheet in decoding.seen(invoice(layout, payee=person)).sheets])
    assert (reading.value("inn"), reading.value("kpp")) == ("760307073214", None)
    assert reading.value("contractor_name") == "ИП Иванов Иван Иванович"


def test_the_purpose_is_proposed_in_letters_that_banks_take() -> None:
    (purpose,) = values(TEXT.replace("№ 17", "№ 17—А"), "purpose")
    assert purpose == "Оплата по счету № 17-А от 12.11.2026. В том числе НДС 20% - 45833.33 руб."
    assert purpose_fault(purpose) is None
    unrated = TEXT.replace("В том числе НДС 20%", "Сумма НДС")
    assert values(unrated, "purpose") == ("Оплата по счету № 17 от 12.11.2026. В том числе НДС - 45833.33 руб.",)
    without = TEXT.replace("В том числе НДС 20%: 45 833,33", "Без налога (НДС)")
    assert values(without, "purpose") == ("Оплата по счету № 17 от 12.11.2026. НДС не облагается.",)


@pytest.mark.parametrize(
    ("title", "number", "day"),
    [
        ("СЧЁТ № 17 от 12 ноября 2026 г.", "17", "2026-11-12"),
        ("Счет на оплату №17 от «12» ноября 2026 года", "17", "2026-11-12"),
        ("Счёт N 17/11-У от 12.11.26", "17/11-У", "2026-11-12"),
        ("Счет-оферта № 00-17 от 2026-11-12", "00-17", "2026-11-12"),
        ("СЧЕТ\n№ 17\nот 12/11/2026", "17", "2026-11-12"),
        ("Счет на оплату № 17\nДата: 12.11.2026", "17", "2026-11-12"),
        ("Счет № 17 от 31.02.2026", "17", None),
        ("Счет № 17 от 12 мая 2026", "17", "2026-05-12"),
        ("Invoice No. 17 dated 2026-11-12", "17", "2026-11-12"),
        ("Счет-фактура № 5 от 11.11.2026\nСчет № 17 от 12.11.2026", "17", "2026-11-12"),
        ("Лицевой счет № 555\nДоговор № 8 от 01.02.2026\nСчет № 17 от 12.11.2026", "17", "2026-11-12"),
        ("Счет действителен до 20.11.2026\nСчет № 17 от 12.11.2026", "17", "2026-11-12"),
        ("Расчетный счет № 40702810900000002851", None, None),
        ("Счет № ______ от ________", None, None),
    ],
)
def test_the_title_tells_number_and_day(title: str, number: str | None, day: str | None) -> None:
    assert values(title, "invoice_number", "invoice_date") == (number, day)


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("Всего к оплате: 1 250,50", "1250.50"),
        ("Всего к оплате: 1\u00a0250,50 ₽", "1250.50"),
        ("К оплате 1250 руб. 50 коп.", "1250.50"),
        ("ИТОГО К ОПЛАТЕ\n1 250-50", "1250.50"),
        ("Сумма к оплате: 1,250.50 RUB", "1250.50"),
        ("Сумма к оплате: 1250", "1250.00"),
        ("Итого\t1 042,08\t208,42\t1 250,50", "1250.50"),
        ("Итого: 1 042,08\nНДС 20%: 208,42\nВсего: 1 250,50", "1250.50"),
        ("Итого: 1 042,08\nИтого НДС: 208,42\nВсего с НДС: 1 250,50", "1250.50"),
        ("Итого с учетом НДС: 1 250,50, в т.ч. НДС 208,42", "1250.50"),
        ("Всего наименований 3, на сумму 1 250,50 руб., в том числе НДС 208,42 руб.", "1250.50"),
        ("Сумма без НДС: 1 042,08\nСумма счета: 1 250,50", "1250.50"),
        ("К оплате до 12.11.2026: 1 250,50", None),
        ("Итого: 0,00", None),
        (f"Всего к оплате: {'9' * 40},00", None),
    ],
)
def test_the_sum_is_what_is_to_be_paid(said: str, amount: str | None) -> None:
    assert values(said, "amount") == (amount,)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        (TEXT, "RUB"),
        ("Всего к оплате: 1 250,50 USD", "USD"),
        ("Всего к оплате: 1 250,50 €", "EUR"),
        ("р/с 40702156900000002851\nВсего к оплате: 1 250,50", "CNY"),
        ("Всего к оплате: 1 250,50", None),
    ],
)
def test_the_currency_follows_from_words_or_from_the_account(text: str, currency: str | None) -> None:
    assert values(text, "currency") == (currency,)


def test_two_sums_that_could_be_meant_are_a_doubt() -> None:
    reading = read(["Итого к оплате: 100,00\nСумма счета: 90,00"])
    assert confidence(reading, "amount") < 0.9
    assert reading.doubts == ("The invoice asks for 100.00, and elsewhere for 90.00: make sure which is meant.",)


@pytest.mark.parametrize("account", ["40702 810 9 0000 0002851", "40702.810.9.00000002851", "4070 2810 9000 0000 2851"])
def test_an_account_may_be_written_in_groups(account: str) -> None:
    assert values(TEXT.replace("40702810900000002851", account), "account") == ("40702810900000002851",)


def test_an_account_whose_key_does_not_fit_is_a_doubt() -> None:
    reading = read([TEXT.replace("40702810900000002851", "40702810900000002852")])
    assert confidence(reading, "account") < 0.5
    assert reading.doubts == ("The account 40702810900000002852 does not fit the БИК 044030827: compare both.",)


def test_of_two_accounts_the_one_that_fits_its_bank_is_taken_and_the_other_named() -> None:
    reading = read([TEXT.replace("Счет №", "р/с 40702810900000002852\nСчет №")])
    assert reading.value("account") == "40702810900000002851"
    assert "40702810900000002852 too" in reading.doubts[0]


def test_a_number_with_a_wrong_check_digit_is_no_inn_and_is_named() -> None:
    reading = read([TEXT.replace("7707083893", "7707083894")])
    assert reading.value("inn") is None
    assert reading.doubts == ("The ИНН 7707083894 does not add up: compare it with the invoice digit by digit.",)


def test_phones_and_other_numbers_are_no_bank_details() -> None:
    text = "Поставщик: ООО «Вектор»\nТел. 7707083893, ОГРН 1027700132195, ОКПО 044030827, л/с 40702810900000002851"
    assert {one.field for one in read([text]).fields} == {"contractor_name"}


def test_the_buyer_alone_is_not_suggested() -> None:
    assert (
        read([f"Покупатель: {BUYER['name']}, ИНН {BUYER['inn']}, р/с {BUYER['account']}, БИК {BUYER['bik']}"]).fields
        == ()
    )


def test_our_own_numbers_are_the_buyers_wherever_they_stand() -> None:
    text = f"{BUYER['name']} ИНН {BUYER['inn']}\n{PAYEE['name']} ИНН {PAYEE['inn']}"
    assert read([text], ours={BUYER["inn"]}).value("inn") == PAYEE["inn"]


def test_a_sample_of_a_payment_order_has_names_below_their_labels() -> None:
    text = """Образец заполнения платежного поручения
Получатель
ИНН 7707083893\tКПП 773601001
ООО «Вектор»\tСч. №\t40702810900000002851
Банк получателя\tБИК\t044030827
АО «Северный банк»\tСч. №\t30101810200000000827"""
    assert values(text, "contractor_name", "bank_name") == ("ООО «Вектор»", "АО «Северный банк»")


def test_a_name_that_is_cut_at_the_end_of_a_line_goes_on_in_the_next() -> None:
    text = "Поставщик:\tОбщество с ограниченной ответственностью\n\t«Вектор», ИНН 7707083893, 119019, Москва"
    assert values(text, "contractor_name") == ("Общество с ограниченной ответственностью «Вектор»",)


def test_an_empty_text_says_nothing() -> None:
    assert read([]) == read(["", " \n\t"]) == Reading(source="pdf text")


VOCABULARY = """ИНН КПП БИК р/с к/с Сч. № Счет счёт от Итого Всего к оплате на сумму НДС 20% в т.ч. руб. Получатель
    Покупатель Банк получателя
    : , . ; ( « » " 7707083893 773601001 044030827 40702810900000002851 30101810200000000827 1 250,50
    12.11.2026 99.99.9999 31 ноября 2026 ООО «Вектор» ИП"""
WORDS = st.sampled_from(VOCABULARY.split()) | st.text(max_size=8)
LINES = st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=12).map("\t".join) | st.text(max_size=40)


@given(st.lists(st.lists(LINES, max_size=12).map("\n".join), max_size=3))
def test_whatever_the_text_is_it_is_read(pages: list[str]) -> None:
    reading = read(pages)
    assert len({one.field for one in reading.fields}) == len(reading.fields)
    for one in reading.fields:
        assert one.value
        assert one.place.page in range(1, len(pages) + 1)
    if purpose := reading.value("purpose"):
        assert purpose_fault(purpose) is None


@pytest.mark.parametrize(
    "line",
    [
        "ИНН 7707083893 БИК 044030827 р/с 40702810900000002851 к оплате 100,00 руб. Получатель Банк Счет № 5 от",
        "1 " * 200,
        "9" * 400,
        "счет " * 80,
        "Итого " + "100,00 " * 55,
        "«" * 400,
    ],
)
def test_a_huge_text_does_not_take_long(line: str) -> None:
    begun = monotonic()
    read([f"{line}\n" * 500] * 10)
    assert monotonic() - begun < 5
