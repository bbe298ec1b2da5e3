"""When a client was active, from what it bought: the same in whatever order its purchases come to be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.client.parts import Bought, Stay
from crm_es.ids import derived

A_YEAR: Final = timedelta(365)


class Sum(NamedTuple):
    """What some purchases come to."""

    amount: Decimal | None
    currency: str | None


def in_order(purchases: Iterable[Bought]) -> tuple[Bought, ...]:
    return tuple(sorted(purchases, key=lambda one: (one.on, one.purchase_id)))


def last_until(purchases: Iterable[Bought]) -> datetime | None:
    """When the last stay ends."""
    return max((one.until for one in purchases), default=None)


def summed(purchases: Iterable[Bought]) -> Sum:
    """In the currency of the last one; amounts of others are left out."""
    amounts = [one.amount for one in purchases if one.amount]
    if not amounts:
        return Sum(None, None)
    currency = amounts[-1].currency
    return Sum(sum((one.amount for one in amounts if one.currency == currency), Decimal(0)), currency)


def year_until(purchases: tuple[Bought, ...], last: datetime) -> Sum:
    """What was bought in the year that ended with the last purchase."""
    return summed(one for one in purchases if last - A_YEAR < one.on <= last)


def stays(client_id: UUID, purchases: tuple[Bought, ...], reasons: Mapping[datetime, str]) -> tuple[Stay, ...]:
    """Each from a purchase until so long after another that nothing was bought in between. Given by time."""
    return tuple(
        Stay(
            stay_id=derived(client_id, "stay", run[0].on.timestamp()),
            kind="back" if n else "new",
            since=run[0].on,
            until=until,
            revenue=(year := year_until(purchases, run[-1].on)).amount,
            currency=year.currency,
            reason=reasons.get(until),
        )
        for n, (run, until) in enumerate(runs(purchases))
    )


def runs(purchases: tuple[Bought, ...]) -> Iterator[tuple[tuple[Bought, ...], datetime]]:
    """Purchases without a lapse between them, and until when they last."""
    begun = 0
    until = list(accumulate((one.until for one in purchases), max))
    for n, one in enumerate(purchases):
        if n and one.on > until[n - 1]:
            yield purchases[begun:n], until[n - 1]
            begun = n
    if purchases:
        yield purchases[begun:], until[-1]
