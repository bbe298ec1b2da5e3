"""What heads look at: `crm-es review` and the reports on work."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

import typer
from psycopg import Connection

from crm_es.api.sight import sight
from crm_es.cli.reports import Since, Until, day, reports
from crm_es.cli.terminal import Form, Line, Out, Terminal, terminal
from crm_es.cli.users import person
from crm_es.control.completion import KINDS, By, completion
from crm_es.control.days import look
from crm_es.control.reviews import EVENING, MORNING, Section, review
from crm_es.control.stage_times import stage_times
from crm_es.control.workload import workload
from crm_es.reference import Reference
from crm_es.runners.following import catch_up
from crm_es.store.accounts import create_tables

reviews = typer.Typer(help="The review of a day: what is overdue, due, moved and done.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(reviews, name="review")
As = Annotated[str | None, typer.Option("--as", help="As this person sees it.", metavar="LOGIN")]
OnDay = Annotated[str | None, typer.Option("--day", help="An earlier day, as it looked then.", metavar="DAY")]
Found = TypeVar("Found")
Reading = Callable[[Connection[Any], Reference, Collection[UUID] | None], Found]


@reviews.command()
def morning(
    context: typer.Context, *, on: OnDay = None, login: As = None, form: Form = "table", out: Out = None
) -> None:
    """Print what is overdue, due today, moved, returned, or waits to be accepted."""
    rows, counts = of_day(terminal(context), on, login, MORNING)
    show(terminal(context), rows, counts, form, out)


@reviews.command()
def evening(
    context: typer.Context, *, on: OnDay = None, login: As = None, form: Form = "table", out: Out = None
) -> None:
    """Print the same, with what was done and accepted on the day, and what nobody touched."""
    rows, counts = of_day(terminal(context), on, login, EVENING)
    show(terminal(context), rows, counts, form, out)


def of_day(
    shown: Terminal, on: str | None, login: str | None, sections: Collection[Section]
) -> tuple[list[Line], list[Line]]:
    """The rows of a day, and how much there is of each by person."""
    asked, counts = day("--day", on), list[Line]()

    def reading(db: Connection[Any], reference: Reference, people: Collection[UUID] | None) -> list[Line]:
        looked = look(reference.calendar, datetime.now(UTC), asked, morning=sections is MORNING)
        found = review(db, looked, sections=sections, people=people)
        counts.extend(found.counts)
        return found.rows

    return read(shown, login, reading), counts


def show(shown: Terminal, rows: list[Line], counts: list[Line], form: str, out: Any) -> None:
    for_people = form == "table" and not shown.as_json
    shown.lines("rows", [short(row) for row in rows] if for_people else rows, form, out, people=counts)


def short(row: Line) -> Line:
    """What people look at: names, and not ids."""
    return {name: value for name, value in row.items() if name != "at" and not name.endswith("_id")}


@reports.command()
def load(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    login: As = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print how many tasks each person has on each day; two weeks from today on, unless told otherwise."""
    shown, days = terminal(context), {"since": day("--from", since), "until": day("--to", until)}

    def reading(db: Connection[Any], reference: Reference, people: Collection[UUID] | None) -> list[Line]:
        return workload(db, reference.calendar, datetime.now(UTC), people=people, **days)

    tell(shown, read(shown, login, reading), form, out)


@reports.command()
def completed(
    context: typer.Context,
    *,
    by: Annotated[list[str] | None, typer.Option(help="stage, person or month; may be repeated.")] = None,
    since: Since = None,
    until: Until = None,
    login: As = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print how tasks that were planned for these days went. The last line is of all."""
    shown, days = terminal(context), {"since": day("--from", since), "until": day("--to", until)}
    for one in by or ():
        if one not in KINDS:
            raise typer.BadParameter(f"The report is by {', '.join(KINDS)}, and not by {one}.")
    kinds = cast(Collection[By], tuple(by or ("stage", "person")))

    def reading(db: Connection[Any], reference: Reference, people: Collection[UUID] | None) -> list[Line]:
        return completion(db, reference.calendar, kinds, people=people, **days)

    tell(shown, read(shown, login, reading), form, out)


@reports.command("stage-times")
def times(
    context: typer.Context,
    *,
    by_owner: Annotated[bool, typer.Option("--by-owner", help="Each owner apart.")] = False,
    since: Since = None,
    until: Until = None,
    login: As = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print how long deals stay in each stage, against its norm, and how many rot there now."""
    shown, days = terminal(context), {"since": day("--from", since), "until": day("--to", until)}

    def reading(db: Connection[Any], reference: Reference, people: Collection[UUID] | None) -> list[Line]:
        playbook = reference.playbooks.get(reference.version)
        now, known = datetime.now(UTC), playbook.pipelines if playbook else ()
        return stage_times(db, reference.calendar, now, pipelines=known, by_owner=by_owner, people=people, **days)

    tell(shown, read(shown, login, reading), form, out)


def read(shown: Terminal, login: str | None, reading: Reading[Found], readers: Collection[str] = ()) -> Found:
    """What is there, of all or as one person sees it, once these readers have read everything."""
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        catch_up(crm, *readers)
        people = None
        if login:
            create_tables(db)
            people = sight(crm.reference, person(db, login)).people
        return reading(db, crm.reference, people)


def tell(shown: Terminal, lines: list[Line], form: str, out: Any) -> None:
    for_people = form == "table" and not shown.as_json
    hidden = ("query", "rotting_query", "responsible_id", "owner_id")
    told = [{name: value for name, value in line.items() if name not in hidden} for line in lines]
    shown.lines("lines", told if for_people else lines, form, out)
