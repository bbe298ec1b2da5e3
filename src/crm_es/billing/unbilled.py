"""What did people work that no client was billed for yet? By client, with people and hours, and entry by entry (S3-06).

An amount is that of the hours at the rates of their days, to the kopeck for each entry; an act rounds by its lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.act_lines import NOTHING, hours
from crm_es.labour.subjects import ENTRIES
from crm_es.rates import Priced, Rates
from crm_es.trade_lines import rounded

Line = dict[str, Any]
READERS: Final = (
    "billed_work",
    "client_registry",
    "deal_registry",
    "project_registry",
    "project_stages",
    "staff_registry",
    "task_list",
    "ticket_registry",
    "work_entries",
    "work_periods",
)
QUESTION: Final = f"""
    SELECT entry.work_id, entry.for_client_id AS client_id, client.name AS client, owner.name AS owner, entry.day,
           entry.person_id, person.name AS person, entry.kind, entry.subject, entry.note, entry.project_id,
           entry.minutes, period.approved
    FROM {ENTRIES} AS entry JOIN client_registry AS client ON client.client_id = entry.for_client_id
         LEFT JOIN staff_registry AS owner ON owner.staff_member_id = client.owner_id
         LEFT JOIN staff_registry AS person ON person.staff_member_id = entry.person_id
         CROSS JOIN LATERAL (
             SELECT EXISTS (SELECT FROM work_periods AS p WHERE p.person_id = entry.person_id
                            AND entry.day BETWEEN p.first_day AND p.last_day AND p.status = 'approved') AS approved
         ) AS period
    WHERE entry.billable AND NOT entry.rest AND entry.minutes > 0 AND entry.act_id IS NULL
      AND NOT EXISTS (SELECT FROM billed_work AS b WHERE b.work_id = entry.work_id AND b.released_at IS NULL)
      AND (%(client_id)s::uuid IS NULL OR entry.for_client_id = %(client_id)s)
      AND (%(project_id)s::uuid IS NULL OR entry.project_id = %(project_id)s)
      AND entry.day <= coalesce(%(until)s::date, 'infinity')
      AND (period.approved OR NOT %(only_approved)s)
    ORDER BY client.name, entry.for_client_id, entry.day, entry.starts, person.name, entry.work_id
"""


@dataclass(frozen=True)
class Asked:
    """Of which work one wants to know."""

    client_id: UUID | None = None
    project_id: UUID | None = None
    until: date | None = None
    only_approved: bool = False


@dataclass(frozen=True)
class Entry:
    """A piece of work that nobody was billed for."""

    work_id: UUID
    client_id: UUID
    client: str
    owner: str | None
    """Who looks after the client."""
    day: date
    person_id: UUID
    person: str | None
    kind: str
    subject: str
    note: str
    project_id: UUID | None
    minutes: int
    approved: bool
    """It lies in a period that is approved."""


def entries(db: Connection[Any], asked: Asked) -> list[Entry]:
    """Client by client, in the order of their days."""
    with db.cursor(row_factory=class_row(Entry)) as rows:
        return rows.execute(QUESTION, asdict(asked)).fetchall()


def by_client(found: Iterable[Entry], rates: Rates, asked: Asked) -> list[Line]:
    """Who is to be billed for how much, and who worked it."""
    price = pricer(rates)
    return [
        of_client(list(works), price, asked)
        for _, works in groupby(found, key=lambda entry: (entry.client, entry.client_id))
    ]


def of_client(works: list[Entry], price: Any, asked: Asked) -> Line:
    amounts: dict[str, Decimal] = {}
    people: dict[UUID, int] = {}
    without_rate = 0
    for entry in works:
        people[entry.person_id] = people.get(entry.person_id, 0) + entry.minutes
        if (money := price(entry)) is None:
            without_rate += 1
        else:
            amount = rounded(money.amount, hours(entry.minutes))
            amounts[money.currency] = amounts.get(money.currency, NOTHING) + amount
    names = {entry.person_id: entry.person or str(entry.person_id) for entry in works}
    minutes = sum(people.values())
    return {
        "client_id": works[0].client_id,
        "client": works[0].client,
        "owner": works[0].owner,
        "entries": len(works),
        "minutes": minutes,
        "hours": hours(minutes),
        "people": "; ".join(sorted(f"{names[who]} {hours(much)}" for who, much in people.items())),
        "amounts": "; ".join(f"{amount} {currency}" for currency, amount in sorted(amounts.items())),
        "without_rate": without_rate,
        "not_approved": sum(not entry.approved for entry in works),
        "first": min(entry.day for entry in works),
        "last": max(entry.day for entry in works),
        "query": urlencode({"client_id": works[0].client_id} | ({"until": asked.until} if asked.until else {})),
    }


def in_detail(found: Iterable[Entry], rates: Rates) -> list[Line]:
    """Every entry, with what it costs; without a rate it costs nobody knows what."""
    price = pricer(rates)
    lines = []
    for entry in found:
        money = price(entry)
        priced = {
            "hours": hours(entry.minutes),
            "rate": money.amount if money else None,
            "amount": rounded(money.amount, hours(entry.minutes)) if money else None,
            "currency": money.currency if money else None,
        }
        lines.append({one.name: getattr(entry, one.name) for one in fields(Entry)} | priced)
    return lines


def pricer(rates: Rates) -> Any:
    """What an hour of an entry costs."""

    @lru_cache(maxsize=100_000)
    def found(work: Priced, on: date) -> Any:
        return rates.hourly(work, on)

    return lambda entry: found(Priced(entry.person_id, entry.kind, entry.client_id, entry.project_id), entry.day)
