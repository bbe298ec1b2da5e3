"""Files that facts speak of: `crm-es files`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from crm_es.audit.files import spoken_of, unsound
from crm_es.cli.lists import ON_A_SCREEN, read, short
from crm_es.cli.terminal import Form, terminal
from crm_es.exchange.files_export import export as write
from crm_es.exchange.files_export import folders_of
from crm_es.registries import registry

app = typer.Typer(help="Invoices, payment orders and other files of the company.", no_args_is_help=True)
FILES: Final = registry("contractor-files")
Contractor = Annotated[str | None, typer.Option(help="Only of this contractor: the name, or the id.")]
Period = Annotated[str | None, typer.Option(help="Only of this month, such as 2026-03.", metavar="MONTH")]


@app.command("list")
def show(context: typer.Context, *, contractor: Contractor = None, period: Period = None, form: Form = "table") -> None:
    """Print which files there are, newest first."""
    shown = terminal(context)
    for_people = form == "table" and not shown.as_json
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        rows = list(read(db, FILES, wanted(contractor, period), None, ON_A_SCREEN if for_people else None))
    shown.lines("files", [short(FILES, row) for row in rows] if for_people else rows, form)


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Where to write; what lies there already stays as it is.")],
    *,
    contractor: Contractor = None,
    period: Period = None,
) -> None:
    """Write files into folders by contractor and month, invoices and payment orders together."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db, shown.progress("Files") as progress:
        rows = list(read(db, FILES, wanted(contractor, period), "attached_at", None))
        done = write(crm.files, rows, folders_of(db), folder, progress)
    counted = f"{len(done.written)} files written, {len(done.there_already)} were there already."
    shown.answer(asdict(done), "\n".join([*done.written, *done.troubles, counted]))
    if done.troubles:
        raise typer.Exit(1)


@app.command()
def verify(context: typer.Context, *, form: Form = "table") -> None:
    """Read all that facts speak of anew, and tell what is missing or damaged."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress("Files") as progress:
        with crm.log.datastore.get_connection() as db:
            files = spoken_of(db)
        found = unsound(crm.files, files, progress)
    if found or shown.as_json:
        shown.lines("unsound", found, form, files=len(files))
    if found:
        raise typer.Exit(1)
    shown.say(f"All {len(files)} files are sound.")


def wanted(contractor: str | None, period: str | None) -> dict[str, str]:
    """The filters of the list."""
    filters = {} if period is None else {"period": period}
    if contractor is not None:
        filters["contractor_id" if is_id(contractor) else "contractor"] = contractor
    return filters


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
