"""The lists, and whether they are what the log leads to: `crm-es projections`."""

from __future__ import annotations

from types import ModuleType
from typing import Annotated, Any

import typer
from psycopg import Connection

from crm_es import projections
from crm_es.application import Crm
from crm_es.cli.terminal import Line, terminal
from crm_es.messages import Refused
from crm_es.runners import modules_of
from crm_es.runners.projections import Projector
from crm_es.store.reading import head
from crm_es.store.tracking import places

app = typer.Typer(help="The lists, and whether they are what the log leads to.", no_args_is_help=True)
Name = Annotated[str | None, typer.Argument(help="Which one.")]
Every = Annotated[bool, typer.Option("--all", help="All of them.")]


@app.command("list")
def list_projections(context: typer.Context) -> None:
    """Show how far each has come, and who runs it."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = standing(db, projections)
    shown.lines("projections", lines)


@app.command()
def rebuild(context: typer.Context, name: Name = None, *, every: Every = False) -> None:
    """Fold a list anew from all that ever happened, and swap it in."""
    shown = terminal(context)
    with shown.company() as crm:
        lines: list[Line] = []
        for projector in chosen(crm, name, every=every):
            with shown.progress(projector.name) as progress:
                lines.append({"projection": projector.name, "rows": projector.rebuild(progress)})
    shown.lines("rebuilt", lines)


@app.command()
def verify(context: typer.Context, name: Name = None, *, every: Every = False) -> None:
    """Fold a list anew aside, and show in which rows the kept one differs."""
    shown = terminal(context)
    with shown.company() as crm:
        lines: list[Line] = []
        for projector in chosen(crm, name, every=every):
            with shown.progress(projector.name) as progress:
                keys = [str(difference.key) for difference in projector.verify(progress)]
            lines.append({"projection": projector.name, "differences": len(keys), "keys": keys})
    shown.lines("verified", lines)
    if any(line["differences"] for line in lines):
        raise typer.Exit(1)
    shown.say("No row differs.")


def chosen(crm: Crm, name: str | None, *, every: bool) -> list[Projector]:
    known = dict(modules_of(projections))
    if every == (name is not None):
        raise typer.BadParameter("Name one projection, or say --all.")
    if name is not None and name not in known:
        raise Refused(f"There is no projection {name!r}: take one of {', '.join(known)}.", "no such projection")
    return [Projector(crm.log, key, module, "command line") for key, module in known.items() if name in (None, key)]


def standing(db: Connection[Any], package: ModuleType) -> list[Line]:
    """How far the readers of this package have come."""
    newest, names = head(db), dict(modules_of(package))
    return [
        {
            "name": place.name,
            "position": place.position,
            "lag": newest - place.position,
            "owner": place.owner if place.held else None,
        }
        for place in places(db)
        if place.name in names
    ]
