"""What is unbilled, and billing it: `crm-es bill`."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any
from uuid import UUID

import typer
from psycopg import Connection
from pydantic_core import to_jsonable_python

from crm_es.application import Crm
from crm_es.billing.outcomes import Made
from crm_es.billing.run import MOST, Biller, playbook
from crm_es.billing.unbilled import READERS, Asked, by_client, entries, in_detail
from crm_es.billing.wanted import Wanted
from crm_es.cli.reports import day
from crm_es.cli.terminal import Form, Out, terminal
from crm_es.cli.users import by_login
from crm_es.messages import Refused
from crm_es.runners.following import catch_up
from crm_es.store.accounts import create_tables

app = typer.Typer(help="Bill hours.", no_args_is_help=True)
Until = Annotated[str | None, typer.Option(help="Work up to this day.", metavar="DAY")]
Client = Annotated[str | None, typer.Option(help="The work for this client alone, by name or id, entry by entry.")]


@app.command()
def unbilled(
    context: typer.Context, *, client: Client = None, until: Until = None, form: Form = "table", out: Out = None
) -> None:
    """Print whom to bill for how many hours; or of one client, entry by entry."""
    shown = terminal(context)
    with shown.company() as crm:
        catch_up(crm, *READERS)
        rates = crm.reference.rates
        with crm.log.datastore.get_connection() as db:
            whose = client_named(db, client) if client else None
            asked = Asked(whose, None, day("--until", until), playbook(crm).billing.only_approved)
            found = entries(db, asked)
    shown.lines("lines", in_detail(found, rates) if client else by_client(found, rates, asked), form, out)


@app.command(name="run")
def run(
    context: typer.Context,
    clients: Annotated[list[str] | None, typer.Argument(help="By name or id.", metavar="CLIENT...")] = None,
    *,
    by: Annotated[str, typer.Option("--as", help="Who bills: the invoices come from this desk.", metavar="LOGIN")],
    everybody: Annotated[bool, typer.Option("--all", help="All clients with unbilled hours.")] = False,
    on: Annotated[str | None, typer.Option(help="The day of the acts; today, unless told otherwise.")] = None,
    until: Until = None,
    project: Annotated[UUID | None, typer.Option(help="The work of this project alone.")] = None,
    act: Annotated[UUID | None, typer.Option(help="The act of one client, to go on where it stopped.")] = None,
    email: Annotated[str | None, typer.Option(help="Where the act of one client goes.")] = None,
    send: Annotated[bool, typer.Option(help="Send them for approval at once.")] = True,
) -> None:
    """Make an act and an invoice of each client's unbilled hours, and send them for approval."""
    shown = terminal(context)
    if everybody == bool(clients):
        raise typer.BadParameter("Say which clients, or --all of them.")
    if (act or email) and len(clients or ()) != 1:
        raise typer.BadParameter("An act and its address are one client's: name that client alone.")
    last, dated = day("--until", until), day("--on", on)
    with shown.company() as crm:
        catch_up(crm, *READERS)
        with crm.log.datastore.get_connection() as db:
            biller = Biller(crm, person(crm, db, by))
            meant = [client_named(db, one) for one in clients or ()]
            if everybody:
                found = entries(db, Asked(None, project, last, playbook(crm).billing.only_approved))
                meant = [entry.client_id for entry in found]
        wanted = [
            Wanted(client_id=one, act_id=act, project_id=project, until=last, on=dated, email=email, send=send)
            for one in list(dict.fromkeys(meant))[:MOST]
        ]
        rows = biller.bill(wanted) if wanted else []
    shown.lines("rows", [to_jsonable_python(row) if shown.as_json else brief(row) for row in rows])
    if any(row.result == "refused" for row in rows):
        raise typer.Exit(1)


def person(crm: Crm, db: Connection[Any], named: str) -> UUID:
    """Somebody who works here, by login, name or id."""
    create_tables(db)
    if found := by_login(db).get(named.strip().lower()):
        return found
    fitting = [who.person_id for who in crm.reference.people.values() if named in (who.name, str(who.person_id))]
    if len(fitting) != 1:
        raise Refused(
            f"{len(fitting) or 'No'} people here go by {named!r}: give a login, `crm-es user list` shows all.",
            "must work here",
        )
    return fitting[0]


def client_named(db: Connection[Any], named: str) -> UUID:
    """A client, by id or by the name that it alone has."""
    with suppress(ValueError):
        return UUID(named)
    question = "SELECT client_id FROM client_registry WHERE merged_into_id IS NULL AND lower(name) = lower(%s)"
    found = [row["client_id"] for row in db.execute(question, (" ".join(named.split()),))]
    if len(found) != 1:
        raise Refused(
            f"{len(found) or 'No'} clients are called {named!r}: give an id from `crm-es registry clients`.",
            "a client is named",
        )
    return UUID(str(found[0]))


def brief(row: Made) -> dict[str, Any]:
    """What people look at."""
    return {
        "client": row.client or str(row.client_id),
        "result": row.result,
        "act": row.number,
        "invoice": row.invoice_number,
        "total": str(row.total) if row.total else None,
        "sent_to": f"not sent: {row.not_sent}" if row.not_sent else row.email,
        "why": row.why,
        "act_id": str(row.act_id),
    }
