"""The payee's bank details on an invoice.

Check digits tell numbers from look-alikes, keys tell which belong together, labels and places tell whose they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import product
from typing import Final

from crm_es.bank_details import is_account, is_bik, is_inn, is_kpp, key_fits
from crm_es.exchange.invoice_cells import Line
from crm_es.exchange.invoice_numbers import DOUBTFUL, LIKELY, SURE, Found, best, distance, numbers
from crm_es.exchange.suggested import Doubt, Suggested

CORRESPONDENT: Final = ("301", "40102")
"""Accounts of banks, and single accounts of the treasury, begin so."""
KEY: Final = 5.0
"""What it counts that an account fits a bank."""
OF_A_COMPANY: Final = 10


def details(lines: list[Line], ours: Collection[str] = ()) -> Iterator[Suggested | Doubt]:
    """ИНН, КПП, БИК and accounts, and what is doubtful about them."""
    found = numbers(lines, ours)
    accounts = [one for one in found if is_account(one.value) and one.label != "other"]
    own = [one for one in accounts if not one.value.startswith(CORRESPONDENT)]
    bik, account = bank_and_account([one for one in found if is_bik(one.value) and one.label in ("bik", "")], own)
    if bik:
        yield from of_bank(bik, [one for one in accounts if one.value.startswith(CORRESPONDENT)])
    if account:
        yield from of_account(account, bik, own)
    yield from of_holder(found, account or bik)


def bank_and_account(biks: list[Found], accounts: list[Found]) -> tuple[Found | None, Found | None]:
    """The pair that fits best; a number without a label is no БИК unless the key says so."""
    pairs = [pair for pair in product(biks, accounts) if pair[0].label or fits(*pair)]
    ours = [pair for pair in pairs if min(pair[0].score, pair[1].score) >= 0]
    if ours:
        return max(ours, key=lambda pair: weight(*pair))
    return best(biks, is_bik, "bik"), best(accounts, is_account, "account", "correspondent", "")


def weight(bik: Found, account: Found) -> float:
    return bik.score + account.score + KEY * fits(bik, account) - distance(account, bik.cell.row)


def fits(bik: Found, account: Found) -> bool:
    return key_fits(account.value, bik.value)


def of_bank(bik: Found, accounts: list[Found]) -> Iterator[Suggested | Doubt]:
    yield bik.suggested("bik")
    fitting = [one for one in accounts if key_fits(one.value, bik.value, correspondent=True)]
    labels = ("correspondent", "account", "bik", "")
    if found := best(fitting or accounts, is_account, *labels, near=bik.cell.row):
        yield found.suggested("correspondent_account", SURE if fitting else DOUBTFUL)
        if not fitting:
            sentence = f"The correspondent account {found.value} does not fit the БИК {bik.value}: compare both."
            yield Doubt("correspondent_account", sentence)


def of_account(account: Found, bik: Found | None, accounts: list[Found]) -> Iterator[Suggested | Doubt]:
    proved = bik is not None and fits(bik, account)
    yield account.suggested("account", max(account.confidence, LIKELY) if proved else DOUBTFUL)
    if bik and not proved:
        yield Doubt("account", f"The account {account.value} does not fit the БИК {bik.value}: compare both.")
    others = {one.value for one in accounts if one.score >= 0} - {account.value}
    if others:
        sentence = f"The invoice names {', '.join(sorted(others))} too: make sure which account is meant."
        yield Doubt("account", sentence)


def of_holder(found: list[Found], near: Found | None) -> Iterator[Suggested | Doubt]:
    """ИНН and КПП. A number alone is an ИНН only where the payee is spoken of."""
    row = near.cell.row if near else None
    named = [one for one in found if one.label]
    inn = best(named, is_inn, "inn", "inn_kpp", near=row) or best(
        [one for one in found if one.cell.side == "payee"], is_inn, "", near=row
    )
    if inn is None:
        wrong = best(named, lambda text: len(text) in (10, 12), "inn", "inn_kpp")
        if wrong:
            yield Doubt("inn", f"The ИНН {wrong.value} does not add up: compare it with the invoice digit by digit.")
        return
    yield inn.suggested("inn")
    if len(inn.value) == OF_A_COMPANY:
        kpp = best(named, is_kpp, "kpp", "inn_kpp", near=inn.cell.row)
        if kpp:
            yield kpp.suggested("kpp")
