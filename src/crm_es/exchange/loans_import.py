"""Imports a log of loan applications as a second pipeline: deals with their stages, offers, and the work on them.

Everything happens at its own time. The log knows no due times: a piece of work is due a week after it was scheduled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.deal import LoseDeal, MoveDeal, OpenDeal, ReachMilestone, WinDeal
from crm_es.aggregates.task import AssignTask, CancelTask, FinishTask
from crm_es.application import Crm
from crm_es.exchange.event_log import EventLog
from crm_es.exchange.loan_cases import STAGES, WORK, Application, applications, value
from crm_es.exchange.payment_cases import read
from crm_es.exchange.playbook_yaml import load
from crm_es.exchange.replay import Replay, states_in
from crm_es.exchange.summary import Progress, Summary, quiet
from crm_es.ids import derived
from crm_es.messages import Command, Refused
from crm_es.playbook import Pipeline, Playbook

PIPELINE: Final = "loans"
WEEK: Final = timedelta(7)
EVERY: Final = 1_000
"""After how many wishes progress is told."""


class Wish(NamedTuple):
    """What somebody asked for, and when."""

    at: datetime
    turn: int
    """Its place among all: what has the same time stays in the log's order."""
    command: Command
    command_id: UUID
    resource: str


def run(crm: Crm, file: Path, playbook_file: Path, dry_run: bool = False, progress: Progress = quiet) -> Summary:
    """Replay the log under the playbook's pipeline `loans`; a dry run decides everything and records nothing."""
    began, playbook = monotonic(), load(playbook_file.read_text(encoding="utf-8"))
    pipeline = ours(playbook, playbook_file)
    log = read(file)
    loans = applications(log)
    summary = Summary("loans", bad_rows=log.bad_rows, cases=len(loans))
    summary.events = sum(len(loan.case.steps) for loan in loans)
    with Replay(crm, summary, dry_run) as replay:
        if loans:
            Importer(replay, playbook, pipeline, log, loans).replay(loans, progress)
    ids = [loan.deal_id for loan in loans]
    real = states_in(crm, "deal_registry", "outcome", "deal_id", ids) if not dry_run else None
    summary.states = real or Counter(loan.outcome for loan in loans)
    summary.notes |= noted(loans)
    summary.seconds = round(monotonic() - began, 3)
    return summary


def ours(playbook: Playbook, file: Path) -> Pipeline:
    pipeline = playbook.pipeline(PIPELINE)
    if pipeline is None or any(pipeline.stage(stage) is None for stage in STAGES.values()):
        stages = ", ".join(STAGES.values())
        sentence = f"{file.name} has no pipeline {PIPELINE!r} with the stages {stages}: take playbooks/loans.yaml."
        raise Refused(sentence, "a pipeline for loans")
    return pipeline


def noted(loans: list[Application]) -> dict[str, int]:
    """What only such a log tells."""
    pieces = [piece for loan in loans for piece in loan.works]
    return {
        "pieces_of_work": len(pieces),
        "worked_minutes": round(sum(piece.minutes for piece in pieces)),
        "still_running": sum(piece.running > 0 for piece in pieces),
    }


class Importer:
    """Turns applications into commands of those who worked on them."""

    def __init__(
        self, replay: Replay, playbook: Playbook, pipeline: Pipeline, log: EventLog, loans: list[Application]
    ) -> None:
        self.sender, self.pipeline, self.log = replay, pipeline, log
        self.since = min(loan.case.steps[0].at for loan in loans)
        in_force = replay.in_force
        others = tuple(one for one in in_force.pipelines if one.name != PIPELINE) if in_force else ()
        together = in_force.model_copy(update={"pipelines": (*others, pipeline)}) if in_force else playbook
        replay.publish(together, self.since)

    def person(self, resource: str) -> UUID:
        """Who goes by this number; those whom the log does not name are one."""
        return self.sender.hire(f"Resource {resource or 'unknown'}", "manager", self.since)

    def replay(self, loans: list[Application], progress: Progress) -> None:
        """All wishes in the order of time; those of one case in the log's order."""
        wishes = [wish for loan in loans for wish in self.wishes(loan)]
        wishes.sort(key=lambda wish: (wish.at, wish.turn))
        for done, wish in enumerate(wishes, 1):
            whose = self.person(wish.resource) if wish.resource else None
            self.sender.send(wish.command, wish.at, wish.command_id, whose)
            if done % EVERY == 0 or done == len(wishes):
                progress(done, len(wishes))

    def wishes(self, loan: Application) -> Iterator[Wish]:
        """What leads to the deal as the log shows it, and to the work on it."""
        turn = loan.case.steps[0].line
        opening = self.opening(loan)
        yield Wish(loan.case.steps[0].at, turn, opening, derived(loan.deal_id, "open"), "")
        for n, command in enumerate(self.moves(loan)):
            at, resource = loan.moves[n].at, loan.moves[n].resource
            if command is not None:
                yield Wish(at, turn, command, derived(loan.deal_id, "move", n), resource)
        for n, piece in enumerate(loan.works):
            task_id = derived(loan.deal_id, "work", n)
            assigning = AssignTask(
                task_id=task_id,
                what=piece.what.removeprefix(WORK)[:80].strip() or WORK,
                responsible_id=self.person(piece.resource or loan.owner),
                due=piece.scheduled + WEEK,
                deal_id=loan.deal_id,
                pipeline=PIPELINE,
            )
            yield Wish(piece.scheduled, turn, assigning, derived(task_id, "assign"), "")
            if piece.done:
                finishing = FinishTask(task_id=task_id, result=piece.result)
                yield Wish(piece.until, turn, finishing, derived(task_id, "finish"), piece.resource)
            if piece.dropped:
                dropping = CancelTask(task_id=task_id, reason="It was scheduled anew before anybody took it up.")
                yield Wish(piece.dropped, turn, dropping, derived(task_id, "drop"), "")

    def opening(self, loan: Application) -> OpenDeal:
        return OpenDeal(
            deal_id=loan.deal_id,
            title=f"Application {loan.case.case_id}"[:80],
            owner_id=self.person(loan.owner),
            pipeline=PIPELINE,
            value=value(loan.case, self.log),
        )

    def moves(self, loan: Application) -> Iterator[Command | None]:
        """A command for each move; none where the deal stands there from its opening."""
        deal_id, here = loan.deal_id, 0
        for move in loan.moves:
            match move.kind:
                case "stage":
                    there = self.pipeline.place(move.name)
                    reason = None if there in (here, here + 1) else "So it is in the log."
                    yield MoveDeal(deal_id=deal_id, stage=move.name, reason=reason) if there != here else None
                    here = there
                case "milestone":
                    yield ReachMilestone(deal_id=deal_id, name=move.name)
                case "lost":
                    yield LoseDeal(deal_id=deal_id, reason=move.name)
                case _:
                    early = here != len(self.pipeline.stages) - 1
                    yield WinDeal(deal_id=deal_id, reason="So it is in the log." if early else None)
