"""Who worked on what and when, and how long such tasks took before: `crm-es report labour` and others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, cast, get_args

import typer

from crm_es.api.labour import WORKED
from crm_es.cli.control import As, read
from crm_es.cli.reports import Since, Until, day
from crm_es.cli.terminal import Form, Line, Out, terminal
from crm_es.labour.matrix import By, Matrix, matrix
from crm_es.labour.matrix_rows import hours, table
from crm_es.labour.sheet import write_sheet
from crm_es.labour.structure import labelled, structure
from crm_es.playbook import Calendar
from crm_es.projects import estimates
from crm_es.projects.asked import rules
from crm_es.projects.similarity import Wanted

app = typer.Typer()


@app.command()
def labour(
    context: typer.Context,
    *,
    by: Annotated[str, typer.Option(help="person, client, project or subject.")] = "project",
    since: Since = None,
    until: Until = None,
    login: As = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print who worked on which day on what, in hours; this month, unless told otherwise."""
    if by not in get_args(By):
        raise typer.BadParameter(f"The report is by {', '.join(get_args(By))}, and not by {by}.")
    shown, days = terminal(context), (day("--from", since), day("--to", until))

    def reading(db: Any, reference: Any, people: Any) -> Matrix:
        first, last = month(reference.calendar, *days)
        return matrix(db, reference.calendar, since=first, until=last, by=cast(By, by), people=people)

    found = read(shown, login, reading, WORKED)
    if form == "xlsx":
        shown.sheet(len(found.rows), out, lambda file: write_sheet(file, found))
    else:
        shown.lines("lines", table(found.days, found.rows), form, out)


@app.command("time-structure")
def time_structure(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    login: As = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print where working time went, month by month: shares by heading and kind."""
    shown, days = terminal(context), (day("--from", since), day("--to", until))

    def reading(db: Any, reference: Any, people: Any) -> list[Line]:
        first, last = month(reference.calendar, *days)
        return list(structure(db, since=first, until=last, people=people))

    lines = read(shown, login, reading, WORKED)
    if form != "table":
        lines = labelled(lines)
    elif not shown.as_json:
        lines = [short(line) for line in lines]
    shown.lines("lines", lines, form, out)


@app.command("estimate")
def estimate(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What is to be done.")],
    *,
    category: Annotated[str | None, typer.Option(help="As stages of projects have it.")] = None,
    planned: Annotated[float | None, typer.Option(min=0.01, max=100_000, help="Somebody's estimate, in hours.")] = None,
) -> None:
    """Print how long such a task takes, by finished stages of projects like it."""
    shown = terminal(context)
    wanted = Wanted(title, category, round(planned * 60) if planned else None)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        found = estimates.estimate(wanted, estimates.finished(db, datetime.now(UTC)), rules(crm.reference))
    figures = ("low", "median", "with_risk", "high")
    told = [f"{name.replace('_', ' ')}: {hours(value)} h" for name in figures if (value := getattr(found, name))]
    told += [f"{hours(one.task.actual)} h  {one.task.title}" for one in found.rests_on]
    told += [found.advice] if found.advice else []
    shown.answer(estimates.told(found), "\n".join([f"{found.basis}, by {len(found.rests_on)} tasks", *told]))


def month(calendar: Calendar, since: date | None, until: date | None) -> tuple[date, date]:
    """The days that are asked for; this month of the company, where none are."""
    last = until or max(since or date.min, calendar.day(datetime.now(UTC)))
    return since or last.replace(day=1), last


def short(line: Line) -> Line:
    """What people look at: names, and hours."""
    return {
        "month": f"{line['month']:%Y-%m}",
        "person": line["person"] or "(all)",
        "heading": line["heading"] or "(working time)",
        "kind": line["kind"],
        "hours": hours(line["minutes"]),
        "percent": line["percent"],
    }
