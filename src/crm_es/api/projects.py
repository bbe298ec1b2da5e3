"""Reports on projects: plan and fact, Gantt charts, earned value, budgets (S3-12..S3-20, X-36)."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime

from crm_es.api.exports import SHEETS, Form
from crm_es.api.house import House
from crm_es.api.problems import documented
from crm_es.api.project_answers import Budgets, Chart, EarnedValue, PlanFact
from crm_es.api.reports import Since, Until, told
from crm_es.api.sight import Sight
from crm_es.playbook import Day
from crm_es.projects import budgets, earned_value, gantt, plan_fact
from crm_es.projects.asked import Asked, known_at, rules
from crm_es.rates import RateUse

READERS: Final = {
    "project_baselines",
    "project_registry",
    "project_stages",
    "project_work",
    "staff_registry",
    "stage_plans",
    "work_entries",
}
ProjectId = Annotated[UUID | None, Query(description="One project; all that one may see, where none is given.")]
PersonId = Annotated[UUID | None, Query(description="What this person is planned for, and worked.")]
Baseline = Annotated[int | None, Query(ge=1, le=100_000, description="As agreed in this one; 1 is the estimate.")]
AsOf = Annotated[
    AwareDatetime | Day | None,
    Query(union_mode="left_to_right", description="The plan that was known at this time, or at the end of this day."),
]


def answers(model: Any) -> dict[int | str, dict[str, Any]]:
    return {**documented(409, 503), 200: {"model": model, **SHEETS[200]}}


def router(house: House) -> APIRouter:
    routes = APIRouter(prefix="/projects", tags=["reports"])
    Ready = Annotated[None, Depends(house.caught_up(READERS))]  # noqa: N806 - a type
    Seen = Annotated[Sight, house.seeing]  # noqa: N806

    @routes.get("/plan-fact", responses=answers(PlanFact))
    def plan_and_fact(
        *,
        sight: Seen,
        _: Ready,
        project_id: ProjectId = None,
        person_id: PersonId = None,
        baseline: Baseline = None,
        as_of: AsOf = None,
        by: plan_fact.By = "stage",
        form: Form = "json",
    ) -> Response:
        """What was planned and what was worked, by stage, person, category or project; after a line for all of it.

        Compared with the plan in force, with a baseline, or with the plan as of a time.
        """
        asked = Asked(project_id, person_id, baseline, known_at(as_of, house.crm.reference.calendar))
        with house.database() as db:
            lines = plan_fact.plan_fact(db, asked, by=by, amber=amber(house), limits=sight.limits)
        return told("plan-fact", lines, form)

    @routes.get("/gantt", responses=answers(Chart))
    def chart(
        *,
        sight: Seen,
        _: Ready,
        project_id: ProjectId = None,
        person_id: PersonId = None,
        by: gantt.By = "project",
        since: Since = None,
        until: Until = None,
        form: Form = "json",
    ) -> Response:
        """The stages that touch these days: of a project or of all, of an employee or of all."""
        with house.database() as db:
            asked = Asked(project_id, person_id)
            lines = gantt.gantt(db, asked, by=by, since=since, until=until, today=today(house), limits=sight.limits)
        return told("gantt", lines, form)

    @routes.get("/earned-value", responses=answers(EarnedValue))
    def value(
        *,
        sight: Seen,
        _: Ready,
        project_id: ProjectId = None,
        baseline: Baseline = None,
        by: earned_value.By = "project",
        use: RateUse = "cost",
        form: Form = "json",
    ) -> Response:
        """What is due, done and spent by now, in hours and in money: what hours cost us, or what clients pay for them.

        A figure in money is null where no rate fits any of the hours.
        """
        day = today(house)
        with house.database() as db:
            asked = Asked(project_id, baseline=baseline)
            lines = earned_value.earned_value(db, day, asked, by=by, use=use, limits=sight.limits)
        return told("earned-value", lines, form, on=day)

    @routes.get("/budgets", responses=answers(Budgets))
    def limited(
        *,
        sight: Seen,
        _: Ready,
        project_id: ProjectId = None,
        form: Form = "json",
    ) -> Response:
        """What projects may take and what they took, in all or by month, in hours and in money."""
        day = today(house)
        with house.database() as db:
            lines = budgets.budgets(db, day, Asked(project_id), amber=amber(house), limits=sight.limits)
        return told("budgets", lines, form, on=day)

    return routes


def today(house: House) -> date:
    """As the company counts days."""
    return house.crm.reference.calendar.day(datetime.now(UTC))


def amber(house: House) -> int:
    """From which share of a plan on somebody is warned."""
    return rules(house.crm.reference).first_warning
