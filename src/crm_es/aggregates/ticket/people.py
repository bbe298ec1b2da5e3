"""Who serves a ticket, who is told of what goes wrong with it, and who may change it."""

from __future__ import annotations

from uuid import UUID

from crm_es.aggregates.ticket.state import Ticket
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Refused


def server(ticket_id: UUID, named: UUID | None, context: Context) -> UUID:
    """Who is responsible: whoever is named; else who is drawn of those who are here; else a head."""
    if named is not None:
        return must_work_here(named, context)
    service = context.playbook.service
    if people := present(service.role, context):
        return whose_turn(people, ticket_id)
    heads = context.directory.in_charge(service.head_role)
    if heads:
        return heads[0]
    if isinstance(context.person, UUID):
        return context.person
    sentence = f"Nobody has the role {service.role}: give it to somebody first."
    raise Refused(sentence, "nobody has the role")


def whose_turn(people: tuple[UUID, ...], ticket_id: UUID) -> UUID:
    """Each person draws a number that only ticket and person decide; the highest has it: over many, all get as many."""
    return max(people, key=lambda person_id: derived(ticket_id, "in turn", person_id))


def present(role: str, context: Context) -> tuple[UUID, ...]:
    """Who has the role and no deputy today; all who have it, where everybody is away."""
    holders, today = context.directory.holders(role), context.playbook.calendar.day(context.at)
    deputies = ((person_id, context.directory.people[person_id].deputies) for person_id in holders)
    here = (person_id for person_id, found in deputies if not any(d.since <= today <= d.until for d in found))
    return tuple(here) or holders


def must_work_here(person_id: UUID, context: Context) -> UUID:
    known = person_id in context.directory.people if "import" in context.roles else context.directory.person(person_id)
    if not known:
        raise Refused("Whoever serves a ticket must work here: name somebody who does.", "must work here")
    return person_id


def head_of(responsible_id: UUID, context: Context) -> UUID:
    """The nearest head of the service; the supervisor, where there is none."""
    directory = context.directory
    return directory.holder_near(context.playbook.service.head_role, responsible_id) or directory.supervisor(
        responsible_id
    )


def must_serve(ticket: Ticket, context: Context) -> None:
    """Everybody of the service may help, and whoever is above who is responsible. Machines tell what happened."""
    service = context.playbook.service
    serves = not context.roles.isdisjoint({service.role, service.head_role})
    if isinstance(context.person, UUID) and not serves and not context.answers_for(ticket.responsible_id):
        who = context.directory.name(ticket.responsible_id)
        raise Refused(f"{who} serves this ticket: ask {who}, or others of the service.", "others serve it")


def must_lead(ticket: Ticket, context: Context) -> None:
    """Once hours are agreed, others are the head's to say: the limit warns the head."""
    head_id = head_of(ticket.responsible_id, context)
    leads = context.playbook.service.head_role in context.roles or context.answers_for(head_id)
    if "import" not in context.roles and not leads:
        who = context.directory.name(head_id)
        raise Refused(f"Hours are agreed already, and only the head changes them: ask {who}.", "the head agrees hours")
