"""How the work on a project is counted: each entry of the work log with the figures that it has now (S3-19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from crm_es.aggregates.project.commands import CountProjectWork
from crm_es.aggregates.project.dangers import after_work
from crm_es.aggregates.project.events import CountedWork, ProjectWarned, ProjectWorkCounted
from crm_es.aggregates.project.planning import worth
from crm_es.aggregates.project.state import Project, evolve
from crm_es.context import Context
from crm_es.rates import Priced

LONG_PAST: Final = timedelta(31)
"""Nobody is warned of work that is entered so much later."""


def counted(
    project: Project, command: CountProjectWork, context: Context
) -> Iterator[ProjectWorkCounted | ProjectWarned]:
    was = project.works.get(command.work_id)
    if was and was.person_id != command.person_id:
        return  # two people gave their entries the same id: the first keeps it
    if not command.minutes and (was is None or not was.minutes or was.stage_id != command.stage_id):
        return  # it was never counted here, or went on to another stage since
    work = figures(project, command, context)
    if work != was:
        event = ProjectWorkCounted(
            project_id=project.project_id,
            work_id=command.work_id,
            person_id=command.person_id,
            work=work,
            was=was,
            **sums(project, work, was),
        )
        yield event
        late = context.playbook.calendar.day(context.at) - command.on
        if not command.quiet and late <= LONG_PAST:
            yield from after_work(evolve(project, event), work, context)


def figures(project: Project, command: CountProjectWork, context: Context) -> CountedWork:
    priced = Priced(command.person_id, command.kind, project.client_id, project.project_id)
    value, cost = (worth(priced, command.on, use, command.minutes, context) for use in ("price", "cost"))
    return CountedWork(
        stage_id=command.stage_id,
        person_id=command.person_id,
        kind=command.kind,
        on=command.on,
        minutes=command.minutes,
        value=value,
        cost=cost,
    )


def sums(project: Project, work: CountedWork, was: CountedWork | None) -> dict[str, Any]:
    """What is planned, and what is spent after this."""
    stage = project.stages.get(work.stage_id) if work.stage_id else None
    before = was.minutes if was else 0
    spent = stage.spent + work.minutes if stage else work.minutes
    return {
        "stage": stage.plan.name if stage else None,
        "stage_planned_minutes": stage.planned if stage else 0,
        "stage_spent_minutes": spent - (before if stage and was and was.stage_id == work.stage_id else 0),
        "project_planned_minutes": project.planned,
        "project_spent_minutes": project.spent + work.minutes - before,
    }
