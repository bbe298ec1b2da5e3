"""Who does a stage task, and who answers for it (S2-07, S2-13, X-18)."""

from __future__ import annotations

from datetime import date
from typing import NoReturn
from uuid import UUID

from crm_es.aggregates.deal.state import Deal
from crm_es.context import Context
from crm_es.directory import Person
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.playbook import StageTask


def responsible(rule: StageTask, deal: Deal, context: Context) -> UUID:
    """The person whom the rule names; else whoever's turn it is; else the nearest holder of the role."""
    directory = context.directory
    if rule.person_id and directory.person(rule.person_id):
        return rule.person_id
    if rule.in_turn and (people := present(rule.responsible, context)):
        return whose_turn(people, deal.deal_id, rule.what)
    # Once the owner has left, whoever is above is the nearest who works here.
    role = "employee" if rule.responsible == "owner" else rule.responsible
    return directory.holder_near(role, deal.owner_id) or nobody(rule.what, role)


def supervisor(rule: StageTask, responsible_id: UUID, context: Context) -> UUID:
    """The nearest holder of the rule's role above the responsible person, else another holder."""
    directory, role = context.directory, rule.supervisor
    if role is None:
        return directory.supervisor(responsible_id)
    above = (person for person in directory.chain(responsible_id) if role in directory.roles(person))
    others = sorted(directory.holders(role), key=lambda person: person == responsible_id)
    return next(iter((*above, *others)), None) or nobody(rule.what, role)


def whose_turn(people: tuple[UUID, ...], deal_id: UUID, what: str) -> UUID:
    """Each person draws a number that only deal, task and person decide; the highest has it.

    So over many deals all get as many, whoever asks again gets the same answer, and where somebody is away only their
    share goes to the others.
    """
    return max(people, key=lambda person_id: derived(deal_id, "in turn", what, person_id))


def present(role: str, context: Context) -> tuple[UUID, ...]:
    """Who has the role and has no deputy today; all who have it, where everybody is away."""
    holders, today = context.directory.holders(role), context.playbook.calendar.day(context.at)
    here = (person for person in holders if not is_away(context.directory.people[person], today))
    return tuple(here) or holders


def is_away(person: Person, day: date) -> bool:
    return any(deputy.since <= day <= deputy.until for deputy in person.deputies)


def nobody(what: str, role: str) -> NoReturn:
    sentence = f"{what!r} takes somebody with the role {role}, and nobody has it: give it to somebody first."
    raise Refused(sentence, "nobody has the role")
