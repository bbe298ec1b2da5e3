"""Letters of clients: `crm-es mail`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from crm_es.cli.terminal import terminal
from crm_es.exchange.mail.intake import Door, Outcome
from crm_es.files import MEGABYTE
from crm_es.messages import Refused
from crm_es.runners.worker import settle
from crm_es.store import mailboxes

app = typer.Typer(help="Letters of clients, which become tickets.", no_args_is_help=True)
COUNTED: Final = "SELECT status, door, count(*) AS letters, max(came_at) AS latest FROM letter_registry GROUP BY 1, 2"
REFERENCE: Final = "SELECT reference FROM ticket_registry WHERE ticket_id = %s"


@app.command()
def take(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Letters as mail programs save them: .eml.", metavar="FILE...")],
    *,
    anyway: Annotated[bool, typer.Option("--anyway", help="Take what looks automatic too.")] = False,
) -> None:
    """Take letters from files; the same again changes nothing."""
    shown = terminal(context)
    lines: list[dict[str, Any]] = []
    with shown.company() as crm:
        door = Door(crm, "file", shown.settings.own_addresses, anyway)
        for file in files:
            must_be_readable(file, crm.files.limit)
        for file in files:
            came = door.take(file.read_bytes())
            settle(crm)
            with crm.log.datastore.get_connection() as db:
                found = db.execute(REFERENCE, (came.ticket_id,)).fetchone()
            lines.append(line(file, came, found["reference"] if found else None))
    shown.lines("letters", lines)


def must_be_readable(file: Path, limit: int) -> None:
    """Looked at of all files before any is taken."""
    with file.open("rb") as content:
        if content.seek(0, 2) > limit > 0:
            said = f"{file} is larger than {limit // MEGABYTE} MB: set CRM_ES_FILES_LIMIT higher."
            raise Refused(said, "size of a letter")


def line(file: Path, came: Outcome, reference: str | None) -> dict[str, Any]:
    return {"file": file.name, "result": came.result, "ticket": reference, "why": came.why}


@app.command()
def status(context: typer.Context) -> None:
    """How far mailboxes are read, what is wrong with them, and what came by which door."""
    shown = terminal(context)
    settings = shown.settings
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        settle(crm)
        mailboxes.create_tables(db)
        read = [
            {
                "mailbox": place.mailbox,
                "read_at": place.looked_at,
                "letters": place.letters,
                "waiting": len(place.behind),
                "trouble": place.trouble,
            }
            for place in mailboxes.places(db)
        ]
        counted = [dict(row) for row in db.execute(f"{COUNTED} ORDER BY 2, 1")]
    listening = (
        f"Letters are handed over at {settings.mail_door}." if settings.mail_door else "No door is open for mail."
    )
    fetched = f"Letters are fetched from {settings.imap_host}." if settings.imap_host else "No mailbox is looked into."
    if shown.as_json:
        shown.answer({"door": settings.mail_door, "imap": settings.imap_host, "mailboxes": read, "letters": counted})
        return
    shown.say(f"{listening} {fetched}")
    for lines in (read, counted):
        if lines:
            shown.lines("mail", lines)
