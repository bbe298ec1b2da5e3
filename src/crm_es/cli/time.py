"""Working time from the command line: `crm-es time start`, `stop`, `continue`, `add`, `list`, `submit`, `approve`."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import uuid4

import typer

from crm_es.aggregates.work_log import ApprovePeriod, ContinueTimer, RecordWork, StartTimer, StopTimer, SubmitPeriod
from crm_es.cli.at_work import at_work, chosen, day_of, on
from crm_es.cli.terminal import Form, Line, Out, moment, terminal
from crm_es.cli.users import person
from crm_es.ids import work_log_of
from crm_es.labour.running import running

app = typer.Typer(help="Working time: timers, entries, and what is submitted.", no_args_is_help=True)
As = Annotated[str, typer.Option("--as", help="Whose time.", metavar="LOGIN")]
What = Annotated[str, typer.Argument(help="A part of what `time list` shows, such as T-3F2A9C.")]
Kind = Annotated[str | None, typer.Option(help="Of work; as usual, where none is given.")]
Note = Annotated[str, typer.Option(help="What was done.")]
OnDay = Annotated[
    str | None, typer.Option("--day", help="Any of the period; today, where none is given.", metavar="DAY")
]
SHOWN: Final = ("what", "title", "client", "kind", "planned_minutes", "spent_minutes", "state", "due", "last_at")


@app.command("list")
def show(context: typer.Context, *, login: As, form: Form = "table", out: Out = None) -> None:
    """Print what somebody may work on, what was last first, and what runs."""
    shown = terminal(context)
    with at_work(context, login) as asked:
        things = [thing._asdict() for thing in asked.things()]
        with asked.crm.log.datastore.get_connection() as db:
            now = running(db, asked.person_id, asked.now, asked.book)
    for_people = form == "table" and not shown.as_json
    rows: list[Line] = [{name: thing[name] for name in SHOWN} for thing in things] if for_people else things
    shown.lines("rows", rows, form, out, running=now.running, today_minutes=now.today_minutes)
    if now.running and for_people:
        shown.say(f"A timer runs for {now.running_minutes} minutes: {now.running['subject']}.")


@app.command()
def start(context: typer.Context, what: What, *, login: As, kind: Kind = None, note: Note = "") -> None:
    """Begin to work on something. What runs already is stopped and recorded."""
    with at_work(context, login) as asked:
        thing = chosen(asked.things(), what)
        told: dict[str, Any] = on(thing) | {"work_id": (work_id := uuid4()), "kind": kind or thing.kind, "note": note}
        asked.send(StartTimer(**asked.whose, **told))
    terminal(context).answer({"work_id": work_id, "title": thing.title}, f"The timer runs: {thing.title}.")


@app.command()
def stop(
    context: typer.Context,
    *,
    login: As,
    ends: Annotated[str | None, typer.Option("--at", help="When it ended, if earlier.", metavar="TIME")] = None,
) -> None:
    """Stop what runs, and record it."""
    with at_work(context, login) as asked:
        asked.send(StopTimer(**asked.whose, ends=moment("--at", ends)))
    terminal(context).answer({"running": False}, "Nothing runs any more.")


@app.command("continue")
def go_on(context: typer.Context, *, login: As) -> None:
    """Go on with what was timed last."""
    with at_work(context, login) as asked:
        asked.send(ContinueTimer(**asked.whose, work_id=(work_id := uuid4())))
    terminal(context).answer({"work_id": work_id}, "The timer runs again.")


@app.command()
def add(
    context: typer.Context,
    what: What,
    *,
    login: As,
    since: Annotated[str | None, typer.Option("--from", help="When it began.", metavar="TIME")] = None,
    until: Annotated[str | None, typer.Option("--to", help="When it ended.", metavar="TIME")] = None,
    day: Annotated[str | None, typer.Option(help="Or on which day it was.", metavar="DAY")] = None,
    minutes: Annotated[int | None, typer.Option(min=1, help="And for how long.")] = None,
    kind: Kind = None,
    note: Note = "",
) -> None:
    """Record work that is done: from when until when, or how much of it on which day."""
    with at_work(context, login) as asked:
        thing = chosen(asked.things(), what)
        command = RecordWork(
            **asked.whose,
            **on(thing),
            work_id=(work_id := uuid4()),
            kind=kind or thing.kind,
            starts=moment("--from", since),
            ends=moment("--to", until),
            day=day_of("--day", day),
            minutes=minutes,
            note=note,
        )
        asked.send(command)
    terminal(context).answer({"work_id": work_id, "title": thing.title}, f"Recorded: {thing.title}.")


@app.command()
def submit(context: typer.Context, *, login: As, day: OnDay = None) -> None:
    """Say that all of a week or month is recorded: the supervisor is asked to approve it."""
    with at_work(context, login) as asked:
        on_day = day_of("--day", day) or asked.book.calendar.day(asked.now)
        asked.send(SubmitPeriod(**asked.whose, day=on_day))
    terminal(context).answer({"day": on_day}, "Submitted.")


@app.command()
def approve(
    context: typer.Context,
    of: Annotated[str, typer.Argument(help="Whose time.", metavar="LOGIN")],
    *,
    login: Annotated[str, typer.Option("--as", help="Who approves.", metavar="LOGIN")],
    day: OnDay = None,
) -> None:
    """Approve the submitted week or month of somebody below."""
    with at_work(context, login) as asked:
        with asked.crm.log.datastore.get_connection() as db:
            log_id = work_log_of(person(db, of))
        on_day = day_of("--day", day) or asked.book.calendar.day(asked.now)
        asked.send(ApprovePeriod(work_log_id=log_id, day=on_day))
    terminal(context).answer({"day": on_day}, "Approved.")
