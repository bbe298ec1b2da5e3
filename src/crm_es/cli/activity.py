"""What programs saw of one's work: `crm-es activity`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, cast
from uuid import UUID

import typer

from crm_es.aggregates.activity import (
    ConfirmSuggestion,
    DismissSuggestion,
    EndPrivacy,
    GoPrivate,
    Screenshots,
    SetActivityRules,
    WorkSuggested,
    private,
)
from crm_es.application import Crm
from crm_es.cli.bank import asker
from crm_es.cli.terminal import moment, terminal
from crm_es.context import Context
from crm_es.exchange.activity_import import activity_state, take
from crm_es.exchange.activity_rules import rules_of
from crm_es.exchange.activitywatch import LARGEST
from crm_es.exchange.confirming import must_be_recordable
from crm_es.ids import activity_of
from crm_es.messages import Command, Refused
from crm_es.runners.worker import settle

app = typer.Typer(help="What programs saw of one's work: rules, suggestions, private times.", no_args_is_help=True)
As = Annotated[str, typer.Option("--as", help="Whose activity it is.", metavar="LOGIN")]
Ids = Annotated[list[UUID] | None, typer.Argument(help="Suggestions; all that are open, if none.", metavar="ID...")]
WAYS: Final = ("ask", "keep")


def asked(crm: Crm, person_id: UUID, command: Command) -> None:
    crm.handle(command, Context(person_id, datetime.now(UTC)))


def whose(person_id: UUID) -> dict[str, Any]:
    return {"activity_id": activity_of(person_id), "person_id": person_id}


@app.command()
def rules(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="YAML: a list of rules with name, app, title, url, kind, client, …")],
    *,
    login: As,
    screenshots: Annotated[str, typer.Option(help="ask or keep: what becomes of an agent's pictures.")] = "ask",
) -> None:
    """Say which windows are work. What no rule names is never kept."""
    shown = terminal(context)
    if screenshots not in WAYS:
        raise typer.BadParameter("Pictures of an agent are either kept or asked about: give ask or keep.")
    with shown.company() as crm:
        me = asker(crm, login)
        told = rules_of(crm, file.read_text(encoding="utf-8"), me)
        asked(crm, me, SetActivityRules(**whose(me), rules=told, screenshots=cast(Screenshots, screenshots)))
    shown.answer({"rules": len(told), "screenshots": screenshots}, f"{len(told)} rules hold now.")


@app.command()
def show(context: typer.Context, *, login: As) -> None:
    """One's rules, and private times."""
    shown = terminal(context)
    with shown.company() as crm:
        state = activity_state(crm, asker(crm, login))
    closed = [one._asdict() for one in private(state)]
    told: list[dict[str, Any]] = [rule.model_dump(exclude_defaults=True) for rule in state.rules]
    if shown.as_json:
        shown.answer({"rules": told, "screenshots": state.screenshots, "private": closed})
        return
    columns = ("name", "app", "title", "url", "kind", "note", "titles")
    shown.lines("rules", [{name: getattr(rule, name) for name in columns} for rule in state.rules])
    for one in closed:
        shown.say(f"Private from {one['starts']:%d.%m.%Y %H:%M} until {one['ends']:%d.%m.%Y %H:%M} UTC.")


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What ActivityWatch exports: its buckets as JSON.")],
    *,
    login: As,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what it would suggest, and record nothing.")] = False,
) -> None:
    """Suggest work by one's rules. The same export suggests nothing twice."""
    shown = terminal(context)
    if file.stat().st_size > LARGEST:
        raise Refused(f"The export is larger than {LARGEST // 2**20} MB: export a shorter time.", "size of a file")
    with shown.company() as crm:
        taken = take(crm, file.read_bytes(), asker(crm, login), dry_run=dry_run)
        settle(crm)
    facts = taken._asdict() | {"spans": [span.model_dump() for span in taken.spans]}
    named = f"{len(taken.spans)} spans fit the rules, {taken.suggested} are suggested now."
    shown.answer(facts, f"{named} {taken.unmatched_minutes} minutes fit none, and nothing of them is kept.")


@app.command()
def confirm(context: typer.Context, suggestions: Ids = None, *, login: As) -> None:
    """Say that it was work: each becomes an entry of one's time."""
    shown = terminal(context)
    told: list[dict[str, Any]] = []
    with shown.company() as crm:
        me = asker(crm, login)
        for suggestion_id in suggestions or still_open(crm, me):
            wish = ConfirmSuggestion(**whose(me), suggestion_id=suggestion_id)
            row: dict[str, Any] = {"suggestion_id": suggestion_id, "recorded": True, "why": None}
            try:
                must_be_recordable(crm, wish)
                asked(crm, me, wish)
            except Refused as refusal:
                row |= {"recorded": False, "why": str(refusal)}
            told.append(row)
        settle(crm)
    shown.lines("rows", told, recorded=sum(row["recorded"] for row in told))


@app.command()
def dismiss(
    context: typer.Context,
    suggestions: Ids = None,
    *,
    login: As,
    reason: Annotated[str, typer.Option(help="Why, if one likes.")] = "",
) -> None:
    """Say that it was no work: it is not suggested again."""
    shown = terminal(context)
    with shown.company() as crm:
        me = asker(crm, login)
        gone = suggestions or still_open(crm, me)
        for suggestion_id in gone:
            asked(crm, me, DismissSuggestion(**whose(me), suggestion_id=suggestion_id, reason=reason))
        settle(crm)
    shown.answer({"dismissed": len(gone)}, f"{len(gone)} dismissed.")


def still_open(crm: Crm, person_id: UUID) -> list[UUID]:
    found = activity_state(crm, person_id).suggestions
    return [suggestion_id for suggestion_id, last in found.items() if isinstance(last, WorkSuggested)]


@app.command("private")
def go_private(
    context: typer.Context,
    *,
    login: As,
    since: Annotated[str | None, typer.Option(help="From when on; now, if nothing is said.", metavar="TIME")] = None,
    until: Annotated[
        str | None, typer.Option(help="Until when; until it is ended, if not said.", metavar="TIME")
    ] = None,
) -> None:
    """Let nothing be seen of a time. What was suggested of it goes."""
    shown = terminal(context)
    with shown.company() as crm:
        me = asker(crm, login)
        zone = crm.reference.calendar.zone
        told: dict[str, Any] = {"since": moment("--since", since, zone), "until": moment("--until", until, zone)}
        asked(crm, me, GoPrivate(**whose(me), **told))
        settle(crm)
    shown.answer({"private": True}, "Nothing is seen of that time.")


@app.command("public")
def end_privacy(context: typer.Context, *, login: As) -> None:
    """End the private time that goes on."""
    shown = terminal(context)
    with shown.company() as crm:
        me = asker(crm, login)
        asked(crm, me, EndPrivacy(**whose(me)))
    shown.answer({"private": False}, "Rules hold again from now on.")
