"""Imports tasks with their estimates and actual hours (SiP): stages of projects, and the work of each developer.

The estimate stands from the day on which it was made. The file tells no days of work: it counts on the day on which
the task was done, else on the last that is known of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.project import DropStage, FinishStage, OpenProject, PlannedWork, PlanStage
from crm_es.aggregates.work_log import RecordWork
from crm_es.application import Crm
from crm_es.exchange.labour_people import WORK, Labourers
from crm_es.exchange.replay import IMPORTED, Replay, states_in
from crm_es.exchange.sip_files import Task, read
from crm_es.exchange.summary import BadRow, Progress, Summary, quiet
from crm_es.ids import derived, work_log_of
from crm_es.messages import Command

EVERY: Final = 1_000
"""After how many wishes progress is told."""
MOST: Final = 60_000
"""Minutes of one entry: what is more is told in several."""
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Wish(NamedTuple):
    """What somebody asked for, and when."""

    at: datetime
    command: Command
    command_id: UUID


def run(crm: Crm, tasks: Path, days: Path, *, dry_run: bool = False, progress: Progress = quiet) -> Summary:
    """Enter all that the tables tell; a dry run decides everything and records nothing."""
    began, summary = monotonic(), Summary("sip")
    found = read(tasks, days, summary)
    summary.cases, summary.events = len(found), sum(len(task.worked) for task in found)
    with Replay(crm, summary, dry_run) as replay:
        Importer(replay, summary, found).run(progress)
    summary.notes["minutes"] = sum(minutes for task in found for _, minutes in task.worked)
    if not dry_run:
        summary.states = states_in(crm, "project_stages", "status", "stage_id", [stage_of(task) for task in found])
    summary.seconds = round(monotonic() - began, 3)
    return summary


def project_of(code: str) -> UUID:
    return derived(IMPORTED, "sip", "project", code)


def stage_of(task: Task) -> UUID:
    return derived(IMPORTED, "sip", "task", task.number)


class Importer:
    """Turns tasks into commands, in the order of time."""

    def __init__(self, replay: Replay, summary: Summary, tasks: list[Task]) -> None:
        self.replay, self.summary, self.tasks = replay, summary, tasks
        self.since = min((task.days.first for task in tasks if task.days.first), default=LONG_AGO)
        self.people = Labourers(replay, self.since)

    def run(self, progress: Progress) -> None:
        wishes = [*self.projects(), *(wish for task in self.tasks for wish in self.wishes(task))]
        wishes.sort(key=lambda wish: wish.at)
        for done, wish in enumerate(wishes, 1):
            self.replay.send(wish.command, wish.at, wish.command_id)
            if done % EVERY == 0 or done == len(wishes):
                progress(done, len(wishes))

    def person(self, key: str) -> UUID:
        return self.people.worker(f"Developer {key}", self.people.lead("Head of development"))

    def projects(self) -> Iterator[Wish]:
        for code in dict.fromkeys(task.project for task in self.tasks):
            opening = OpenProject(
                project_id=project_of(code), name=code or "Others", lead_id=self.people.lead("Head of development")
            )
            yield Wish(self.since, opening, derived(opening.project_id, "open"))

    def wishes(self, task: Task) -> Iterator[Wish]:
        """Estimated, worked on, and done or dropped."""
        ids: dict[str, Any] = {"project_id": project_of(task.project), "stage_id": stage_of(task)}
        at, last = task.days.first or self.since, task.days.last or self.since
        if task.days.first is None:
            self.summary.bad_rows.append(BadRow(0, f"Task {task.number} has no day: taken as the first of all."))
        planned = (PlannedWork(person_id=self.person(task.assigned), minutes=task.estimate),) if task.assigned else ()
        planning = PlanStage(
            **ids,
            name=task.title[:200].strip() or f"Task {task.number}",
            category=task.category[:80] or None,
            planned=planned,
        )
        yield Wish(at, planning, derived(planning.stage_id, "plan"))
        for place, (developer, minutes) in enumerate(task.worked):
            for part, share in enumerate(parts(minutes)):
                work_id = derived(planning.stage_id, "work", place, part)
                yield Wish(last, self.recording(work_id, developer, share, last, ids), derived(work_id, "record"))
        if task.dropped:
            dropping = DropStage(**ids, reason="Cancelled in the file.")
            yield Wish(last, dropping, derived(planning.stage_id, "drop"))
        elif task.days.completed:
            yield Wish(max(at, task.days.completed), FinishStage(**ids), derived(planning.stage_id, "finish"))

    def recording(self, work_id: UUID, developer: str, minutes: int, on: datetime, ids: dict[str, Any]) -> RecordWork:
        person_id = self.person(developer)
        return RecordWork(
            work_log_id=work_log_of(person_id),
            person_id=person_id,
            work_id=work_id,
            kind=WORK,
            day=on.date(),
            minutes=minutes,
            source="import",
            **ids,
        )


def parts(minutes: int) -> Iterator[int]:
    while minutes > 0:
        yield min(minutes, MOST)
        minutes -= MOST
