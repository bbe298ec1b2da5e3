"""What of a statement concerns us: money that went out, but not what the bank took for itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from bank_statements import BANK_ORDER, FEE, GOT, OURS, PAID, THEIRS, statement
from examples import ID

from crm_es.exchange.bank_lines import Lines, sorted_out
from crm_es.exchange.client_bank.reading import read

DOLLARS = OURS[:5] + "840" + OURS[8:]
AGAIN = {"ДатаСписано": "24.11.2026"}
"""The same order, carried out on another day."""
NOT_DONE = PAID | {"ДатаСписано": "", "Номер": "102"}


def lines(*documents: dict[str, str] | tuple[str, dict[str, str]], ours: dict[str, UUID] | None = None) -> Lines:
    return sorted_out(read(statement(*documents).encode()), ours or {})


def test_money_that_went_out_is_told_with_all_that_the_bank_says() -> None:
    (out,) = lines(PAID, GOT, ours={OURS: ID}).outgoing
    assert (out.number, out.paid_on, str(out.amount)) == ("101", date(2026, 11, 23), "40 000.00 RUB")
    assert (out.payer_account, out.payer_account_id, out.payee_account) == (OURS, ID, THEIRS)
    assert (out.kind, out.payee_name, out.payee_inn) == ("Платежное поручение", "ИП Примеров Пётр", "123456789047")


def test_the_same_payment_has_the_same_id_in_every_statement() -> None:
    (first,), (again,) = (lines(*documents).outgoing for documents in ((PAID, GOT), (FEE | {"Сумма": ""}, PAID)))
    assert first == again
    for change in ({"Номер": "102"}, {"Сумма": "40000.01"}, {"Дата": "24.11.2026"}, {"ПолучательРасчСчет": "1"}, AGAIN):
        (another,) = lines(PAID | change).outgoing
        assert another.bank_payment_id != first.bank_payment_id


def test_what_came_in_is_counted() -> None:
    assert (lines(PAID, GOT).incoming, len(lines(GOT).outgoing)) == (1, 0)


@pytest.mark.parametrize(
    ("kind", "changes", "fees"),
    [
        (BANK_ORDER, {}, 1),
        (BANK_ORDER, {"Сумма": "50000.00"}, 1),
        (BANK_ORDER, {"Сумма": "50000.01"}, 0),
        (BANK_ORDER, {"ПлательщикСчет": DOLLARS, "ПлательщикРасчСчет": DOLLARS}, 0),
        ("Мемориальный ордер", {}, 1),
        ("Платежное поручение", {}, 0),
        (BANK_ORDER, {"ПолучательСчет": THEIRS}, 0),
        (BANK_ORDER, {"ПолучательСчет": "47422810100000000001"}, 0),
        (BANK_ORDER, {"ПолучательБИК": "044525593"}, 0),
        (BANK_ORDER, {"ПолучательБИК": "", "ПлательщикБИК": ""}, 0),
    ],
)
def test_only_the_bank_itself_takes_its_due_unasked(kind: str, changes: dict[str, str], fees: int) -> None:
    """S0-44: nobody hides a payment as a fee, for only a bank draws up such orders, and what it takes is small."""
    found = lines((kind, FEE | changes), ours={DOLLARS: ID})
    assert (len(found.fees), len(found.outgoing)) == (fees, 1 - fees)


def test_what_the_bank_has_not_carried_out_is_not_paid() -> None:
    found = lines(PAID, NOT_DONE)
    assert [one.number for one in found.outgoing] == ["101"]
    assert "has not been carried out" in found.bad_rows[0].reason
    assert len(lines(NOT_DONE).outgoing) == 1, "some banks tell no such day at all"


def test_a_payment_between_strangers_is_told_of() -> None:
    strange = {"ПлательщикСчет": "1", "ПлательщикРасчСчет": "", "ПолучательРасчСчет": "2", "ДатаСписано": ""}
    found = lines(PAID | strange)
    assert found.outgoing == []
    assert "names no account of ours" in found.bad_rows[0].reason


def test_money_from_an_account_of_ours_went_out_whoever_s_statement_it_is() -> None:
    """A transfer to another account of ours is a payment like any other: somebody approves or explains it."""
    (out,) = lines(PAID | {"ПлательщикРасчСчет": THEIRS, "ПолучательРасчСчет": OURS}, ours={THEIRS: ID}).outgoing
    assert (out.payer_account, out.payer_account_id) == (THEIRS, ID)


def test_the_account_tells_the_currency() -> None:
    account = OURS[:5] + "840" + OURS[8:]
    (out,) = sorted_out(read(statement(PAID).replace(OURS, account).encode()), {}).outgoing
    assert (out.amount.currency, out.payer_account) == ("USD", account)
