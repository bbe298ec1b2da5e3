"""Imports planned tasks and logged time (CESAW): projects with their stages by person, and all work on them.

A plan item is a stage with everybody who is planned on it; its phase is the category; the tree of the work stands
above. The plan as it was is the first baseline.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.project import FinishStage, OpenProject, PlannedWork, PlanStage, SetBaseline
from crm_es.aggregates.work_log import RecordWork
from crm_es.application import Crm
from crm_es.exchange.cesaw_files import Cesaw, Entry, PlanItem, read
from crm_es.exchange.cesaw_tree import element_of, elements, project_of, stage_of
from crm_es.exchange.labour_people import WORK, Labourers
from crm_es.exchange.replay import IMPORTED, Replay, states_in
from crm_es.exchange.summary import BadRow, Progress, Summary, quiet
from crm_es.ids import derived, work_log_of
from crm_es.messages import Command

EVERY: Final = 1_000
"""After how many wishes progress is told."""
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Wish(NamedTuple):
    """What somebody asked for, and when."""

    at: datetime
    command: Command
    command_id: UUID


def run(
    crm: Crm, tasks: Path, times: Path, tree: Path | None = None, *, dry_run: bool = False, progress: Progress = quiet
) -> Summary:
    """Enter all that the tables tell; a dry run decides everything and records nothing."""
    began, summary = monotonic(), Summary("cesaw")
    found = read(tasks, times, tree, summary)
    summary.cases, summary.events = len({item.project for item in found.items.values()}), len(found.entries)
    with Replay(crm, summary, dry_run) as replay:
        Importer(replay, summary, found).run(progress)
    summary.notes |= {
        "tasks": sum(len(item.tasks) for item in found.items.values()),
        "minutes": sum(entry.minutes for entry in found.entries),
    }
    if not dry_run:
        ids = [project_of(project) for project in {item.project for item in found.items.values()}]
        summary.states = states_in(crm, "project_registry", "status", "project_id", ids)
    summary.seconds = round(monotonic() - began, 3)
    return summary


class Importer:
    """Turns the tables into commands, in the order of time."""

    def __init__(self, replay: Replay, summary: Summary, found: Cesaw) -> None:
        self.replay, self.summary, self.found = replay, summary, found
        self.begins: dict[str, datetime] = {}
        for key, at in self._times():
            self.begins[key] = min(at, self.begins.get(key, at))
        self.people = Labourers(replay, min(self.begins.values(), default=LONG_AGO))
        self.known: dict[str, UUID] = {}

    def _times(self) -> Iterator[tuple[str, datetime]]:
        yield from ((item.project, item.began) for item in self.found.items.values() if item.began)
        yield from ((entry.project, min(entry.starts, entry.ends)) for entry in self.found.entries)

    def run(self, progress: Progress) -> None:
        wishes = sorted((*self.projects(), *self.work(), *self.ends()), key=lambda wish: wish.at)
        for done, wish in enumerate(wishes, 1):
            self.replay.send(wish.command, wish.at, wish.command_id)
            if done % EVERY == 0 or done == len(wishes):
                progress(done, len(wishes))

    def person(self, key: str) -> UUID:
        if key not in self.known:
            lead_id = self.people.lead(f"Lead of team {self.found.teams[key]}")
            self.known[key] = self.people.worker(f"Person {key}", lead_id)
        return self.known[key]

    def projects(self) -> Iterator[Wish]:
        """Each project when its first work began, with its whole plan."""
        of_project: dict[str, list[PlanItem]] = {}
        for item in self.found.items.values():
            of_project.setdefault(item.project, []).append(item)
        for project, items in of_project.items():
            at, project_id = self.begins.get(project, self.people.since), project_of(project)
            people = [task.person for item in items for task in item.tasks]
            teams = [self.found.teams[person] for person in people]
            name = max(dict.fromkeys(teams), key=teams.count, default="unknown")
            opening = OpenProject(
                project_id=project_id, name=f"Project {project}", lead_id=self.people.lead(f"Lead of team {name}")
            )
            yield Wish(at, opening, derived(project_id, "open"))
            yield from (Wish(at, plan, derived(plan.stage_id, "plan")) for plan in elements(self.found, project, items))
            yield from (Wish(at, plan, derived(plan.stage_id, "plan")) for plan in map(self.plan, items))
            baseline = SetBaseline(project_id=project_id, name="Plan of the file")
            yield Wish(at, baseline, derived(project_id, "baseline"))

    def plan(self, item: PlanItem) -> PlanStage:
        return PlanStage(
            project_id=project_of(item.project),
            stage_id=stage_of(item.project, item.item),
            name=f"{item.phase or 'Item'} {item.item}"[:200],
            parent_id=element_of(item.project, item.element),
            category=item.phase[:80] or None,
            planned=tuple(PlannedWork(person_id=self.person(t.person), minutes=t.minutes) for t in item.tasks),
        )

    def work(self) -> Iterator[Wish]:
        seen: set[str] = set()
        for entry in self.found.entries:
            if entry.key in seen:
                self.summary.bad_rows.append(BadRow(0, f"Two entries have the key {entry.key}: both are kept."))
            place = f"{entry.key} {len(seen)}" if entry.key in seen else entry.key
            seen.add(place)
            yield self.recording(entry, derived(IMPORTED, "cesaw", "entry", place))

    def recording(self, entry: Entry, work_id: UUID) -> Wish:
        person_id = self.person(entry.person)
        recording = RecordWork(
            work_log_id=work_log_of(person_id),
            person_id=person_id,
            work_id=work_id,
            kind=WORK,
            project_id=project_of(entry.project),
            stage_id=stage_of(entry.project, entry.item),
            starts=entry.starts,
            ends=entry.ends,
            minutes=entry.minutes,
            break_minutes=entry.interrupted,
            source="import",
        )
        return Wish(max(entry.starts, entry.ends), recording, derived(work_id, "record"))

    def ends(self) -> Iterator[Wish]:
        """Stages of which everybody's part is done."""
        for item in self.found.items.values():
            if item.tasks and item.finished:
                stage_id = stage_of(item.project, item.item)
                finishing = FinishStage(project_id=project_of(item.project), stage_id=stage_id)
                at = max(item.finished, self.begins.get(item.project, item.finished))
                yield Wish(at, finishing, derived(stage_id, "finish"))
