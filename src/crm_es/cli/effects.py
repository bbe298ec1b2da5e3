"""What is done outside, and what waits or has failed: `crm-es effects`."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from crm_es import effects
from crm_es.cli.projections import standing
from crm_es.cli.terminal import terminal
from crm_es.messages import Refused
from crm_es.runners.worker import begin_effects
from crm_es.store import queue

app = typer.Typer(help="What is done outside, and what waits or has failed.", no_args_is_help=True)


@app.command("list")
def list_effects(context: typer.Context) -> None:
    """Show how far each has come, and how much of it waits or has failed."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        begin_effects(crm.log)
        jobs = Counter((job.task, job.status == "failed") for job in queue.waiting(db))
        lines = [
            line | {"waiting": jobs[line["name"], False], "failed": jobs[line["name"], True]}
            for line in standing(db, effects)
        ]
    shown.lines("effects", lines)


@app.command("jobs")
def list_jobs(context: typer.Context) -> None:
    """Show what waits, and what was given up and stays until it is tried again."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        begin_effects(crm.log)
        jobs = [job._asdict() for job in queue.waiting(db)]
    shown.lines("jobs", jobs)


@app.command()
def retry(context: typer.Context, job: Annotated[int, typer.Argument(help="Its number.")]) -> None:
    """Try again what was given up."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        begin_effects(crm.log)
        if not queue.retry(db, job):
            raise Refused(f"No job {job} has failed: `crm-es effects jobs` lists what has.", "no failed job")
    shown.answer({"retried": job}, f"Job {job} is tried again.")
