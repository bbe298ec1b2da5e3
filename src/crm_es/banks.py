"""Banks as the Bank of Russia's directory of БИК lists them (ED807)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from crm_es.messages import Message

Bik = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$"), Field(examples=["044525225"])]

IN_LIQUIDATION: Final = "90"
"""The kind of a participant that a liquidator runs after the licence is gone."""
LICENCE_REVOKED: Final = frozenset({"LWRS", "PDRS"})
"""Restrictions after which nobody is paid there: the licence is revoked, the participant is removed."""
RESTRICTIONS: Final = {
    "LWRS": "the licence is revoked",
    "PDRS": "the participant is removed",
    "URRS": "urgent transfers are restricted",
    "PSRS": "payment orders are taken with restrictions, or not at all",
    "ESRS": "the exchange of messages is suspended",
    "MRTR": "there is a moratorium on the claims of creditors",
    "FPIP": "fast payments are suspended",
    "RSIP": "transfers as an indirect participant are suspended",
    "FOCL": "the office is being closed",
    "CLRS": "its correspondent account is being closed",
    "LMRS": "its correspondent account is kept for a time, with limits",
    "SCRS": "nothing is credited to its correspondent account",
    "MVRS": "its payments are looked at before they go out",
    "RTRS": "payments to it are looked at before they are credited",
    "FPRS": "fast payments are suspended",
    "LSRS": "its correspondent account is set to gather money",
    "QPRS": "its orders wait in a queue for want of money",
    "FWRS": "nothing is debited from its correspondent account",
}
"""Codes of the Bank of Russia in words (its schemas of 2024)."""


class Restriction(Message):
    """What a bank, or its correspondent account, may not do."""

    code: Annotated[str, StringConstraints(max_length=8)]
    """As the Bank of Russia writes it: `URRS`."""
    since: date | None = None


class Bank(Message):
    """One entry of the directory: a bank, its branch, a unit of the Bank of Russia or of the treasury."""

    bik: Bik
    """БИК: 9 digits."""
    name: Annotated[str, StringConstraints(max_length=160)] = ""
    town: Annotated[str, StringConstraints(max_length=40)] = ""
    kind: Annotated[str, StringConstraints(max_length=2)] = ""
    """Type of participant as the Bank of Russia numbers it: 20 a bank, 30 a branch, 52 a treasury."""
    correspondent_account: Annotated[str, StringConstraints(max_length=20)] | None = None
    """Its account in the Bank of Russia: К/С, or the single treasury account."""
    further_accounts: tuple[Annotated[str, StringConstraints(max_length=20)], ...] = ()
    """More of the same kind."""
    key_bik: Bik | None = None
    """БИК of the unit of the Bank of Russia that keeps its account: the account's key is reckoned with it."""
    swift: Annotated[str, StringConstraints(max_length=11)] | None = None
    since: date | None = None
    until: date | None = None
    """From this day on it is listed no more."""
    struck: bool = False
    """Listed as removed."""
    restrictions: tuple[Restriction, ...] = ()

    @property
    def title(self) -> str:
        return self.name or f"the bank with БИК {self.bik}"

    def is_closed(self, day: date) -> bool:
        return self.struck or (self.until is not None and self.until <= day)

    def is_without_licence(self, day: date) -> bool:
        return self.kind == IN_LIQUIDATION or any(
            restriction.code in LICENCE_REVOKED for restriction in self.in_force(day)
        )

    def limits(self) -> Iterator[str]:
        """All that restricts it, in words."""
        if self.struck:
            yield "removed from the directory"
        if self.kind == IN_LIQUIDATION:
            yield "licence revoked, in liquidation"
        for one in self.restrictions:
            yield f"{in_words(one.code)} since {one.since}" if one.since else in_words(one.code)

    def in_force(self, day: date) -> Iterator[Restriction]:
        """What restricts it on this day."""
        return (one for one in self.restrictions if one.since is None or one.since <= day)


Banks = Mapping[str, Bank]
"""Banks by their БИК; none where no directory was imported."""


def in_words(code: str) -> str:
    """What a restriction means."""
    return RESTRICTIONS.get(code, f"the Bank of Russia notes the restriction {code}")
