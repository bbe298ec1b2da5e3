"""Plan and fact, charts, earned value and budgets of projects: `crm-es projects`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, get_args
from uuid import UUID

import typer

from crm_es.application import Crm
from crm_es.cli.reports import Since, Until, day
from crm_es.cli.terminal import Form, Line, Out, Terminal, moment, terminal
from crm_es.filters import A_DAY
from crm_es.projects import budgets as budget
from crm_es.projects import earned_value, gantt
from crm_es.projects import plan_fact as planned
from crm_es.projects.asked import Asked, known_at, rules
from crm_es.rates import RateUse

app = typer.Typer(help="Plan and fact of projects.", no_args_is_help=True)
Project = Annotated[UUID | None, typer.Option("--project", help="One project.", metavar="ID")]
Person = Annotated[UUID | None, typer.Option("--person", help="One person.", metavar="ID")]
Baseline = Annotated[int | None, typer.Option(min=1, help="As agreed in this one; 1 is the agreed estimate.")]
HIDDEN: Final = ("_id", "query", "depends_on")
"""What tables for people leave out."""


@app.command("plan-fact")
def plan_fact(
    context: typer.Context,
    *,
    project: Project = None,
    person: Person = None,
    baseline: Baseline = None,
    as_of: Annotated[str | None, typer.Option(help="The plan known then; at a day's end.", metavar="TIME")] = None,
    by: Annotated[str, typer.Option(help="project, stage, person, stage and person, or category.")] = "stage",
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print what was planned and what was worked, after a line for all of it."""
    shown, way = terminal(context), chosen(by, planned.By)
    then = day("--as-of", as_of) if as_of and len(as_of) == A_DAY else moment("--as-of", as_of)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        asked = Asked(project, person, baseline, known_at(then, crm.reference.calendar))
        lines = planned.plan_fact(db, asked, by=way, amber=rules(crm.reference).first_warning)
    tell(shown, lines, form, out)


@app.command("gantt")
def chart(
    context: typer.Context,
    *,
    project: Project = None,
    person: Person = None,
    by: Annotated[str, typer.Option(help="project or person.")] = "project",
    since: Since = None,
    until: Until = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print the stages that touch these days, with what does not fit together."""
    shown, way = terminal(context), chosen(by, gantt.By)
    first, last = day("--from", since), day("--to", until)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = gantt.gantt(db, Asked(project, person), by=way, since=first, until=last, today=today(crm))
    tell(shown, lines, form, out)


@app.command("earned-value")
def value(
    context: typer.Context,
    *,
    project: Project = None,
    baseline: Baseline = None,
    by: Annotated[str, typer.Option(help="project or stage.")] = "project",
    use: Annotated[str, typer.Option(help="cost or price: in which money.")] = "cost",
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print what is due, done and spent by now, and what it will come to; no figure where no rate fits."""
    shown, way, money = terminal(context), chosen(by, earned_value.By), chosen(use, RateUse)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        asked = Asked(project, baseline=baseline)
        lines = earned_value.earned_value(db, today(crm), asked, by=way, use=money)
    tell(shown, lines, form, out)


@app.command("budgets")
def budgets(context: typer.Context, *, project: Project = None, form: Form = "table", out: Out = None) -> None:
    """Print what projects may take and what they took, in all or by month."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        amber = rules(crm.reference).first_warning
        lines = budget.budgets(db, today(crm), Asked(project), amber=amber)
    tell(shown, lines, form, out)


def chosen(text: str, choice: Any) -> Any:
    """One of the words that there are."""
    if text not in get_args(choice):
        raise typer.BadParameter(f"Take one of {', '.join(get_args(choice))}, and not {text}.")
    return text


def today(crm: Crm) -> date:
    return crm.reference.calendar.day(datetime.now(UTC))


def tell(shown: Terminal, lines: Sequence[Line], form: str, out: Any) -> None:
    """People see names, programs ids too."""
    if form == "table" and not shown.as_json:
        lines = [{name: value for name, value in line.items() if not name.endswith(HIDDEN)} for line in lines]
    shown.lines("lines", lines, form, out)
