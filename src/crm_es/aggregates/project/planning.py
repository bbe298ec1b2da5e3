"""How a project is planned: its stages, and what of the plan was agreed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.project.commands import DropStage, PlannedWork, PlanStage, SetBaseline
from crm_es.aggregates.project.events import BaselineSet, Share, StageDropped, StagePlan, StagePlanned
from crm_es.aggregates.project.people import about, must_work_here, on_stage, who
from crm_es.aggregates.project.state import Project, Stage, evolve, overspent, reborn
from crm_es.context import Context
from crm_es.messages import Refused, quoted
from crm_es.money import Money
from crm_es.rates import Priced, RateUse

HOUR: Final = 60
KOPECK: Final = Decimal("0.01")


def planned(project: Project, command: PlanStage, context: Context) -> Iterator[StagePlanned]:
    before = project.stages.get(command.stage_id)
    if before and before.status != "dropped" and same(before.plan, command):
        return
    must_fit(project, command)
    was = before.plan if before and before.status != "dropped" else None
    known = was.people if was else ()
    people = tuple(work.person_id for work in command.planned)
    joined = tuple(person for person in people if person not in known)
    for person_id in joined:
        must_work_here(person_id, "is planned on a stage", context)
    minutes = sum(work.minutes for work in command.planned)
    finished = before is not None and reborn(before) == "finished"
    event = StagePlanned(
        **about(project, context),
        **command.model_dump(exclude={"project_id", "planned"}),
        planned=tuple(share(project, work, command, context) for work in command.planned),
        version=before.version + 1 if before else 1,
        was=was,
        joined=joined,
        left=tuple(person for person in known if person not in people),
        planned_by=who(context),
        project_minutes=project.planned - (before.planned if before else 0) + minutes,
        late_at=None if finished else late_at(command.ends, context),
        finished=finished,
        told=project.told,
        told_heads=project.told_heads,
    )
    eased = overspent(project) - overspent(evolve(project, event))
    yield event.model_copy(update={"eased": tuple(sorted(eased, key=str))}) if eased else event


def same(plan: StagePlan, command: PlanStage) -> bool:
    """Whether nothing is new in it. What it costs goes by the rates of when it was planned."""
    told = {"project_id", "planned"}
    work = tuple(PlannedWork(person_id=share.person_id, minutes=share.minutes) for share in plan.planned)
    return work == command.planned and plan.model_dump(exclude={"planned"}) == command.model_dump(exclude=told)


def must_fit(project: Project, command: PlanStage) -> None:
    """Its dates, its people, and its place among the other stages."""
    if command.starts and command.ends and command.ends < command.starts:
        raise Refused("The stage ends before it starts: exchange the days.", "a stage ends after it starts")
    people = [work.person_id for work in command.planned]
    if len(set(people)) < len(people):
        raise Refused("Somebody is planned twice on the stage: add up their minutes.", "planned once on a stage")
    named = ((command.parent_id,) if command.parent_id else ()) + command.depends_on
    for stage_id in named:
        if stage_id != command.stage_id and (
            stage_id not in project.stages or project.stages[stage_id].status == "dropped"
        ):
            raise Refused(f"The project has no stage {stage_id}: plan that one first.", "no such stage")
    plans = project.stages
    if command.parent_id and reaches(command.stage_id, (command.parent_id,), lambda s: parents(plans[s].plan)):
        raise Refused("A stage cannot be a part of itself: name another parent.", "no circle of stages")
    if reaches(command.stage_id, command.depends_on, lambda s: plans[s].plan.depends_on):
        raise Refused("The stages would wait for each other: leave one of the dependencies out.", "no circle of stages")


def parents(plan: StagePlan) -> tuple[UUID, ...]:
    return (plan.parent_id,) if plan.parent_id else ()


def reaches(stage_id: UUID, starting: Iterable[UUID], onwards: Callable[[UUID], Collection[UUID]]) -> bool:
    """Whether one comes to the stage on the way from others."""
    ahead, seen = list(starting), set[UUID]()
    while ahead:
        if (here := ahead.pop()) == stage_id:
            return True
        if here not in seen:
            seen.add(here)
            ahead += onwards(here)
    return False


def share(project: Project, work: PlannedWork, command: PlanStage, context: Context) -> Share:
    on = command.starts or context.playbook.calendar.day(context.at)
    kind = command.kind or context.playbook.labour.usual_kind("project")
    priced = Priced(work.person_id, kind, project.client_id, project.project_id)
    value, cost = (worth(priced, on, use, work.minutes, context) for use in ("price", "cost"))
    return Share(person_id=work.person_id, minutes=work.minutes, value=value, cost=cost)


def worth(priced: Priced, on: date, use: RateUse, minutes: int, context: Context) -> Money | None:
    """What so much work comes to; None where no rate fits."""
    if (rate := context.rates.hourly(priced, on, use)) is None:
        return None
    amount = (rate.amount * minutes / HOUR).quantize(KOPECK, ROUND_HALF_UP)
    return Money(amount=amount, currency=rate.currency)


def late_at(ends: date | None, context: Context) -> datetime | None:
    """From when on a stage that ends on this day is late. What is told of times long past is not called late."""
    if ends is None or "import" in context.roles:
        return None
    late = context.playbook.calendar.end_of(ends)
    return late if late > context.at else None


def dropped(project: Project, stage: Stage, command: DropStage, context: Context) -> StageDropped:
    stage_id = command.stage_id
    bound = [plan.name for plan in project.plans if stage_id in (plan.parent_id, *plan.depends_on)]
    if bound:
        sentence = f"{quoted(bound[:5])} belongs to this stage or waits for it: drop or plan that anew first."
        raise Refused(sentence, "others need the stage")
    return StageDropped(
        **on_stage(project, stage, context),
        version=stage.version + 1,
        plan=stage.plan,
        project_minutes=project.planned - stage.planned,
        reason=command.reason,
    )


def agreed(project: Project, command: SetBaseline, context: Context) -> Iterator[BaselineSet]:
    stages = tuple(project.plans)
    if not stages:
        raise Refused("Nothing is planned yet: plan the stages first.", "a baseline has stages")
    if stages != project.agreed:
        yield BaselineSet(
            **about(project, context),
            number=project.baselines + 1,
            name=command.name,
            stages=stages,
            minutes=project.planned,
            set_by=who(context),
        )
