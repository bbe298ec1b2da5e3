"""What the service has to do: `crm-es board`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from crm_es.api.sight import sight
from crm_es.cli.control import As
from crm_es.cli.terminal import Form, Out, terminal
from crm_es.cli.users import person
from crm_es.playbook import Service
from crm_es.store.accounts import create_tables
from crm_es.ticket_board import NONE
from crm_es.ticket_board import board as tickets_by_stage

app = typer.Typer()
HEADS: Final = ("stage", *NONE)
"""What a table has room for."""


@app.command()
def board(
    context: typer.Context,
    *,
    login: As = None,
    done_days: Annotated[int, typer.Option("--done-days", min=0, help="How long what is done stays there.")] = 14,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print the tickets by stage: how many, what is late, and hours spent against hours agreed."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        playbook = crm.reference.playbooks.get(crm.reference.version)
        limits = None
        if login:
            create_tables(db)
            limits = sight(crm.reference, person(db, login)).limits
        lines = tickets_by_stage(
            db,
            playbook.service if playbook else Service(),
            datetime.now(UTC),
            done_days=done_days,
            limits=limits,
        )
    whole = shown.as_json or form == "json"
    told = [line if whole else {name: value for name, value in line.items() if name in HEADS} for line in lines]
    shown.lines("lines", told, form, out)
