"""What an act remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from crm_es.act_lines import NOTHING, ActLine, Freed, Part, part
from crm_es.aggregates.work_act.events import (
    ActAccepted,
    ActCancelled,
    ActCredited,
    ActDeliveryNoted,
    ActInvoiced,
    ActLineDisputed,
    ActLinkTaken,
    ActOpened,
    ActPrepared,
    ActSent,
    DisputeAnswered,
    OpenDispute,
    WorkActEvent,
)
from crm_es.messages import Corrupt
from crm_es.money import Currency, Money

Status = Literal["prepared", "sent", "accepted", "cancelled"]


@dataclass(frozen=True)
class LineOfAct:
    """A line, what is left of it, and whether the client waits for an answer."""

    line: ActLine
    minutes: int
    """Left to be paid."""
    disputes: int = 0
    disputed: bool = False

    @property
    def left(self) -> Part:
        return part(self.minutes, self.line.rate, self.line.vat_rate)

    @property
    def whole(self) -> bool:
        """Nothing of it was credited."""
        return self.minutes == self.line.minutes


@dataclass(frozen=True)
class WorkAct:
    work_act_id: UUID
    number: str
    client_id: UUID
    biller_id: UUID
    on: date
    currency: Currency
    lines: Mapping[UUID, LineOfAct]
    works: Mapping[UUID, UUID]
    """Who did each work."""
    email: str | None
    contact_name: str
    send: bool = True
    status: Status = "prepared"
    invoice_id: UUID | None = None
    invoice_number: str = ""
    round: int = 0
    noted: int = 0
    """The round whose letter is known to have come, or not."""
    accepted_at: datetime | None = None
    credit_notes: int = 0
    answers: tuple[str, ...] = ()
    """What the client was answered since the last letter."""
    cancelled_because: str = ""
    cancelled_by: UUID | None = None
    opened: frozenset[tuple[int, str, date]] = frozenset()
    """Of which round the link was opened, from where, and on which day."""
    taken: frozenset[tuple[int, UUID, date]] = frozenset()
    """Of which round the link was taken, by whom of us, and on which day."""

    @property
    def told(self) -> dict[str, Any]:
        """What every event tells of the act."""
        return {name: getattr(self, name) for name in ("work_act_id", "number", "client_id", "biller_id")}

    @property
    def disputed(self) -> tuple[OpenDispute, ...]:
        return tuple(
            OpenDispute(line_id=line_id, dispute=line.disputes) for line_id, line in self.lines.items() if line.disputed
        )

    @property
    def left(self) -> Money:
        """What is to be paid of it."""
        return self.money(sum((line.left.amount for line in self.lines.values()), NOTHING))

    def money(self, amount: Decimal) -> Money:
        return Money(amount=amount, currency=self.currency)

    def with_line(self, line_id: UUID, **changes: Any) -> WorkAct:
        return replace(self, lines={**self.lines, line_id: replace(self.lines[line_id], **changes)})

    def freed(self, work_ids: tuple[UUID, ...]) -> tuple[Freed, ...]:
        return tuple(Freed(work_id=work_id, person_id=self.works[work_id]) for work_id in work_ids)


def evolve(act: WorkAct | None, event: WorkActEvent) -> WorkAct:
    match act, event:
        case None, ActPrepared():
            return WorkAct(
                work_act_id=event.work_act_id,
                number=event.number,
                client_id=event.client_id,
                biller_id=event.biller_id,
                on=event.on,
                currency=event.total.currency,
                lines={line.line_id: LineOfAct(line, line.minutes) for line in event.lines},
                works={work.work_id: work.person_id for work in event.works},
                email=event.email,
                contact_name=event.contact_name,
                send=event.send,
            )
        case WorkAct(), ActInvoiced(invoice_id=invoice_id, invoice_number=number):
            return replace(act, invoice_id=invoice_id, invoice_number=number)
        case WorkAct(), ActSent(round=number, email=email, contact_name=name):
            act = replace(act, status="sent", round=number, email=email, contact_name=name)
            return replace(act, accepted_at=None, answers=())
        case WorkAct(), ActDeliveryNoted(round=number, accepted_at=accepted_at):
            return replace(act, noted=number, accepted_at=accepted_at)
        case WorkAct(), ActOpened(round=number, from_address=place, on=on):
            return replace(act, opened=act.opened | {(number, place, on)})
        case WorkAct(), ActLinkTaken(round=number, taken_by=who, on=on):
            return replace(act, taken=act.taken | {(number, who, on)})
        case WorkAct(), ActLineDisputed(line_id=line_id, dispute=dispute):
            return replace(act.with_line(line_id, disputes=dispute, disputed=True), accepted_at=None)
        case WorkAct(), DisputeAnswered(line_id=line_id, what=what, answer=answer):
            return replace(act.with_line(line_id, disputed=False), answers=(*act.answers, f"{what}: {answer}"))
        case WorkAct(), ActCredited(lines=lines):
            for line in lines:
                act = act.with_line(line.line_id, minutes=act.lines[line.line_id].minutes - line.minutes)
            return replace(act, credit_notes=act.credit_notes + 1)
        case WorkAct(), ActAccepted():
            for dropped in event.dropped:
                act = act.with_line(dropped.line_id, disputed=False)
            return replace(act, status="accepted", accepted_at=None)
        case WorkAct(), ActCancelled():
            act = replace(act, cancelled_because=event.reason, cancelled_by=event.cancelled_by)
            return replace(act, status="cancelled", accepted_at=None)
        case _:
            raise Corrupt(act, event)
