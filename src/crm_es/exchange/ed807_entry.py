"""One bank of the Bank of Russia's directory, out of its XML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from crm_es.banks import Bank, Restriction

CORRESPONDENT: Final = ("CRSA", "UTRA")
"""Accounts that a payment names as К/С: those of banks, and the single accounts of treasuries."""
NO_RESTRICTION: Final = "NORS"


def bank_of(entry: Element, day: date) -> Bank:
    """The entry as of the day of its edition.

    Raises ValueError where it cannot be used.
    """
    (told, *_) = [*children([entry], "ParticipantInfo"), None]
    if told is None:
        raise ValueError("it says nothing of the participant")
    accounts = [account for account in children([entry], "Accounts") if is_open(account, day)]
    own = [account for kind in CORRESPONDENT for account in accounts if account.get("RegulationAccountType") == kind]
    first = next(iter([*own, *accounts]), None)
    return Bank(
        bik=entry.get("BIC", ""),
        name=told.get("NameP", ""),
        town=" ".join(filter(None, (told.get("Tnp"), told.get("Nnp")))),
        kind=told.get("PtType", ""),
        correspondent_account=own[0].get("Account") if own else None,
        further_accounts=tuple(account.get("Account", "") for account in own[1:]),
        key_bik=first.get("AccountCBRBIC") if first is not None else None,
        swift=swift(list(children([entry], "SWBICS"))),
        since=day_in(told, "DateIn"),
        until=day_in(told, "DateOut"),
        struck=told.get("ParticipantStatus") == "PSDL",
        restrictions=(*restrictions([told], "RstrList", "Rstr"), *restrictions(own[:1], "AccRstrList", "AccRstr")),
    )


def local(element: Element) -> str:
    """Its name without the namespace."""
    return str(element.tag).rpartition("}")[2]


def children(parents: Iterable[Element], name: str) -> Iterable[Element]:
    return (child for parent in parents for child in parent if local(child) == name)


def day_in(element: Element, name: str) -> date | None:
    told = element.get(name)
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        raise ValueError(f"{name} is no date ({told!r:.40})") from None


def is_open(account: Element, day: date) -> bool:
    closed = day_in(account, "DateOut")
    return account.get("AccountStatus") != "ACDL" and (closed is None or closed > day)


def swift(codes: list[Element]) -> str | None:
    """The usual code of a bank that has several."""
    usual = [code for code in codes if code.get("DefaultSWBIC") in {"1", "true"}]
    return next((code.get("SWBIC") for code in (*usual, *codes)), None)


def restrictions(parents: Iterable[Element], name: str, code: str) -> Iterable[Restriction]:
    for told in children(parents, name):
        if told.get(code, NO_RESTRICTION) != NO_RESTRICTION:
            yield Restriction(code=told.get(code, ""), since=day_in(told, f"{code}Date"))
