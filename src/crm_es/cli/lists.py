"""What the company knows: `crm-es registry` and `crm-es history`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from psycopg import Connection

from crm_es import audit
from crm_es.api.sight import sight
from crm_es.cli.terminal import Form, Line, Out, moment, terminal
from crm_es.cli.users import person
from crm_es.filters import dated
from crm_es.messages import Refused
from crm_es.pages import LARGEST, page
from crm_es.registries import Registry
from crm_es.registries import registry as registry_of
from crm_es.store.accounts import create_tables
from crm_es.views import Asked, viewed
from crm_es.views import chosen as chosen_columns

app = typer.Typer()
ON_A_SCREEN = 50


@app.command()
def registry(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Such as deals, tasks or payment-requests.")],
    *,
    form: Form = "table",
    out: Out = None,
    narrowed: Annotated[list[str] | None, typer.Option("--filter", help="column=value; may be repeated.")] = None,
    sort: Annotated[str | None, typer.Option(help="A column; with - before it, the other way round.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="How many rows; json, csv and xlsx give all.")] = None,
    login: Annotated[str | None, typer.Option("--as", help="As this person sees it.", metavar="LOGIN")] = None,
    view: Annotated[str | None, typer.Option(help="A saved view of theirs; default is the one they chose.")] = None,
    columns: Annotated[str | None, typer.Option(help="Of a table: all, or some with commas between.")] = None,
) -> None:
    """Print a list."""
    shown, wanted = terminal(context), registry_of(name)
    if view and not login:
        raise typer.BadParameter("A view is somebody's: say whose with --as.")
    chosen = named(wanted, columns)
    asked = Asked(dict(pair(text) for text in narrowed or []), sort)
    for_people = form == "table" and not shown.as_json
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        limits: dict[str, Any] = {}
        if login:
            create_tables(db)
            limits = sight(crm.reference, person_id := person(db, login)).limits(wanted)
            asked = viewed(wanted, db, asked, name=view, person_id=person_id) if view else asked
        filters = dated(wanted, asked.filters, crm.reference.calendar, datetime.now(UTC))
        most = limit or (ON_A_SCREEN if for_people else None)
        rows = list(read(db, wanted, filters, asked.sort, most, **limits))
    shown.lines("rows", [short(wanted, row, chosen) for row in rows] if for_people else rows, form, out)


@app.command()
def history(
    context: typer.Context,
    record: Annotated[UUID, typer.Argument(help="The id of a deal, a task, a request…", metavar="ID")],
    *,
    as_of: Annotated[str | None, typer.Option(help="Only what had happened by then.", metavar="TIME")] = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print all that happened to a record."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        lines = audit.history(db, record, as_of=moment("--as-of", as_of))
    if not lines:
        when, or_later = (f" as of {as_of}", ", or a later time") if as_of else ("", "")
        raise Refused(f"Nothing is known of {record}{when}: take an id from a list{or_later}.", "no such record")
    for_people = form == "table" and not shown.as_json
    shown.lines("events", [told(line) for line in lines] if for_people else lines, form, out)


def read(
    db: Connection[Any],
    wanted: Registry,
    filters: Mapping[str, str],
    sort: str | None,
    limit: int | None,
    **limits: Any,
) -> Iterator[Line]:
    """The rows, page after page."""
    cursor: str | None = None
    left = limit
    while left is None or left > 0:
        size = LARGEST if left is None else min(left, LARGEST)
        rows, cursor = page(wanted, db, filters=filters, sort=sort, limit=size, cursor=cursor, **limits)
        yield from rows
        left = None if left is None else left - len(rows)
        if cursor is None:
            return


def pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"A filter reads column=value, and {text!r} does not.")
    return name, value


def named(wanted: Registry, columns: str | None) -> tuple[str, ...]:
    """The columns of a table, besides the id: those that somebody typed, else the usual ones; none stands for all."""
    if columns is None or columns == "all":
        return () if columns else wanted.at_a_glance
    return tuple(chosen_columns(wanted, columns))


def short(wanted: Registry, row: Line, chosen: tuple[str, ...] = ()) -> Line:
    """What people look at: the row's own id, and what was chosen; else all, with names instead of other ids."""
    own = {wanted.id_column: row[wanted.id_column]}
    if chosen:
        return {name: row[name] for name in chosen} | own
    columns = wanted.columns
    return own | {name: value for name, value in row.items() if columns[name].kind is not UUID}


def told(line: Line) -> Line:
    """An event as people read it; facts only where its sentence holds none."""
    facts = {} if audit.is_told(line["event"]) else line["facts"]
    return {
        "version": line["version"],
        "at": line["occurred_at"],
        "event": line["event"],
        "by": line["who"] or line["actor"],
        "what": line["sentence"],
        "facts": {name: in_words(fact) for name, fact in facts.items() if is_plain(name, in_words(fact))},
    }


def in_words(fact: Any) -> Any:
    """Money as one says it; everything else as it is."""
    match fact:
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
        case _:
            return fact


def is_plain(name: str, fact: Any) -> bool:
    """Whether it says something to people at a glance: an id or a list does not."""
    return not name.endswith("_id") and isinstance(fact, str | int | float)
