"""Entries and files of a directory of banks, as the Bank of Russia writes them."""

from __future__ import annotations

MAY = "2026-05-18"
NEVA, MOSCOW, TREASURY = "044030827", "044525225", "014030106"


def entry(bik: str, name: str = "Bank", more: str = "", inside: str = "", change: str = "") -> str:
    kind = f' ChangeType="{change}"' if change else ""
    info = f'<ParticipantInfo NameP="{name}" Tnp="г" Nnp="Тула" DateIn="1994-01-20" PtType="20" {more}/>'
    return f'<BICDirectoryEntry BIC="{bik}"{kind}>{info}{inside}</BICDirectoryEntry>'


def account(number: str, kind: str = "CRSA", more: str = 'AccountStatus="ACAC"', inside: str = "") -> str:
    told = f'Account="{number}" RegulationAccountType="{kind}" AccountCBRBIC="044030001" DateIn="1994-01-20"'
    return f"<Accounts {told} {more}>{inside}</Accounts>"


CORRESPONDENT = account("30101810200000000827")


def directory(*entries: str, day: str = MAY, info: str = "FIRR") -> bytes:
    """A file with these entries."""
    root = f'xmlns="urn:cbr-ru:ed:v2.0" BusinessDay="{day}" InfoTypeCode="{info}"'
    text = f'<?xml version="1.0" encoding="Windows-1251"?><ED807 {root}>{"".join(entries)}</ED807>'
    return text.encode("cp1251")
