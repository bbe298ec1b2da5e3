"""What work costs the client: by the rates in force on its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from crm_es.act_lines import BilledWork, Worked, hours
from crm_es.aggregates.billing.commands import BillWork
from crm_es.context import Context
from crm_es.messages import Refused, Remedy
from crm_es.money import Currency
from crm_es.rates import Priced

SHOWN: Final = 50
"""How many entries a sentence names."""


def priced(command: BillWork, context: Context) -> tuple[tuple[BilledWork, ...], Currency]:
    """The work with its prices, all in one currency.

    Raises Refused with all entries that have no rate, and how to set one.
    """
    prices = [
        context.rates.hourly(Priced(work.person_id, work.kind, command.client_id, work.project_id), work.day)
        for work in command.works
    ]
    lacking = [work for work, price in zip(command.works, prices, strict=True) if price is None]
    if lacking:
        raise Refused(without_rate(lacking, context), "hours have a rate", remedies(lacking, command))
    found = [price for price in prices if price is not None]
    currencies = sorted({price.currency for price in found})
    if len(currencies) > 1:
        raise Refused(
            f"These hours are priced in {' and '.join(currencies)}: bill the hours of each currency apart.",
            "amounts in one currency",
        )
    works = (BilledWork(**dict(work), per_hour=price.amount) for work, price in zip(command.works, found, strict=True))
    return tuple(works), currencies[0]


def without_rate(lacking: Sequence[Worked], context: Context) -> str:
    """Which entries they are."""

    def told(work: Worked) -> str:
        what = work.subject or work.kind
        return f"{work.day} {context.directory.name(work.person_id)}, {what} ({work.kind}), {hours(work.minutes)} h"

    more = len(lacking) - SHOWN
    rest = f"; and {more} more" if more > 0 else ""
    return f"No rate says what these hours cost: {'; '.join(map(told, lacking[:SHOWN]))}{rest}. Set one first."


def remedies(lacking: Sequence[Worked], command: BillWork) -> Iterator[Remedy]:
    """To set a rate for each kind of work of a person that lacks one, from the first such day on."""
    first: dict[tuple[str, str, str], Worked] = {}
    for work in lacking:
        key = (str(work.project_id or ""), str(work.person_id), work.kind)
        if key not in first or work.day < first[key].day:
            first[key] = work
    for work in first.values():
        whose = {"project_id": str(work.project_id)} if work.project_id else {"client_id": str(command.client_id)}
        fields = whose | {"person_id": str(work.person_id), "kind": work.kind, "since": work.day.isoformat()}
        yield Remedy(command="SetRate", sentence=f"Set what an hour of {work.kind} costs this client.", fields=fields)
