"""Replays incidents of other systems as tickets: opened, moved, given to others, reopened, each at its own time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.ticket import AssignTicket, MoveTicket, OpenTicket, SetTicketPriority
from crm_es.application import Crm
from crm_es.exchange.incident_cases import Change, Incident
from crm_es.exchange.replay import Replay, states_in
from crm_es.exchange.summary import BadRow, Progress, Summary
from crm_es.ids import derived
from crm_es.messages import Command
from crm_es.playbook import Playbook, Service

EVERY: Final = 1_000
"""After how many steps progress is told."""


class Turn(NamedTuple):
    """A change with the place where its turn comes."""

    at: datetime
    turn: int
    place: int
    incident: Incident
    change: Change


def replay(
    crm: Crm, summary: Summary, incidents: Sequence[Incident], playbook: Playbook, *, dry_run: bool, progress: Progress
) -> Summary:
    """Enter all of them by the playbook's service; what that does not know is told and left out."""
    summary.cases, summary.events = len(incidents), sum(len(incident.changes) for incident in incidents)
    with Replay(crm, summary, dry_run) as sender:
        if incidents:
            since = min(incident.opened for incident in incidents)
            importer = Importer(sender, summary, playbook, since)
            importer.run(incidents, progress)
            summary.states = Counter(importer.stages.values())
            summary.notes["reopened"] = importer.reopened
    if not dry_run:
        ids = [incident.ticket_id for incident in incidents]
        summary.states = states_in(crm, "ticket_registry", "stage", "ticket_id", ids)
    return summary


class Importer:
    """Turns changes into commands of those who had the incident."""

    def __init__(self, sender: Replay, summary: Summary, playbook: Playbook, since: datetime) -> None:
        self.sender, self.summary, self.since = sender, summary, since
        self.service: Service = playbook.service
        in_force = sender.in_force
        sender.publish(in_force.model_copy(update={"service": self.service}) if in_force else playbook, since)
        self.head_id = sender.hire("Head of service", self.service.head_role, since)
        self.stages: dict[UUID, str] = {}
        self.reopened = 0
        self.has: dict[UUID, UUID] = {}
        """Who has which ticket."""
        self.priorities: dict[UUID, str] = {}

    def run(self, incidents: Iterable[Incident], progress: Progress) -> None:
        """All changes in the order of time; those of one incident in the order of its file."""
        turns = sorted(in_order(incidents), key=lambda turn: turn[:2])
        for done, turn in enumerate(turns, 1):
            if turn.place == 0:
                self.open(turn.incident, turn.at)
            key = derived(turn.incident.ticket_id, turn.place)
            for command in self.wishes(turn.incident, turn.change):
                whose = self.has[turn.incident.ticket_id]
                self.sender.send(command, turn.at, derived(key, type(command).__name__), whose)
            if done % EVERY == 0 or done == len(turns):
                progress(done, len(turns))

    def person(self, resource: str) -> UUID:
        return self.sender.hire(resource, self.service.role, self.since, self.head_id) if resource else self.head_id

    def open(self, incident: Incident, at: datetime) -> None:
        """It begins as the service has it, with whoever is named first."""
        ticket_id, change = incident.ticket_id, incident.changes[0]
        self.has[ticket_id], self.stages[ticket_id] = self.person(change.resource), self.service.first.name
        self.priorities[ticket_id] = self.known(change) or self.service.priorities[0]
        opening = OpenTicket(
            ticket_id=ticket_id,
            subject=incident.subject,
            channel="import",
            contact_name=incident.asked_by[:200] or None,
            priority=self.priorities[ticket_id],
            responsible_id=self.has[ticket_id],
        )
        self.sender.send(opening, min(at, incident.opened), derived(ticket_id, "open"))

    def wishes(self, incident: Incident, change: Change) -> Iterator[Command]:
        """What leads from where it stood to what it became."""
        ticket_id = incident.ticket_id
        if change.resource and (person_id := self.person(change.resource)) != self.has[ticket_id]:
            self.has[ticket_id] = person_id
            yield AssignTicket(ticket_id=ticket_id, responsible_id=person_id)
        if (priority := self.known(change)) and priority != self.priorities[ticket_id]:
            self.priorities[ticket_id] = priority
            yield SetTicketPriority(ticket_id=ticket_id, priority=priority)
        before, after = self.service.stage(self.stages[ticket_id]), self.service.stage(change.stage)
        if after is None:
            self.bad(change.line, f"The service has no stage {change.stage!r}: incident {incident.case_id} stays.")
        elif after != before:
            self.stages[ticket_id] = after.name
            self.reopened += before is not None and before.status == "done" and after.status != "done"
            yield MoveTicket(ticket_id=ticket_id, stage=after.name)

    def known(self, change: Change) -> str | None:
        """The priority, where the playbook has it."""
        if change.priority in self.service.priorities:
            return change.priority
        if change.priority:
            self.bad(change.line, f"The service has no priority {change.priority!r}: it is left as it was.")
        return None

    def bad(self, line: int, reason: str) -> None:
        row = BadRow(line, reason)
        if row not in self.summary.bad_rows[-2:]:
            self.summary.bad_rows.append(row)


def in_order(incidents: Iterable[Incident]) -> Iterator[Turn]:
    """Changes with the time and turn to sort them by: within an incident none comes before the one above it."""
    turns = count()
    for incident in incidents:
        at = incident.changes[0].at
        for place, change in enumerate(incident.changes):
            at = max(at, change.at)
            yield Turn(at, next(turns), place, incident, change)
