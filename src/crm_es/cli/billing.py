"""What is unbilled, and billing it: `crm-es bill`."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic_core import to_jsonable_python

from crm_es.application import Crm
from crm_es.billing.outcomes import Made
from crm_es.billing.run import MOST, Biller, playbook
from crm_es.billing.unbilled import READERS, Asked, by_client, entries, in_detail
from crm_es.billing.wanted import Wanted
from crm_es.cli.reports import day
from crm_es.cli.terminal import Form, Out, terminal
from crm_es.messages import Refused
from crm_es.runners.following import catch_up

app = typer.Typer(help="Bill hours.", no_args_is_help=True)
Until = Annotated[str | None, typer.Option(help="Work up to this day.", metavar="DAY")]
Client = Annotated[UUID | None, typer.Option(help="The work for this client alone, entry by entry.")]


@app.command()
def unbilled(
    context: typer.Context, *, client: Client = None, until: Until = None, form: Form = "table", out: Out = None
) -> None:
    """Print whom to bill for how many hours; or of one client, entry by entry."""
    shown = terminal(context)
    with shown.company() as crm:
        catch_up(crm, *READERS)
        asked = Asked(client, None, day("--until", until), playbook(crm).billing.only_approved)
        rates = crm.reference.rates
        with crm.log.datastore.get_connection() as db:
            found = entries(db, asked)
    shown.lines("lines", in_detail(found, rates) if client else by_client(found, rates, asked), form, out)


@app.command(name="run")
def run(
    context: typer.Context,
    clients: Annotated[list[UUID] | None, typer.Argument(help="The clients.", metavar="CLIENT...")] = None,
    *,
    by: Annotated[str, typer.Option("--as", help="Who bills, by name or id: the invoices come from this desk.")],
    everybody: Annotated[bool, typer.Option("--all", help="All clients with unbilled hours.")] = False,
    on: Annotated[str | None, typer.Option(help="The day of the acts; today, unless told otherwise.")] = None,
    until: Until = None,
    project: Annotated[UUID | None, typer.Option(help="The work of this project alone.")] = None,
    act: Annotated[UUID | None, typer.Option(help="The act of one client, to go on where it stopped.")] = None,
    send: Annotated[bool, typer.Option(help="Send them for approval at once.")] = True,
) -> None:
    """Make an act and an invoice of each client's unbilled hours, and send them for approval."""
    shown = terminal(context)
    if everybody == bool(clients):
        raise typer.BadParameter("Say which clients, or --all of them.")
    if act and len(clients or ()) != 1:
        raise typer.BadParameter("An act is one client's: name that client alone.")
    last, dated = day("--until", until), day("--on", on)
    with shown.company() as crm:
        biller = Biller(crm, person(crm, by))
        if everybody:
            catch_up(crm, *READERS)
            with crm.log.datastore.get_connection() as db:
                found = entries(db, Asked(None, project, last, playbook(crm).billing.only_approved))
            clients = list(dict.fromkeys(entry.client_id for entry in found))[:MOST]
        wanted = [
            Wanted(client_id=one, act_id=act, project_id=project, until=last, on=dated, send=send)
            for one in clients or ()
        ]
        rows = biller.bill(wanted) if wanted else []
    shown.lines("rows", [to_jsonable_python(row) if shown.as_json else brief(row) for row in rows])
    if any(row.result == "refused" for row in rows):
        raise typer.Exit(1)


def person(crm: Crm, named: str) -> UUID:
    """Somebody who works here, by name or id."""
    found = [who.person_id for who in crm.reference.people.values() if named in (who.name, str(who.person_id))]
    if len(found) != 1:
        raise Refused(f"{len(found) or 'No'} people here are called {named}: give an id.", "must work here")
    return found[0]


def brief(row: Made) -> dict[str, Any]:
    """What people look at."""
    return {
        "client_id": str(row.client_id),
        "result": row.result,
        "act_id": str(row.act_id),
        "act": row.number,
        "invoice": row.invoice_number,
        "total": str(row.total) if row.total else None,
        "sent_to": row.email,
        "why": row.why,
    }
