"""The numbers of a Russian payment order, and their check digits (S1-20)."""

from __future__ import annotations

import re
from typing import Any, Final

from stdnum.ru import inn

LATIN: Final = str.maketrans("АВСЕНКМРТХ", "ABCEHKMPTX")
"""Cyrillic letters that look like those of an account."""
CURRENCY_LETTERS: Final = str.maketrans("ABCEHKMPTX", "0123456789")
"""What the letters of clearing currencies count in the key."""
WEIGHTS: Final = (7, 1, 3) * 8
TREASURY: Final = "03"
"""Accounts of the treasury begin so; they follow no key."""


def typed(value: Any) -> Any:
    """A number as people type it, without its blanks, in Latin capitals."""
    return "".join(value.split()).upper().translate(LATIN) if isinstance(value, str) else value


def is_inn(text: str) -> bool:
    """Whether it has the length and the check digits of an ИНН."""
    return bool(re.fullmatch(r"[0-9]{10}|[0-9]{12}", text)) and bool(text.strip("0")) and inn.is_valid(text)


def is_kpp(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", text)) and bool(text.strip("0"))


def is_bik(text: str) -> bool:
    return bool(re.fullmatch(r"[012][0-9]{8}", text)) and bool(text.strip("0"))


def is_account(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}", text)) and bool(text.strip("0"))


def key_fits(account: str, bik: str, *, correspondent: bool = False) -> bool:
    """Whether the account's key (its 9th digit) fits the bank: the rule of the Bank of Russia, 08.09.1997 No 515."""
    account = typed(account)
    if not is_account(account) or not is_bik(bik):
        return False
    if account.startswith(TREASURY):
        return True
    in_bank_of_russia = correspondent or bik[6:8] == "00"
    prefix = f"0{bik[4:6]}" if in_bank_of_russia else bik[6:]
    digits = prefix + account.translate(CURRENCY_LETTERS)
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False)) % 10 == 0
