"""Working time from the command line: `crm-es time start`, `add`, `correct`, `submit`, `approve` and others."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import typer

from crm_es.aggregates.work_log import (
    ApprovePeriod,
    ContinueTimer,
    CorrectWork,
    DropTimer,
    RecordWork,
    RemoveWork,
    ReopenPeriod,
    ReturnPeriod,
    StartTimer,
    StopTimer,
    SubmitPeriod,
)
from crm_es.cli.at_work import Asked, at_work, chosen, day_of, on
from crm_es.cli.terminal import Form, Line, Out, moment, terminal
from crm_es.cli.users import person
from crm_es.ids import work_log_of
from crm_es.labour.periods import to_decide, to_submit
from crm_es.labour.running import running
from crm_es.runners.following import catch_up

app = typer.Typer(help="Working time: timers, entries, and what is submitted.", no_args_is_help=True)
As = Annotated[str, typer.Option("--as", help="Whose time.", metavar="LOGIN")]
What = Annotated[str, typer.Argument(help="A part of what `time list` shows, such as T-3F2A9C.")]
Kind = Annotated[str | None, typer.Option(help="Of work; as usual, where none is given.")]
Note = Annotated[str, typer.Option(help="What was done.")]
OnDay = Annotated[
    str | None, typer.Option("--day", help="Any of it; the last that is due, where none is given.", metavar="DAY")
]
Of = Annotated[str, typer.Argument(help="Whose time.", metavar="LOGIN")]
Decider = Annotated[str, typer.Option("--as", help="Who decides.", metavar="LOGIN")]
Entry = Annotated[UUID, typer.Argument(help="As `crm-es registry work-entries` shows it.", metavar="WORK_ID")]
Reason = Annotated[str, typer.Option(help="Why.")]
Since = Annotated[str | None, typer.Option("--from", help="When it began, in the company's time.", metavar="TIME")]
Until = Annotated[str | None, typer.Option("--to", help="When it ended.", metavar="TIME")]
InDay = Annotated[str | None, typer.Option("--day", help="Or on which day it was.", metavar="DAY")]
Long = Annotated[int | None, typer.Option("--minutes", min=1, help="And for how long.")]
ENTRY: Final = "SELECT starts, ends, minutes FROM work_entries WHERE person_id = %s AND work_id = %s"
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
        asked.send(StopTimer(**asked.whose, ends=moment("--at", ends, asked.book.calendar.zone)))
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
    since: Since = None,
    until: Until = None,
    day: InDay = None,
    minutes: Long = None,
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
            **when(asked, since, until, day, minutes),
            note=note,
        )
        asked.send(command)
        said = recorded(asked, work_id)
    terminal(context).answer({"work_id": work_id, "title": thing.title}, f"Recorded: {thing.title}. {said}")


@app.command()
def correct(
    context: typer.Context,
    work_id: Entry,
    *,
    login: As,
    reason: Reason,
    since: Since = None,
    until: Until = None,
    day: InDay = None,
    minutes: Long = None,
    kind: Annotated[str | None, typer.Option(help="Of work; as it was, where none is given.")] = None,
    note: Annotated[str | None, typer.Option(help="What was done; as it was, where none is given.")] = None,
) -> None:
    """Say what was otherwise, and why. What is not said stays."""
    with at_work(context, login) as asked:
        told = when(asked, since, until, day, minutes)
        asked.send(CorrectWork(**asked.whose, work_id=work_id, reason=reason, kind=kind, note=note, **told))
        said = recorded(asked, work_id)
    terminal(context).answer({"work_id": work_id}, f"Corrected. {said}")


@app.command()
def remove(context: typer.Context, work_id: Entry, *, login: As, reason: Reason) -> None:
    """Take back an entry, and say why."""
    with at_work(context, login) as asked:
        asked.send(RemoveWork(**asked.whose, work_id=work_id, reason=reason))
    terminal(context).answer({"work_id": work_id}, "Taken back.")


@app.command()
def drop(context: typer.Context, *, login: As) -> None:
    """Stop what runs by mistake, and record nothing of it."""
    with at_work(context, login) as asked:
        asked.send(DropTimer(**asked.whose))
    terminal(context).answer({"running": False}, "Nothing runs any more, and nothing is recorded of it.")


@app.command()
def submit(context: typer.Context, *, login: As, day: OnDay = None) -> None:
    """Say that all of a week or month is recorded: the supervisor is asked to approve it."""
    with at_work(context, login) as asked:
        found = asked.period(day_of("--day", day), to_submit)
        asked.send(SubmitPeriod(**asked.whose, day=found.first))
    terminal(context).answer(found._asdict(), f"Submitted: {found}.")


@app.command()
def approve(context: typer.Context, of: Of, *, login: Decider, day: OnDay = None) -> None:
    """Approve the submitted week or month of somebody below."""
    decide(context, of, login, day, ("Approved", ApprovePeriod, {}))


@app.command("return")
def give_back(context: typer.Context, of: Of, *, login: Decider, reason: Reason, day: OnDay = None) -> None:
    """Return a submitted week or month, and say what has to be put right."""
    decide(context, of, login, day, ("Returned", ReturnPeriod, {"reason": reason}))


@app.command()
def reopen(
    context: typer.Context,
    of: Of,
    *,
    login: Decider,
    reason: Reason,
    day: Annotated[str, typer.Option("--day", help="Any of it.", metavar="DAY")],
) -> None:
    """Open a week or month again: one's own while nobody approved it, afterwards that of somebody below."""
    decide(context, of, login, day, ("Open again", ReopenPeriod, {"reason": reason}))


def decide(
    context: typer.Context,
    of: str,
    login: str,
    day: str | None,
    wish: tuple[str, type[ApprovePeriod | ReturnPeriod | ReopenPeriod], dict[str, Any]],
) -> None:
    """Ask it of the period, and say whose and which it was."""
    said, command, told = wish
    with at_work(context, login) as asked:
        with asked.crm.log.datastore.get_connection() as db:
            whose = person(db, of)
        found = asked.period(day_of("--day", day), to_decide, whose)
        asked.send(command(work_log_id=work_log_of(whose), day=found.first, **told))
        name = asked.crm.reference.people[whose].name
    terminal(context).answer({"person_id": whose, **found._asdict()}, f"{said}: {name}, {found}.")


def when(asked: Asked, since: str | None, until: str | None, day: str | None, minutes: int | None) -> dict[str, Any]:
    """The time that is told: what names no zone is the company's time."""
    zone = asked.book.calendar.zone
    starts, ends = moment("--from", since, zone), moment("--to", until, zone)
    return {"starts": starts, "ends": ends, "day": day_of("--day", day), "minutes": minutes}


def recorded(asked: Asked, work_id: UUID) -> str:
    """From when until when the entry is, in the company's time."""
    catch_up(asked.crm, "work_entries")
    with asked.crm.log.datastore.get_connection() as db:
        row = db.execute(ENTRY, (asked.person_id, work_id)).fetchone()
    if row is None:
        return ""
    starts, ends = (row[name].astimezone(asked.book.calendar.zone) for name in ("starts", "ends"))
    return f"{starts:%d.%m.%Y %H:%M} to {ends:%H:%M}, {row['minutes']} minutes."
