"""What a playbook would do, and whether the notebook is used: trials, the plan of gates, the report on adoption."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Body, Depends, HTTPException, Query, Response

from crm_es.adoption_report import adoption
from crm_es.api.exports import SHEETS, Form, exported
from crm_es.api.house import House, answer
from crm_es.api.problems import documented
from crm_es.api.reports import Since, Until
from crm_es.api.sight import Sight
from crm_es.api.trial_answers import Adoption, Plan, TrialAnswer
from crm_es.playbook import Playbook
from crm_es.samples import sample
from crm_es.spreadsheets import Line
from crm_es.trial import Outcome, adoption_plan, months_before, tried

MAY_TRY: Final = frozenset({"administrator", "director", "head_of_sales"})
MONTHS: Final = 3
DAYS: Final = timedelta(days=30)
Months = Annotated[int, Query(ge=1, le=120, description="How much of the log it is tried on, up to now.")]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["reports"])
    turn = Lock()
    told = house.caught_up({"notebook_entries", "staff_registry"})

    @routes.post("/playbook/trial", responses={**documented(403, 503), 200: {"model": TrialAnswer, **SHEETS[200]}})
    def try_playbook(
        *,
        sight: Annotated[Sight, house.seeing],
        playbook: Annotated[Playbook, Body(examples=[sample(Playbook)])],
        months: Months = MONTHS,
        every: Annotated[bool, Query(description="Also what would have been the same.")] = False,
        show: Annotated[
            Literal["lines", "people", "totals"], Query(description="What a table for spreadsheets has.")
        ] = "lines",
        form: Form = "json",
    ) -> Response:
        """Try a playbook on the last months, before it is published: what it would ask of whom, against what was.

        Nothing is recorded. One sees what concerns oneself and one's team. Roles: administrator, director,
        head_of_sales.
        """
        must_be_one_of(sight)
        until = datetime.now(UTC)
        since = months_before(until, months)
        with one_at_a_time(turn):
            outcome = tried(house.crm.log.database, playbook, since, until, people=sight.people, every=every)
        tables = {"totals": outcome.totals, "people": outcome.by_person, "lines": outcome.lines}
        return sheet(show, tables[show](), form) if form != "json" else answer(whole(outcome))

    @routes.get("/adoption-plan", responses={**documented(403, 404, 503), 200: {"model": Plan, **SHEETS[200]}})
    def adoption_steps(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(told)],
        months: Months = MONTHS,
        candidates: Annotated[bool, Query(description="Also kinds of entries that close nothing yet.")] = False,
        form: Form = "json",
    ) -> Response:
        """The gates of the playbook in force, step by step, each with what it would have done in the last months.

        Figures are of oneself and one's team. Roles: administrator, director, head_of_sales.
        """
        must_be_one_of(sight)
        current, until = house.crm.reference, datetime.now(UTC)
        since = months_before(until, months)
        if (playbook := current.playbooks.get(current.version)) is None:
            raise HTTPException(404, "No playbook is published yet: publish one.")
        with one_at_a_time(turn):
            lines = adoption_plan(
                house.crm.log.database, current, playbook, since, until, people=sight.people, candidates=candidates
            )
        plan = {"since": since, "until": until, "rows": lines}
        return sheet("adoption-plan", lines, form) if form != "json" else answer(plan)

    @routes.get("/reports/adoption", responses={**documented(409, 503), 200: {"model": Adoption, **SHEETS[200]}})
    def adopted(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(told)],
        since: Since = None,
        until: Until = None,
        show: Annotated[
            Literal["entries", "weeks", "blocking", "exemptions"],
            Query(description="What a table for spreadsheets has."),
        ] = "entries",
        form: Form = "json",
    ) -> Response:
        """Who opens and closes entries of notebooks, how old they grow, what keeps desks closed, and who is exempted.

        Of the last 30 days, where no others are given. One sees oneself and one's team.
        """
        now = datetime.now(UTC)
        last = until or now.date()
        first = since or last - DAYS
        with house.database() as db:
            found = adoption(db, now, since=first, until=last, people=sight.people)
        if form != "json":
            return sheet(show, found[show], form)
        return answer({"since": first, "until": last, **found})

    return routes


def must_be_one_of(sight: Sight) -> None:
    if MAY_TRY.isdisjoint(sight.roles):
        raise HTTPException(403, "Playbooks are tried by heads of sales, directors and administrators: ask one.")


@contextmanager
def one_at_a_time(turn: Lock) -> Iterator[None]:
    """Reading the whole log is work: nobody starts it a second time beside."""
    if not turn.acquire(blocking=False):
        raise HTTPException(503, "Somebody tries a playbook just now: ask again in a moment.", {"Retry-After": "5"})
    try:
        yield
    finally:
        turn.release()


def whole(outcome: Outcome) -> dict[str, Any]:
    return {
        "since": outcome.since,
        "until": outcome.until,
        "events": outcome.events,
        "differing": outcome.differing,
        "left_out": outcome.left_out,
        "totals": outcome.totals(),
        "people": outcome.by_person(),
        "lines": outcome.lines(),
    }


def sheet(name: str, lines: Sequence[Line], form: Literal["csv", "xlsx"]) -> Response:
    return exported(name, list(lines[0]) if lines else [], [lines], form)
