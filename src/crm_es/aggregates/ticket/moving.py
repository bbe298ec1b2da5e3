"""How a ticket moves through the funnel, and what becomes of its promises (S3-03, X-19)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from crm_es.aggregates.ticket.commands import MoveTicket
from crm_es.aggregates.ticket.events import Late, Promise, TicketLate, TicketMoved
from crm_es.aggregates.ticket.people import head_of, must_serve
from crm_es.aggregates.ticket.promising import changed, done, reopened, running, standing
from crm_es.aggregates.ticket.state import Ticket, evolve
from crm_es.context import Context
from crm_es.messages import Refused, quoted
from crm_es.playbook import Service, TicketStage, TicketStatus


def told(ticket: Ticket, context: Context) -> dict[str, Any]:
    """What every event tells of it."""
    names = ("ticket_id", "reference", "subject", "client_id", "contact_name", "responsible_id")
    return {name: getattr(ticket, name) for name in names} | {"head_id": head_of(ticket.responsible_id, context)}


def at_work(service: Service) -> TicketStage:
    """Where somebody works at it: the first such stage."""
    return next((stage for stage in service.stages if stage.status == "working"), service.first)


def gone_on(ticket: Ticket, status: TicketStatus, context: Context) -> Promise:
    """Its promises once it is in a stage where work goes on, or waits."""
    calendar, sla = context.playbook.calendar, context.playbook.service.sla(ticket.priority)
    if ticket.status == "done":
        promise = reopened(ticket.promise, sla, context.at, calendar)
    elif status == "waiting":
        promise = ticket.promise
    else:
        promise = running(ticket.promise, context.at, calendar)
    return standing(promise, context.at) if status == "waiting" else promise


def moved(ticket: Ticket, command: MoveTicket, context: Context) -> Iterator[TicketMoved]:
    must_serve(ticket, context)
    stage = known_stage(command.stage, context)
    if stage.name == ticket.stage:
        return
    settled: tuple[Late, ...] = ()
    warned = None
    if stage.status != "done":
        promise = gone_on(ticket, stage.status, context)
    elif ticket.status == "done":
        promise = ticket.promise
    else:
        must_tell_result(command, context)
        promise, settled = done(ticket.promise, context.at)
        warned = ticket.warned if ticket.spent_minutes <= (ticket.agreed_minutes or 0) else None
    yield TicketMoved(
        **told(ticket, context),
        promise=promise,
        settled=settled,
        from_stage=ticket.stage,
        from_status=ticket.status,
        to_stage=stage.name,
        to_status=stage.status,
        comment=command.note,
        reopened=ticket.status == "done" and stage.status != "done",
        untouched=ticket.untouched,
        by_id=context.person if isinstance(context.person, UUID) else None,
        warned=warned,
        agreed_minutes=ticket.agreed_minutes if warned else None,
    )


def known_stage(name: str, context: Context) -> TicketStage:
    service = context.playbook.service
    if found := service.stage(name):
        return found
    stages = quoted(stage.name for stage in service.stages)
    raise Refused(f"There is no stage {name!r} of tickets: take one of {stages}.", "no such stage")


def must_tell_result(command: MoveTicket, context: Context) -> None:
    if command.note is None and "import" not in context.roles:
        raise Refused("Say with what result it is done: give a note.", "what is done has a result")


def late(ticket: Ticket, context: Context) -> Iterator[TicketLate]:
    """What should have happened by now; nothing while time stands still."""
    promise = ticket.promise
    if promise.stands_since:
        return
    whom = alarmed(ticket.responsible_id, context)
    for which, due in sorted(promise.pending.items(), key=lambda pending: pending[1]):
        if context.at > due:
            one = Late(which=which, due=due, told=whom, due_told=context.playbook.calendar.told(due))
            promise = changed(promise, late=(*promise.late, one))
            server = context.directory.name(ticket.responsible_id)
            yield TicketLate(**told(ticket, context), **dict(one), promise=promise, server=server)


def alarmed(responsible_id: UUID, context: Context) -> tuple[UUID, ...]:
    """Whoever has to know that it is late: who is responsible, and the head."""
    people = (responsible_id, head_of(responsible_id, context))
    return tuple(dict.fromkeys(person for person in people if context.directory.person(person)))


def with_lates(ticket: Ticket, lates: tuple[TicketLate, ...]) -> Ticket:
    for event in lates:
        ticket = evolve(ticket, event)
    return ticket
