"""The fields of a payment code, as GOST R 56042-2014 names them: how long, and of which shape."""

from __future__ import annotations

from typing import Final

LIMITS: Final = {
    "Name": 160,
    "PersonalAcc": 20,
    "BankName": 45,
    "BIC": 9,
    "CorrespAcc": 20,
    "Sum": 18,
    "Purpose": 210,
    "PayeeINN": 12,
    "PayerINN": 12,
    "DrawerStatus": 2,
    "KPP": 9,
    "CBC": 20,
    "OKTMO": 11,
    "PaytReason": 2,
    "TaxPeriod": 10,
    "DocNo": 15,
    "DocDate": 10,
    "TaxPaytKind": 2,
}
"""How many characters a value may have."""
REQUIRED: Final = tuple(LIMITS)[:5]
FREE: Final = (
    *("LastName", "FirstName", "MiddleName", "PayerAddress", "PersonalAccount", "DocIdx", "PensAcc", "Contract"),
    *("PersAcc", "Flat", "Phone", "PayerIdType", "PayerIdNum", "ChildFio", "BirthDate", "PaymTerm"),
    *("PaymPeriod", "Category", "ServiceName", "CounterId", "CounterVal", "QuittId", "QuittDate", "InstNum"),
    *("ClassNum", "SpecFio", "AddAmount", "RuleId", "ExecId", "RegType", "UIN", "TechCode"),
)
"""Of any length."""
SPELLED_OTHERWISE: Final = {"PENSACCNO": "PensAcc", "TAXPAYKIND": "TaxPaytKind"}
"""As some programs do."""
KNOWN: Final = {key.upper(): key for key in (*LIMITS, *FREE)} | SPELLED_OTHERWISE

ACCOUNT: Final = r"[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}"
SHAPES: Final = {
    "PersonalAcc": (ACCOUNT, "20 characters, such as 40702810900000002851"),
    "BIC": (r"[0-2][0-9]{8}", "9 digits, such as 044525225"),
    "CorrespAcc": (rf"{ACCOUNT}|0{{1,20}}", "20 characters, or 0 where the bank has none"),
    "Sum": (r"[0-9]{1,18}", "whole kopecks, such as 100000 for 1000 roubles"),
    "PayeeINN": (r"[0-9]{1,12}", "at most 12 digits"),
    "KPP": (r"[0-9A-Z]{1,9}", "at most 9 characters"),
}
"""What money goes by, with what it must be."""
