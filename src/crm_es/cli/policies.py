"""The reactions, and what they could not digest: `crm-es policies`."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from crm_es import policies
from crm_es.cli.projections import standing
from crm_es.cli.terminal import terminal
from crm_es.runners import replays
from crm_es.runners.readers import reaction
from crm_es.store.dead_letters import dead_letters

app = typer.Typer(help="The reactions, and what they could not digest.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Which policy.", metavar="POLICY")]
BY = "command line"


@app.command("list")
def list_policies(context: typer.Context) -> None:
    """Show how far each has come, who runs it, and how many events it has parked."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        parked = Counter(letter.policy for letter in dead_letters(db))
        lines = [line | {"parked": parked[line["name"]]} for line in standing(db, policies)]
    shown.lines("policies", lines)


@app.command("dead-letters")
def list_dead_letters(context: typer.Context) -> None:
    """Show the events that wait to be replayed or skipped."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        letters = [letter.model_dump() for letter in dead_letters(db)]
    if not shown.as_json:
        letters = [{name: letter[name] for name in ("policy", "position", "topic", "error")} for letter in letters]
    shown.lines("dead_letters", letters)


@app.command()
def replay(
    context: typer.Context,
    policy: Name,
    *,
    position: Annotated[int | None, typer.Option(help="Only the record of this letter.")] = None,
) -> None:
    """Let a policy react to what it has parked."""
    shown = terminal(context)
    with shown.company() as crm:
        settled = replays.replay(reaction(crm, policy), BY, position)
    shown.answer({"replayed": settled}, f"{settled} replayed.")


@app.command()
def skip(
    context: typer.Context,
    policy: Name,
    position: Annotated[int, typer.Argument(help="Where the event stands in the log.")],
    *,
    reason: Annotated[str, typer.Option(help="Why it needs no reaction.")],
) -> None:
    """Let a policy never react to an event."""
    shown = terminal(context)
    with shown.company() as crm:
        replays.skip(crm, reaction(crm, policy).name, position, BY, reason)
    shown.answer({"skipped": position}, f"Position {position} is skipped.")
