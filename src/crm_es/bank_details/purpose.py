"""The purpose of a payment: what banks take in field 24 of an order (S1-16)."""

from __future__ import annotations

import re
from typing import Final

from crm_es.bank_details.faults import Fault

PURPOSE: Final = 210
"""Characters of field 24 of a payment order."""
FOREIGN_TO_BANKS: Final = re.compile(r"[^\x20-\x7eА-яЁё№]")
"""What no text of a payment order may hold."""


def purpose_fault(text: str) -> Fault | None:
    """What banks would not take in the purpose of a payment."""
    if not text.strip():
        return Fault("purpose", "Say what the payment is for: the bank asks for its purpose.", "purpose is empty")
    if len(text) > PURPOSE:
        sentence = f"The purpose has {len(text)} characters, and banks take {PURPOSE}: shorten it."
        return Fault("purpose", sentence, "purpose is too long")
    if strange := dict.fromkeys(FOREIGN_TO_BANKS.findall(text)):
        shown = ", ".join(one if one.isprintable() else f"U+{ord(one):04X}" for one in strange)
        sentence = f"Banks do not take these characters in the purpose: {shown}. Write it without them."
        return Fault("purpose", sentence, "purpose has letters that banks do not take")
    return None
