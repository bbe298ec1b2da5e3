"""Tasks from the command line: `crm-es do` and `crm-es reschedule`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer

from crm_es.aggregates.task import RescheduleTask
from crm_es.api.sight import sight
from crm_es.cli.terminal import moment, terminal
from crm_es.cli.users import person
from crm_es.context import Context
from crm_es.control.moving import dues, later
from crm_es.exchange.capture.understanding import understood
from crm_es.messages import Refused
from crm_es.store.accounts import create_tables

app = typer.Typer()
As = Annotated[str, typer.Option("--as", help="Who asks.", metavar="LOGIN")]


@app.command()
def do(
    context: typer.Context,
    line: Annotated[str, typer.Argument(help='Such as "call Acme tomorrow 15:00 !"')],
    *,
    login: As,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is understood, and record nothing.")] = False,
) -> None:
    """Assign a task by one line: what, when, ! where it is urgent, @person, #deal."""
    shown, now = terminal(context), datetime.now(UTC)
    with shown.company() as crm:
        with crm.log.datastore.get_connection() as db:
            create_tables(db)
            me = person(db, login)
            people = sight(crm.reference, me).people
            found = understood(line, me=me, at=now, reference=crm.reference, db=db, people=people)
        told = found.facts | {"recorded": not dry_run}
        if not dry_run:
            told["task_id"] = task_id = uuid4()
            crm.handle(found.wish(task_id), Context(by=me, at=now))
        local = found.captured.due.astimezone(crm.reference.calendar.zone)
    for_whom = "".join(f", {name} {told[name]}" for name in ("client", "deal") if told[name])
    urgent = " Urgent." if told["urgent"] else ""
    nothing = " Nothing is recorded." if dry_run else ""
    sentence = f"{told['responsible']}: {told['what']}{for_whom}, by {local:%a %d.%m.%Y %H:%M}.{urgent}{nothing}"
    shown.answer(told, sentence)


@app.command()
def reschedule(
    context: typer.Context,
    tasks: Annotated[list[UUID], typer.Argument(help="The ids of tasks.", metavar="ID...")],
    *,
    login: As,
    reason: Annotated[str, typer.Option(help="Why; it is kept with each of them.")],
    due: Annotated[str | None, typer.Option(help="When all of them are due then.", metavar="TIME")] = None,
    working_days: Annotated[
        int | None, typer.Option(min=1, max=260, help="Or how many working days later each is due.")
    ] = None,
) -> None:
    """Move the due times of tasks, for one reason. What one is refused for harms no other."""
    shown, now = terminal(context), datetime.now(UTC)
    if (due is None) == (working_days is None):
        raise typer.BadParameter("Give either --due or --working-days.")
    fixed = moment("--due", due)
    with shown.company() as crm:
        with crm.log.datastore.get_connection() as db:
            create_tables(db)
            me = person(db, login)
            known = dues(db, tasks, sight(crm.reference, me).people)

        def move(task_id: UUID) -> dict[str, Any]:
            row: dict[str, Any] = {"task_id": task_id, "recorded": False, "due": None, "sentence": None}
            if task_id not in known:
                return row | {"sentence": "There is no such task, or it is not for them."}
            then = fixed or later(known[task_id], now, working_days or 1, crm.reference.calendar)
            try:
                crm.handle(RescheduleTask(task_id=task_id, due=then, reason=reason), Context(by=me, at=now))
            except Refused as refusal:
                return row | {"sentence": str(refusal)}
            return row | {"recorded": True, "due": then}

        rows = [move(task_id) for task_id in dict.fromkeys(tasks)]
    shown.lines("rows", rows, moved=sum(row["recorded"] for row in rows))
