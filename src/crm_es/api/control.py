"""What heads of departments look at: reviews of the day, the load ahead, how tasks and deals went (S2-04..S2-20)."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from crm_es.api.control_answers import Completion, Review, StageTimes, Workload
from crm_es.api.exports import SHEETS, Form
from crm_es.api.house import House, answer
from crm_es.api.problems import documented
from crm_es.api.reports import Since, Until, told
from crm_es.api.sight import Sight
from crm_es.control.completion import By, completion
from crm_es.control.days import look
from crm_es.control.reviews import EVENING, MORNING, Section, review
from crm_es.control.stage_times import stage_times
from crm_es.control.workload import workload

NAMES: Final = {"staff_registry", "client_registry", "deal_registry"}
Whose = Annotated[UUID | None, Query(alias="responsible_id", description="Of this person alone.")]
OnDay = Annotated[date | None, Query(description="An earlier day, as it looked then; today where none is given.")]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["control"])
    reviewed = house.caught_up({"task_course", *NAMES})

    def of_day(
        sight: Sight, day: date | None, person_id: UUID | None, form: Form, sections: Collection[Section]
    ) -> Response:
        calendar = house.crm.reference.calendar
        looked = look(calendar, datetime.now(UTC), day, morning=sections is MORNING)
        with house.database() as db:
            found = review(db, looked, sections=sections, people=among(sight, person_id))
        if form != "json":
            return told("review", found.rows, form)
        told_of = {"day": looked.day, "at": looked.at, "working": calendar.is_working(looked.day)}
        return answer(told_of | {"people": found.counts, "rows": found.rows})

    @routes.get("/reviews/morning", responses={**documented(409, 503), 200: {"model": Review, **SHEETS[200]}})
    def morning(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(reviewed)],
        day: OnDay = None,
        person_id: Whose = None,
        form: Form = "json",
    ) -> Response:
        """What is overdue, due today, was moved, returned, or waits to be accepted; of oneself and one's team."""
        return of_day(sight, day, person_id, form, MORNING)

    @routes.get("/reviews/evening", responses={**documented(409, 503), 200: {"model": Review, **SHEETS[200]}})
    def evening(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(reviewed)],
        day: OnDay = None,
        person_id: Whose = None,
        form: Form = "json",
    ) -> Response:
        """The same, with what was done and accepted on the day, and what nobody touched."""
        return of_day(sight, day, person_id, form, EVENING)

    @routes.get("/reports/workload", responses={**documented(409, 503), 200: {"model": Workload, **SHEETS[200]}})
    def load(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up({"task_list", *NAMES}))],
        since: Since = None,
        until: Until = None,
        person_id: Whose = None,
        form: Form = "json",
    ) -> Response:
        """How many tasks each person has on each day, two weeks from today on where nothing else is asked for."""
        calendar, now = house.crm.reference.calendar, datetime.now(UTC)
        with house.database() as db:
            lines = workload(db, calendar, now, since=since, until=until, people=among(sight, person_id))
        return told("workload", lines, form, today=calendar.day(now))

    @routes.get("/reports/completion", responses={**documented(409, 503), 200: {"model": Completion, **SHEETS[200]}})
    def completed(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up({"plan_versus_actual", *NAMES}))],
        by: Annotated[list[By], Query(description="May be repeated.")] = ["stage", "person"],  # noqa: B006 - never changed
        since: Since = None,
        until: Until = None,
        form: Form = "json",
    ) -> Response:
        """How tasks that were planned for these days went: on time, late, moved, returned. The last line is of all."""
        with house.database() as db:
            calendar = house.crm.reference.calendar
            lines = completion(db, calendar, by, since=since, until=until, people=sight.people)
        return told("completion", lines, form)

    @routes.get("/reports/stage-times", responses={**documented(409, 503), 200: {"model": StageTimes, **SHEETS[200]}})
    def times(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up({"deal_stages", *NAMES}))],
        by_owner: bool = False,
        since: Since = None,
        until: Until = None,
        form: Form = "json",
    ) -> Response:
        """How long deals stay in each stage, against its norm, and how many rot there now."""
        reference, now = house.crm.reference, datetime.now(UTC)
        playbook = reference.playbooks.get(reference.version)
        with house.database() as db:
            lines = stage_times(
                db,
                reference.calendar,
                now,
                pipelines=playbook.pipelines if playbook else (),
                by_owner=by_owner,
                since=since,
                until=until,
                people=sight.people,
            )
        return told("stage-times", lines, form)

    return routes


def among(sight: Sight, person_id: UUID | None) -> Collection[UUID] | None:
    """Those whose tasks are shown: of everybody one sees, or of one of them."""
    if person_id is None:
        return sight.people
    return {person_id} if sight.people is None else sight.people & {person_id}
