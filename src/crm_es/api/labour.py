"""Reports of working time, and how long such tasks took before (S3-14, S3-21..S3-24)."""

from datetime import UTC, date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from crm_es.api.exports import SHEETS, Form, as_xlsx
from crm_es.api.house import House, answer
from crm_es.api.labour_answers import Labour, Structure, Suggested
from crm_es.api.problems import documented
from crm_es.api.reports import Since, Until, told
from crm_es.api.sight import Sight
from crm_es.labour.matrix import By, matrix
from crm_es.labour.matrix_rows import table
from crm_es.labour.sheet import write_sheet
from crm_es.labour.structure import labelled, structure
from crm_es.projects import estimates
from crm_es.projects.asked import rules
from crm_es.projects.similarity import Wanted
from crm_es.registries import registry

DAYS: Final = registry("work-days")
WORKED: Final = {
    *("work_days", "ticket_registry", "project_registry", "project_stages", "task_list", "deal_registry"),
    *("client_registry", "staff_registry"),
}
Person = Annotated[UUID | None, Query(alias="person_id", description="Of this person alone.")]
Title = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^\x00]*$", examples=["Set up the warehouse"])]
Category = Annotated[str | None, Query(max_length=80, pattern=r"^[^\x00]*$", description="As stages have it.")]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["reports"])
    Ready = Annotated[None, Depends(house.caught_up(WORKED))]  # noqa: N806 - a type
    Seen = Annotated[Sight, house.seeing]  # noqa: N806

    def month(since: date | None, until: date | None) -> tuple[date, date]:
        """The days that are asked for; this month, where none are."""
        today = house.crm.reference.calendar.day(datetime.now(UTC))
        last = until or max(since or today, today)
        return since or last.replace(day=1), last

    @routes.get("/reports/labour", responses={**documented(409, 503), 200: {"model": Labour, **SHEETS[200]}})
    def labour(
        *,
        sight: Seen,
        _: Ready,
        by: By = "project",
        since: Since = None,
        until: Until = None,
        person_id: Person = None,
        client_id: UUID | None = None,
        project_id: UUID | None = None,
        form: Form = "json",
    ) -> Response:
        """Who worked on which day on what: days by person and client, project or subject; this month, if not told.

        Days off are marked, and what lies over the hours of a ticket, the plan of a stage or the budget of a project.
        """
        first, last = month(since, until)
        with house.database() as db:
            found = matrix(
                db,
                house.crm.reference.calendar,
                since=first,
                until=last,
                by=by,
                people=among(sight, person_id),
                client_id=client_id,
                project_id=project_id,
            )
        match form:
            case "json":
                return answer(found._asdict())
            case "csv":
                return told("labour", table(found.days, found.rows), form)
            case "xlsx":
                return as_xlsx("labour", lambda file: write_sheet(file, found))

    @routes.get("/reports/time-structure", responses={**documented(409, 503), 200: {"model": Structure, **SHEETS[200]}})
    def time_structure(
        *,
        sight: Seen,
        _: Ready,
        since: Since = None,
        until: Until = None,
        person_id: Person = None,
        form: Form = "json",
    ) -> Response:
        """Where working time went, month by month: shares by heading and kind, of all one sees and of each person."""
        first, last = month(since, until)
        with house.database() as db:
            lines = structure(db, since=first, until=last, people=among(sight, person_id))
        return told("time-structure", lines if form == "json" else labelled(lines), form)

    @routes.get("/reports/estimate", responses={**documented(409, 503), 200: {"model": Suggested}})
    def suggested(
        *,
        sight: Seen,
        _: Ready,
        title: Title,
        category: Category = None,
        planned_minutes: Annotated[int | None, Query(ge=1, le=10_000_000, description="Somebody's estimate.")] = None,
    ) -> Response:
        """How long such a task takes, by finished stages like it that one may see: median, range, and which they are.

        Of an estimate it tells how estimates of such tasks came out.
        """
        with house.database() as db:
            known = estimates.finished(db, datetime.now(UTC), sight.limits)
        wanted = Wanted(title, category, planned_minutes)
        return answer(estimates.told(estimates.estimate(wanted, known, rules(house.crm.reference))))

    return routes


def among(sight: Sight, person_id: UUID | None) -> frozenset[UUID] | None:
    """Those whose time is shown: of everybody one sees, or of one of them."""
    people = sight.limits(DAYS)["sight"]
    seen = None if people is None else frozenset(people)
    if person_id is None:
        return seen
    return frozenset({person_id}) if seen is None else seen & {person_id}
