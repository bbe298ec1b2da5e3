"""Lines of an act: worked minutes as hours on paper, and what they come to (S3-06, S3-07).

The minutes of a line are added up first, and then rounded once: hours are minutes / 60 to two decimals, half up. The
amount is these hours at the rate, rounded to kopecks, half up. So on every paper quantity x price is the amount, the
lines add up to the total, and a line is never further than eighteen seconds from what was worked. The VAT of a line is
a part of its amount. What is left of a line after a credit is again hours x price; what was credited is the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Final, Literal, NamedTuple
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.ids import derived
from crm_es.messages import Message
from crm_es.playbook import Day, Name, Rate
from crm_es.playbook.names import typed_alike
from crm_es.trade_lines import KOPECK, contained, rounded

LONGEST: Final = 80
"""What a line is called fits an invoice."""
MOST_MINUTES: Final = 100_000
NOTHING: Final = Decimal("0.00")
LinedUpBy = Literal["subject", "person", "kind"]


class Worked(Message):
    """Something that was worked, and that the client is to pay for."""

    work_id: UUID
    person_id: UUID
    day: Day
    minutes: Annotated[int, Field(gt=0, le=MOST_MINUTES)]
    kind: Name
    subject: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)] = ""
    """What it was done for: a ticket, a stage of a project; its kind says it where none is given."""
    project_id: UUID | None = None


class BilledWork(Worked):
    """The same with its price."""

    per_hour: Decimal
    """VAT included."""


class ActLine(Message):
    """One line of an act. It knows the work that it is made of."""

    line_id: UUID
    what: str
    people: tuple[UUID, ...]
    first: date
    last: date
    """Days on which it was worked."""
    minutes: int
    quantity: Decimal
    """In hours."""
    rate: Decimal
    """Of one hour, VAT included."""
    amount: Decimal
    """VAT included."""
    vat_rate: Rate | None = None
    """In per cent; None without VAT."""
    vat: Decimal = NOTHING
    """The part of the amount that is VAT."""
    work_ids: tuple[UUID, ...]


class CreditedLine(Message):
    """What the client need not pay of a line."""

    line_id: UUID
    what: str
    minutes: int
    quantity: Decimal
    """In hours."""
    rate: Decimal
    amount: Decimal
    vat_rate: Rate | None = None
    vat: Decimal = NOTHING


class Freed(Message):
    """Work that may be billed again."""

    work_id: UUID
    person_id: UUID


class Part(NamedTuple):
    """What some minutes at a rate come to."""

    quantity: Decimal
    amount: Decimal
    vat: Decimal

    def less(self, other: Part) -> Part:
        return Part(self.quantity - other.quantity, self.amount - other.amount, self.vat - other.vat)


def hours(minutes: int) -> Decimal:
    """To two decimals, half up."""
    return (Decimal(minutes) / 60).quantize(KOPECK, ROUND_HALF_UP)


def part(minutes: int, rate: Decimal, vat_rate: Decimal | None) -> Part:
    amount = rounded(rate, hours(minutes))
    return Part(hours(minutes), amount, contained(amount, vat_rate))


def lined_up(
    act_id: UUID,
    works: Iterable[BilledWork],
    by: LinedUpBy,
    vat_rate: Decimal | None,
    name: Callable[[UUID], str],
) -> tuple[ActLine, ...]:
    """The lines, in the order in which the work first came. What is billed at another rate is another line."""
    found: dict[tuple[str, Decimal], list[BilledWork]] = {}
    for work in sorted(works, key=lambda work: (work.day, str(work.work_id))):
        same = str(work.person_id) if by == "person" else typed_alike(called(work, by, name))
        found.setdefault((same, work.per_hour), []).append(work)
    return tuple(
        line(derived(act_id, "line", *key), called(worked[0], by, name), worked, vat_rate)
        for key, worked in found.items()
    )


def called(work: Worked, by: LinedUpBy, name: Callable[[UUID], str]) -> str:
    match by:
        case "subject":
            what = work.subject or work.kind
        case "person":
            what = name(work.person_id)
        case "kind":
            what = work.kind
    return what if len(what) <= LONGEST else what[: LONGEST - 1] + "…"


def line(line_id: UUID, what: str, works: Sequence[BilledWork], vat_rate: Decimal | None) -> ActLine:
    minutes, rate = sum(work.minutes for work in works), works[0].per_hour
    return ActLine(
        line_id=line_id,
        what=what,
        people=tuple(dict.fromkeys(work.person_id for work in works)),
        first=min(work.day for work in works),
        last=max(work.day for work in works),
        minutes=minutes,
        rate=rate,
        vat_rate=vat_rate,
        work_ids=tuple(work.work_id for work in works),
        **part(minutes, rate, vat_rate)._asdict(),
    )


def total(lines: Iterable[ActLine]) -> Decimal:
    return sum((line.amount for line in lines), NOTHING)


def vat(lines: Iterable[ActLine]) -> Decimal:
    return sum((line.vat for line in lines), NOTHING)
