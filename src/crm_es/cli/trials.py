"""What a playbook would do, and whether it is lived by: `playbook try`, `adoption` and `report adoption`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

import typer

from crm_es.adoption_report import adoption as adoption_report
from crm_es.cli.playbooks import File
from crm_es.cli.playbooks import app as playbook
from crm_es.cli.reports import Since, Until, day, reports
from crm_es.cli.terminal import Form, Line, Out, terminal
from crm_es.exchange.playbook_yaml import load
from crm_es.messages import Refused
from crm_es.trial import Outcome, adoption_plan, months_before, tried

app = typer.Typer()
Months = Annotated[int, typer.Option(min=1, max=120, help="How much of the log it is tried on, up to now.")]
PEOPLE, TOTALS, LINES = "people", "totals", "lines"
PARTS: Final = ("entries", "weeks", "blocking", "exemptions")
DAYS: Final = timedelta(days=30)


@playbook.command("try")
def try_(
    context: typer.Context,
    file: File,
    *,
    months: Months = 3,
    show: Annotated[str, typer.Option(help="totals, people or lines.")] = TOTALS,
    every: Annotated[bool, typer.Option("--every", help="Also lines that would have been the same.")] = False,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Try a playbook on the last months: what it would have asked of whom, against what was. Nothing is recorded."""
    shown, wanted = terminal(context), load(file.read_text(encoding="utf-8"))
    tables = {TOTALS: Outcome.totals, PEOPLE: Outcome.by_person, LINES: Outcome.lines}
    if show not in tables:
        raise typer.BadParameter(f"A trial shows {TOTALS}, {PEOPLE} or {LINES}, and not {show}.")
    until = datetime.now(UTC)
    since = months_before(until, months)
    with shown.company() as crm, shown.progress("trying") as progress:
        outcome = tried(crm.log.database, wanted, since, until, every=every, progress=progress)
    if shown.as_json or form == "json":
        facts = {"since": outcome.since, "until": outcome.until, "events": outcome.events}
        beside = {TOTALS: outcome.totals(), PEOPLE: outcome.by_person(), "left_out": outcome.left_out}
        shown.lines(LINES, outcome.lines(), "json", None, **facts, differing=outcome.differing, **beside)
        return
    lines = tables[show](outcome)
    shown.lines(show, [short(line) for line in lines] if form == "table" else lines, form, out)
    if form == "table":
        shown.say(sentence(outcome))


def sentence(outcome: Outcome) -> str:
    what = f"{outcome.differing} things would have been otherwise" if outcome.differing else "Nothing would differ"
    return f"{what} since {outcome.since:%Y-%m-%d}, in {outcome.events} events."


@app.command()
def adoption(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A playbook in YAML; else the one in force.")] = None,
    *,
    months: Months = 3,
    candidates: Annotated[bool, typer.Option("--candidates", help="Also kinds that close nothing yet.")] = False,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print the gates of a playbook as a plan, and beside each step what it would have done in the last months."""
    shown = terminal(context)
    until = datetime.now(UTC)
    with shown.company() as crm, shown.progress("trying") as progress:
        current = crm.reference
        wanted = load(file.read_text(encoding="utf-8")) if file else current.playbooks.get(current.version)
        if wanted is None:
            raise Refused("No playbook is published yet: publish one with `crm-es playbook publish FILE`.")
        since = months_before(until, months)
        lines = adoption_plan(crm.log.database, current, wanted, since, until, candidates=candidates, progress=progress)
    for_people = form == "table" and not shown.as_json
    shown.lines("steps", [short(line) for line in lines] if for_people else lines, form, out)


@reports.command("adoption")
def used(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    show: Annotated[str, typer.Option(help=f"{', '.join(PARTS[:-1])} or {PARTS[-1]}.")] = PARTS[0],
    form: Form = "table",
    out: Out = None,
) -> None:
    """Print who opens and closes entries of notebooks, how old they grow, and what keeps desks closed."""
    shown, now = terminal(context), datetime.now(UTC)
    if show not in PARTS:
        raise typer.BadParameter(f"The report shows {', '.join(PARTS[:-1])} or {PARTS[-1]}, and not {show}.")
    last = day("--to", until) or now.date()
    first = day("--from", since) or last - DAYS
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        found = adoption_report(db, now, since=first, until=last)
    if shown.as_json:
        shown.answer({"since": first, "until": last, **found})
    else:
        shown.lines(show, [short(line) for line in found[show]] if form == "table" else found[show], form, out)


def short(line: Line) -> Line:
    """What people look at: names instead of ids, and no addresses."""
    return {name: value for name, value in line.items() if not name.endswith(("_id", "query"))}
