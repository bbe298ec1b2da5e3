"""How the labour of a ticket stands against what is agreed, and when the head is warned (S3-04, S3-05)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crm_es.aggregates.ticket.commands import AgreeTicketHours, CountTicketWork
from crm_es.aggregates.ticket.events import (
    LimitState,
    TicketHoursAgreed,
    TicketLimitExceeded,
    TicketLimitNeared,
    TicketWorkCounted,
)
from crm_es.aggregates.ticket.moving import told
from crm_es.aggregates.ticket.opening import minutes
from crm_es.aggregates.ticket.people import must_lead, must_serve
from crm_es.aggregates.ticket.state import Ticket, evolve
from crm_es.context import Context

WHOLE: Final = 100
HALF: Final = 50
Counted = TicketWorkCounted | TicketHoursAgreed | TicketLimitNeared | TicketLimitExceeded


def counted(ticket: Ticket, command: CountTicketWork, context: Context) -> Iterator[Counted]:
    was = ticket.work.get((command.person_id, command.work_id), 0)
    if was == command.minutes:
        return
    spent = ticket.spent_minutes - was + command.minutes
    event = TicketWorkCounted(
        **told(ticket, context),
        work_id=command.work_id,
        person_id=command.person_id,
        minutes=command.minutes,
        was_minutes=was,
        spent_minutes=spent,
        agreed_minutes=ticket.agreed_minutes,
        limit=limit(spent, ticket.agreed_minutes, context),
    )
    yield event
    yield from reached(evolve(ticket, event), context)


def agreed(ticket: Ticket, command: AgreeTicketHours, context: Context) -> Iterator[Counted]:
    (must_lead if ticket.agreed_with else must_serve)(ticket, context)
    now = minutes(command.hours) or 1
    if now == ticket.agreed_minutes:
        return
    event = TicketHoursAgreed(
        **told(ticket, context),
        was_minutes=ticket.agreed_minutes,
        agreed_minutes=now,
        spent_minutes=ticket.spent_minutes,
        limit=limit(ticket.spent_minutes, now, context),
        with_whom=command.with_whom,
        warned=ticket.warned,
    )
    yield event
    yield from reached(evolve(ticket, event), context)


def limit(spent: int, agreed_minutes: int | None, context: Context) -> LimitState:
    if agreed_minutes is None:
        return "ok"
    if spent > agreed_minutes:
        return "over"
    shares = context.playbook.service.warn_at
    return "near" if any(is_reached(share, spent, agreed_minutes) for share in shares) else "ok"


def reached(ticket: Ticket, context: Context) -> Iterator[TicketLimitNeared | TicketLimitExceeded]:
    """The highest share of what is agreed that was not told of: each is told of once, and so is each further half.

    What is done comes no nearer to the limit; but the head hears of more than was agreed.
    """
    if (agreed_minutes := ticket.agreed_minutes) is None:
        return
    shares = {*context.playbook.service.warn_at, WHOLE}
    share = max((one for one in shares if is_reached(one, ticket.spent_minutes, agreed_minutes)), default=0)
    share = max(share, HALF * (ticket.spent_minutes * WHOLE // (agreed_minutes * HALF))) if share >= WHOLE else share
    if share < WHOLE and ticket.status == "done":
        return
    if share > (ticket.warned.percent if ticket.warned else 0):
        event = TicketLimitExceeded if share >= WHOLE else TicketLimitNeared
        yield event(
            **told(ticket, context),
            percent=share,
            spent_minutes=ticket.spent_minutes,
            agreed_minutes=agreed_minutes,
            was=ticket.warned,
        )


def is_reached(share: int, spent: int, agreed_minutes: int) -> bool:
    """All of it is reached once there is more."""
    return spent > agreed_minutes if share == WHOLE else spent * WHOLE >= agreed_minutes * share
