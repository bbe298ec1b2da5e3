"""What is to be paid when, and how long approvers take: `crm-es calendar` and `crm-es report`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, cast, get_args

import typer

from crm_es.approver_report import by_approver
from crm_es.cli.terminal import Form, Line, Out, terminal
from crm_es.filters import read
from crm_es.payment_calendar import Period
from crm_es.payment_calendar import calendar as payment_calendar
from crm_es.registries import Column

reports = typer.Typer(help="Reports.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(reports, name="report")
Since = Annotated[str | None, typer.Option("--from", help="A day, included.", metavar="DAY")]
Until = Annotated[str | None, typer.Option("--to", help="A day, included.", metavar="DAY")]


@app.command()
def calendar(
    context: typer.Context,
    *,
    by: Annotated[str, typer.Option(help="day, week or month.")] = "day",
    since: Since = None,
    until: Until = None,
    currency: Annotated[str | None, typer.Option(help="Such as RUB.")] = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print what is to be paid when, and what was paid; from today on, unless told otherwise."""
    shown = terminal(context)
    if by not in get_args(Period):
        raise typer.BadParameter(f"The calendar is by {', '.join(get_args(Period))}, and not by {by}.")
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = payment_calendar(
            db,
            crm.reference.calendar.day(datetime.now(UTC)),
            by=cast(Period, by),
            since=day("--from", since),
            until=day("--to", until),
            currency=currency,
        )
    shown.lines("lines", lines, form, out)


@reports.command()
def approvers(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    step: Annotated[str | None, typer.Option(help="One step of the routes.")] = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print how long payments waited for each approver, and how many were returned or rejected."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = by_approver(db, since=day("--from", since), until=day("--to", until), step=step)
    for_people = form == "table" and not shown.as_json
    shown.lines("lines", [short(line) for line in lines] if for_people else lines, form, out)


def short(line: Line) -> Line:
    """What people look at: names, and shares as parts of a hundred."""
    told = {name: value for name, value in line.items() if name != "approver_id" and not name.startswith("share_")}
    returned, rejected = line["share_returned"] or 0, line["share_rejected"] or 0
    return told | {"approver": line["approver"] or "(all)", "sent_back": f"{returned + rejected:.1%}"}


def day(name: str, text: str | None) -> date | None:
    """A day that somebody typed."""
    return None if text is None else cast(date, read(Column(date), name, text))
