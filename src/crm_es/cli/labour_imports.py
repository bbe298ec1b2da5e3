"""Tickets, plans and logged time of other systems, replayed: `crm-es import incidents` and others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_es.cli.imports import DryRun, tell
from crm_es.cli.terminal import terminal
from crm_es.exchange import cesaw_import, incidents_import, servicenow_import, sip_import

app = typer.Typer()
ServiceOf = Annotated[Path, typer.Option("--playbook", help="The playbook with the stages of the service.")]


@app.command()
def incidents(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An event log: .xes or .csv, packed as .gz or not.")],
    *,
    playbook: ServiceOf,
    dry_run: DryRun = False,
) -> None:
    """Replay a log of incidents as tickets."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress(file.name) as progress:
        summary = incidents_import.run(crm, file, playbook, dry_run, progress)
    tell(shown, summary.as_json(), summary.bad_rows)


@app.command()
def servicenow(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Audit rows of incidents: .csv, packed as .gz or not.")],
    *,
    playbook: ServiceOf,
    dry_run: DryRun = False,
) -> None:
    """Replay the audit rows of a ServiceNow installation as tickets."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress(file.name) as progress:
        summary = servicenow_import.run(crm, file, playbook, dry_run, progress)
    tell(shown, summary.as_json(), summary.bad_rows)


@app.command()
def cesaw(
    context: typer.Context,
    times: Annotated[Path, typer.Argument(help="The logged time.")],
    *,
    tasks: Annotated[Path, typer.Option(help="The planned tasks.")],
    tree: Annotated[Path | None, typer.Option(help="The tree of the work.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Replay planned tasks and logged time: projects, their stages by person, and all work on them."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress(times.name) as progress:
        summary = cesaw_import.run(crm, tasks, times, tree, dry_run=dry_run, progress=progress)
    tell(shown, summary.as_json(), summary.bad_rows)


@app.command()
def sip(
    context: typer.Context,
    tasks: Annotated[Path, typer.Argument(help="Tasks with their estimates and the hours of each developer.")],
    *,
    days: Annotated[Path, typer.Option(help="When tasks were estimated, begun and done.")],
    dry_run: DryRun = False,
) -> None:
    """Replay tasks with their estimates and actual hours."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress(tasks.name) as progress:
        summary = sip_import.run(crm, tasks, days, dry_run=dry_run, progress=progress)
    tell(shown, summary.as_json(), summary.bad_rows)
