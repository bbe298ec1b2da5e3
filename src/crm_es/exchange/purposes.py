"""What the purpose of a payment says: which invoice is paid."""

from __future__ import annotations

import re
from typing import Final

NUMBERED: Final = r"(?:№|\bn[oо]?\b\.?|\bсч[а-я]*\b\.?|\binv[a-z]*\b\.?)\s*(?:№|n)?\s*{}(?![\w/-])"
"""The number of an invoice, behind a word or sign that says that one follows."""
SIGN: Final = re.compile(r"^(№|n[oо]?\.?)\s*")
"""What people put before a number."""


def names_invoice(purpose: str, number: str | None) -> bool:
    """Whether the purpose names this invoice."""
    wanted = re.escape(SIGN.sub("", plain(number or "")))
    return bool(wanted) and re.search(NUMBERED.format(wanted), plain(purpose)) is not None


def plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
