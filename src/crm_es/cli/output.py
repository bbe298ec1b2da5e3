"""What each person's work brought: `crm-es report output`."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from crm_es.cli.reports import Since, Until, day
from crm_es.cli.terminal import Form, Out, terminal
from crm_es.labour.output_report import READERS, Asked, output, parts
from crm_es.runners.following import catch_up

app = typer.Typer()


@app.command(name="output")
def output_report(
    context: typer.Context,
    *,
    by: Annotated[str, typer.Option(help="By what lines are told apart: person,client,day,kind,subject.")] = "person",
    since: Since = None,
    until: Until = None,
    person: Annotated[UUID | None, typer.Option(help="One person alone.")] = None,
    client: Annotated[UUID | None, typer.Option(help="The work for one client alone.")] = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print hours, money, the share that clients pay for, and how the work went against plan."""
    shown = terminal(context)
    asked = Asked(parts(by), day("--from", since), day("--to", until), person, client)
    with shown.company() as crm:
        catch_up(crm, *READERS)
        with crm.log.datastore.get_connection() as db:
            lines = output(db, asked, crm.reference.rates)
    hidden = ("query", "person_id", "client_id", "minutes", "amounts") if form == "table" and not shown.as_json else ()
    shown.lines("lines", [{n: v for n, v in line.items() if n not in hidden} for line in lines], form, out)
