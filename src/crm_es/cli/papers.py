"""Papers for clients: `crm-es print`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from psycopg import Connection

from crm_es.api.sight import sight
from crm_es.cli.files import is_id
from crm_es.cli.terminal import terminal
from crm_es.cli.users import person
from crm_es.messages import Refused
from crm_es.pages import page
from crm_es.papers.kinds import KINDS
from crm_es.printing.shapes import Language
from crm_es.registries import Registry, registry
from crm_es.store.accounts import create_tables

app = typer.Typer()
ENGLISH: Final[Language] = "en"
RUSSIAN: Final[Language] = "ru"


@app.command("print")
def print_paper(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="invoice, act, hours (behind an act) or credit-note.")],
    which: Annotated[str, typer.Argument(help="Its number, or its id.", metavar="NUMBER")],
    *,
    out: Annotated[Path | None, typer.Option(help="The file to write; else one named after the paper.")] = None,
    english: Annotated[bool, typer.Option("--english", help="In English instead of Russian.")] = False,
    login: Annotated[str | None, typer.Option("--as", help="As this person sees it.", metavar="LOGIN")] = None,
) -> None:
    """Write an invoice, an act, the hours behind an act, or a credit note into a file."""
    shown = terminal(context)
    if kind not in KINDS:
        raise typer.BadParameter(f"There is no paper called {kind!r}: take one of {', '.join(KINDS)}.")
    paper, language = KINDS[kind], ENGLISH if english else RUSSIAN
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        limits: dict[str, Any] = {}
        listed = registry(paper.registry)
        if login:
            create_tables(db)
            limits = sight(crm.reference, person(db, login)).limits(listed)
        name, content = paper.make(db, crm.files, found(db, listed, which, **limits), language)
    file = out or Path(name.replace("/", "-"))
    file.write_bytes(content)
    shown.answer({"file": str(file), "bytes": len(content)}, f"The paper is in {file}.")


def found(db: Connection[Any], listed: Registry, which: str, **limits: Any) -> dict[str, Any]:
    """The row of this number or id."""
    column = listed.id_column if is_id(which) else "number"
    rows = page(listed, db, filters={column: which}, limit=100, **limits).rows
    match [row for row in rows if str(row[column]) == which]:
        case [row]:
            return row
        case []:
            raise Refused(f"Nothing in the list of {listed.name} is called {which!r}: look there.", "no such paper")
        case _:
            raise Refused(f"Several {listed.name} are called {which!r}: give the id of one.", "several papers")
