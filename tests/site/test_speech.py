"""What pages say in Russian and in English."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_es.site.speech import humanised, speech

RU, EN = speech("ru"), speech("en")
MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def test_a_phrase_is_said_in_the_language_of_the_reader() -> None:
    assert RU.text("My day") == "Мой день"
    assert EN.text("My day") == "My day"


def test_what_nobody_translated_is_said_in_english() -> None:
    assert RU.text("Nobody ever said this {n} times.", n=3) == "Nobody ever said this 3 times."


def test_values_are_put_into_holes_as_they_are() -> None:
    assert EN.text("{who} and {what.__class__}", who="{what}") == "{what} and {what.__class__}"


def test_numbers_of_wishes_are_not_shown() -> None:
    assert EN.text("Record it, and when (S0-43).") == "Record it, and when."


@pytest.mark.parametrize(("n", "said"), [(1, "1 дело"), (2, "2 дела"), (5, "5 дел"), (11, "11 дел"), (21, "21 дело")])
def test_russian_counts_in_three_ways(n: int, said: str) -> None:
    assert RU.plural("{n} thing to do now", "{n} things to do now", n).startswith(said)


def test_english_counts_in_two_ways() -> None:
    assert [EN.plural("{n} deal", "{n} deals", n) for n in (1, 2)] == ["1 deal", "2 deals"]


@pytest.mark.parametrize(
    ("identifier", "english", "russian"),
    [
        ("pay_by", "Pay by", "Оплатить до"),
        ("client_id", "Client", "Клиент"),
        ("ApprovePaymentRequest", "Approve payment request", "Согласовать заявку на оплату"),
        ("head_of_sales", "Head of sales", "Руководитель отдела продаж"),
        ("price decision", "Price decision", "Решение по цене"),
        ("payment-requests", "Payment requests", "Заявки на оплату"),
        ("payee_inn", "Payee's INN", "ИНН получателя"),
        ("IBAN", "IBAN", "IBAN"),
    ],
)
def test_what_code_calls_a_thing_is_said_as_people_call_it(identifier: str, english: str, russian: str) -> None:
    assert EN.name(identifier) == english
    assert RU.name(identifier) == russian


def test_names_of_code_become_words() -> None:
    assert [humanised(name) for name in ("SLA", "contact_ids", "vat_rate")] == ["SLA", "Contact", "Vat rate"]


@pytest.mark.parametrize(
    ("sentence", "russian"),
    [
        ("There is no such deal: open it first.", "Такой сделки нет: сначала откройте её."),
        (
            "This is a deal of Ольга: ask Ольга, a deputy or a supervisor.",
            "Это сделка, которую ведёт Ольга: обратитесь сюда: Ольга, заместитель или руководитель.",
        ),
        (
            "This request is submitted: withdraw it to change it.",
            "Заявка сейчас — на согласовании: чтобы изменить, отзовите её.",
        ),
        ("1200.50 RUB for Paper. A4", "1 200,50 ₽ за Paper. A4"),
        ("Returned for rework. Нет счёта", "Возвращено на доработку. Нет счёта"),
        ("Deal lost: price", "Сделка проиграна: price"),
        ("Deal moved from lead to offer.", "Сделка перемещена: было lead, стало offer."),
        ("Input should be less than or equal to 100", "Должно быть не больше 100"),
        ("Shipped on 2026-11-24, worth 5 RUB.", "Отгружено 24.11.2026 на сумму 5,00 ₽."),
        (
            "Held up: 60 000.00 RUB for Box. Invoice 7 for 60 000.00 RUB is in another request already, of 23.11.2026.",
            "Задержано: 60 000,00 ₽ за Box. Счёт 7 на 60 000,00 ₽ уже есть в другой заявке, от 23.11.2026.",
        ),
        (
            "Near the limit: 4 h of 5 h agreed are used up, 80 %. T-2A of Ольга: Печь",
            "Близко к лимиту: 4 ч из согласованных 5 ч потрачено, 80 %. T-2A, Ольга: Печь",
        ),
        (
            "Your notebook comes first. Close these entries in it: rice, 13 at 80.91 RUB: refused by Виктор.",
            "Сначала записная книжка. Закройте в ней эти записи: rice, 13 по 80,91 ₽: отказано (Виктор).",
        ),
        (
            "Danger (stage late): 3.00, told from 0 on. 7 minutes are spent.",
            "Опасность (этап опаздывает): 3, говорится с 0. Потрачено 7 мин.",
        ),
        (
            "Correct this: form.pay_by: Field required; lines.0.amount: Input should be greater than 0.",
            "Исправьте: Оплатить до: Заполните это поле; Сумма: Должно быть больше 0.",
        ),
        (
            "Вера: sales took 45.4 % of the time in 10.2026 (67.0 of 147.5 h), against 18.4 % of the team.",
            "Вера: sales — 45,4 % времени за 10.2026 (67 из 147,5 ч), раньше 18,4 % у команды.",
        ),
        (
            "18.4 % of their own months before and 18.5 % of the team",
            "18,4 % за свои прошлые месяцы и 18,5 % у команды",
        ),
        ("It went to: service (1.5 h), sales (2 h).", "Ушло на: service (1,5 ч), sales (2 ч)."),
        (
            "Act 2026-0028 for 2900 RUB accepted on 2026-11-04 by Ольга.",
            "Акт 2026-0028 на 2 900,00 ₽ принят 04.11.2026, принял(а) Ольга.",
        ),
        (
            "rice, 12500 at 80.91 RUB, floor 82 RUB, margin 9.5 %",
            "rice, 12 500 по 80,91 ₽, минимум 82,00 ₽, маржа 9,5 %",
        ),
        ("Deal begun: Oil, wholesale, 770000 RUB.", "Сделка начата: Oil, wholesale, 770 000,00 ₽."),
        ("Deal begun: Oil, wholesale.", "Сделка начата: Oil, wholesale."),
        ("Deal won: 5 RUB.", "Сделка выиграна: 5,00 ₽."),
        ("Deal won.", "Сделка выиграна."),
        ("buckwheat and 2 more", "buckwheat и ещё 2"),
        ("Nobody ever said this.", "Nobody ever said this."),
        ("(.*) \\ {name} (", "(.*) \\ {name} ("),
    ],
)
def test_sentences_of_the_rules_are_said_in_russian_with_their_particulars(sentence: str, russian: str) -> None:
    assert RU.refusal(sentence).replace("\xa0", " ") == russian


@pytest.mark.parametrize(
    "hostile",
    [
        "There is " + ", : " * 400,
        "Rejected. " * 190,
        "Returned: " * 190,
        "Paid on " + "9" * 900 + " RUB",
        "9" * 60 + " RUB for \0 {what_for} \\1 (?P<a>",
        "x of y, z due on " * 110,
        "Rejected. " * 100_000,
    ],
)
def test_hostile_texts_are_told_soon_and_break_nothing(hostile: str) -> None:
    assert RU.refusal(hostile)


def test_sentences_stay_as_they_are_in_english() -> None:
    assert EN.refusal("There is no such deal: open it first.") == "There is no such deal: open it first."


def test_days_and_times_are_those_of_the_company() -> None:
    assert RU.day("2026-11-24") == "24 нояб. 2026\u202fг."
    assert RU.day(TODAY, TODAY) == "24 нояб."
    assert EN.day(TODAY) == "24 Nov 2026"
    assert RU.weekday(TODAY) == "вторник, 24 ноября"
    assert RU.clock("2026-11-24T21:30:00Z", MOSCOW) == "00:30"
    assert EN.moment("2026-11-24T21:30:00Z", MOSCOW, TODAY) == "25 Nov, 00:30"


def test_money_has_its_currency_and_does_not_break() -> None:
    assert RU.money("1234567.50", "RUB") == "1\xa0234\xa0567,50\xa0₽"
    assert EN.money("1234567.50", "RUB") == "RUB\xa01,234,567.50"
    assert RU.number(12345) == "12\xa0345"
    assert RU.percent("0.35") == "35\xa0%"


def test_durations_are_shown_as_a_clock_shows_them() -> None:
    assert [RU.hours(minutes) for minutes in (0, 95, 6000, -30)] == ["0:00", "1:35", "100:00", "-0:30"]


@pytest.mark.parametrize(
    ("day", "russian", "english"),
    [
        (24, "сегодня", "today"),
        (25, "завтра", "tomorrow"),
        (21, "3 дня назад", "3 days ago"),
        (29, "через 5 дней", "in 5 days"),
    ],
)
def test_near_days_are_said_by_how_far_they_are(day: int, russian: str, english: str) -> None:
    assert RU.dated(date(2026, 11, day), TODAY) == russian
    assert EN.dated(date(2026, 11, day), TODAY) == english


def test_the_past_is_said_by_how_long_ago_it_was() -> None:
    assert RU.ago("2026-11-24T11:58:00Z", NOON) == "2 минуты назад"
    assert EN.ago(NOON, NOON) == "just now"
