"""What clients complained of: `crm-es report complaints`."""

from __future__ import annotations

import typer

from crm_es.cli.reports import Since, Until, day
from crm_es.cli.terminal import Form, Out, terminal
from crm_es.complaint_report import by_cause

app = typer.Typer()


@app.command()
def complaints(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print how many complaints there were, of which causes, and how fast they were answered."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = by_cause(db, since=day("--from", since), until=day("--to", until))
    if form == "table" and not shown.as_json:
        lines = [{name: value for name, value in line.items() if not name.endswith("query")} for line in lines]
    shown.lines("lines", lines, form, out)
