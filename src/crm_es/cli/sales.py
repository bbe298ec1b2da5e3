"""The reservoir and its leaks, campaigns, won deals: `crm-es report reservoir` and its kin; `crm-es timeline`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, cast, get_args
from uuid import UUID

import typer

from crm_es import audit
from crm_es.cli.reports import Since, Until, day
from crm_es.cli.terminal import Form, Line, Out, Terminal, terminal
from crm_es.playbook import Complaints, Playbook, Reservoir
from crm_es.reference import Reference
from crm_es.sales_reports import leaks as holes
from crm_es.sales_reports import wins as won
from crm_es.sales_reports.campaigns import campaigns as all_campaigns
from crm_es.sales_reports.reservoir import reservoir as by_month

app = typer.Typer()
histories = typer.Typer()
Currency = Annotated[str | None, typer.Option(help="Such as RUB; the usual one, if none.")]


def in_force(reference: Reference) -> Playbook | None:
    return reference.playbooks.get(reference.version)


def chosen(option: str, value: str, kinds: Any) -> Any:
    """One of the values that the report knows."""
    known = get_args(kinds)
    if value not in known:
        raise typer.BadParameter(f"{option} is {', '.join(known)}, and not {value}.")
    return value


def printed(shown: Terminal, lines: list[Line], form: str, out: Out) -> None:
    """For people without what programs ask lists for."""
    if form == "table" and not shown.as_json:
        lines = [{name: v for name, v in line.items() if not name.endswith(("query", "_id"))} for line in lines]
    shown.lines("lines", lines, form, out)


@app.command()
def reservoir(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    owner: Annotated[UUID | None, typer.Option(help="The manager who looks after the clients.", metavar="ID")] = None,
    segment: Annotated[str | None, typer.Option(help="One segment.")] = None,
    sector: Annotated[str | None, typer.Option(help="One sector.")] = None,
    currency: Currency = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print how many clients were active, came and went, month by month."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        found = in_force(crm.reference)
        lines = by_month(
            db,
            crm.reference.calendar,
            datetime.now(UTC),
            found.reservoir if found else Reservoir(),
            since=day("--from", since),
            until=day("--to", until),
            currency=currency,
            owner_id=owner,
            segment=segment,
            sector=sector,
        )
    printed(shown, lines, form, out)


@app.command()
def leaks(
    context: typer.Context,
    *,
    by: Annotated[str, typer.Option(help="reason, manager or department.")] = "reason",
    order: Annotated[str, typer.Option(help="clients or revenue: what makes a hole wide.")] = "clients",
    since: Since = None,
    until: Until = None,
    currency: Currency = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print why clients left, the widest hole first; for programs also why deals were lost."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        found = in_force(crm.reference)
        lost = holes.leaks(
            db,
            crm.reference.calendar,
            datetime.now(UTC),
            found.complaints if found else Complaints(),
            by=cast(holes.By, chosen("--by", by, holes.By)),
            order=cast(holes.Order, chosen("--order", order, holes.Order)),
            since=day("--from", since),
            until=day("--to", until),
            currency=currency,
        )
    if shown.as_json or form == "json":
        shown.lines("lines", lost.rows, form, out, deals_lost=lost.deals_lost, currency=lost.currency)
    else:
        printed(shown, lost.rows, form, out)


@app.command()
def campaigns(context: typer.Context, *, form: Form = "table", out: Out = None) -> None:
    """Print how many clients each campaign brought, how many became regular, and what each has cost."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = all_campaigns(db)
    printed(shown, lines, form, out)


@app.command()
def wins(
    context: typer.Context,
    *,
    by: Annotated[str, typer.Option(help="agent, manager, product or sector.")] = "agent",
    since: Since = None,
    until: Until = None,
    currency: Currency = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print which deals were won, how often, for how much, and how long they took."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = won.wins(
            db,
            crm.reference.calendar,
            by=cast(won.By, chosen("--by", by, won.By)),
            since=day("--from", since),
            until=day("--to", until),
            currency=currency,
        )
    printed(shown, lines, form, out)


@histories.command()
def timeline(
    context: typer.Context,
    client: Annotated[UUID, typer.Argument(help="The client.", metavar="ID")],
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many events.")] = 50,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print all that happened with a client, newest first."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = audit.timeline(db, client, limit=limit)
    kept = ("occurred_at", "about", "who", "sentence")
    for_people = form == "table" and not shown.as_json
    shown.lines("events", [{n: line[n] for n in kept} for line in lines] if for_people else lines, form, out)
