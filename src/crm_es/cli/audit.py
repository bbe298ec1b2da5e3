"""Who did what, what was refused, and what led to what: `crm-es audit`."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import typer
from psycopg import Connection
from rich.console import Console
from rich.tree import Tree

from crm_es import audit
from crm_es.audit import Asked
from crm_es.cli.lists import told
from crm_es.cli.terminal import Form, Line, moment, terminal
from crm_es.cli.users import by_login
from crm_es.messages import Refused
from crm_es.store.accounts import create_tables

app = typer.Typer(help="Who did what, what was refused, and what led to what.")
Actor = Annotated[str | None, typer.Option(help="A login, a person's id, or the name of a machine.")]
Since = Annotated[str | None, typer.Option(help="A day or time, included.")]
Until = Annotated[str | None, typer.Option(help="A day or time, not included.")]
Record = Annotated[UUID | None, typer.Option(help="The id of a record.")]
Chain = Annotated[UUID | None, typer.Option(help="A correlation id.")]
Limit = Annotated[int, typer.Option(min=1, help="How many, the newest first.")]


@app.callback(invoke_without_command=True)
def events(
    context: typer.Context,
    *,
    actor: Actor = None,
    topic: Annotated[str | None, typer.Option(help="An event, such as DealWon.")] = None,
    since: Since = None,
    until: Until = None,
    correlation: Chain = None,
    record: Record = None,
    limit: Limit = 50,
    form: Form = "table",
) -> None:
    """Search all that happened."""
    if context.invoked_subcommand:
        return
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        asked = Asked(
            actor=whose(db, actor),
            stream=record,
            since=moment("--since", since),
            until=moment("--until", until),
            topic=topic,
            correlation=correlation,
        )
        lines = audit.search(db, asked, limit=limit)
    for_people = form == "table" and not shown.as_json
    shown.lines("events", [{"record": line["stream"]} | told(line) for line in lines] if for_people else lines, form)


@app.command()
def refused(
    context: typer.Context,
    *,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    record: Record = None,
    rule: Annotated[str | None, typer.Option(help="The rule that said no.")] = None,
    by_rule: Annotated[bool, typer.Option("--by-rule", help="Count them by rule.")] = False,
    limit: Limit = 50,
    form: Form = "table",
) -> None:
    """Show what was asked for and refused."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        asked = Asked(
            actor=whose(db, actor),
            stream=record,
            since=moment("--since", since),
            until=moment("--until", until),
            rule=rule,
        )
        if by_rule:
            counted = audit.refused_by_rule(db, asked)
            shown.lines("rules", [{"rule": name, "times": times} for name, times in counted.items()], form)
            return
        lines = audit.refused(db, asked, limit=limit)
    for_people = form == "table" and not shown.as_json
    shown.lines("refused", [refusal(line) for line in lines] if for_people else lines, form)


@app.command()
def tree(
    context: typer.Context,
    chain: Annotated[UUID, typer.Argument(help="A correlation id, or a command's.", metavar="ID")],
) -> None:
    """Show what a command led to."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        commands = audit.causation(db, chain)
    if not commands:
        raise Refused(f"Nothing is known of {chain}: take a correlation id from the audit.", "no such chain")
    if shown.as_json:
        shown.answer({"commands": commands})
        return
    drawn = Tree(str(chain))
    grow(drawn, commands)
    Console(highlight=False, markup=False).print(drawn)


def grow(drawn: Tree, commands: list[Line]) -> None:
    for command in commands:
        answer = f": {command['refusal']}" if command["refusal"] else ""
        branch = drawn.add(f"{command['command']} by {command['who'] or command['actor']}{answer}")
        for event in command["events"]:
            grow(branch.add(f"{event['event']} at position {event['position']}"), event["commands"])


def refusal(line: Line) -> Line:
    """A refused command as people read it."""
    return {
        "at": line["asked_at"],
        "command": line["command"],
        "record": line["stream"],
        "by": line["who"] or line["actor"],
        "refusal": line["refusal"],
    }


def whose(db: Connection[Any], actor: str | None) -> str | None:
    """An actor as the log knows it: a login stands for its person."""
    if actor is None:
        return None
    create_tables(db)
    return str(by_login(db).get(actor.lower(), actor))
