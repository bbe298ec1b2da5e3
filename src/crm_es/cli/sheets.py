"""Lists from spreadsheets: `crm-es sheet`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final
from uuid import UUID

import typer

from crm_es.cli.bank import asker
from crm_es.cli.terminal import terminal
from crm_es.exchange.sheets import taking
from crm_es.exchange.sheets.kinds import FIELDS
from crm_es.exchange.sheets.reading import LARGEST
from crm_es.exchange.sheets.results import Result
from crm_es.messages import Refused, quoted
from crm_es.runners.worker import settle

app = typer.Typer(
    help="Lists that were kept in spreadsheets: clients, contacts, deals, tasks, time, prices.", no_args_is_help=True
)
SHOWN: Final = 20
As = Annotated[str, typer.Option("--as", help="The login of whoever brings it: rows are decided by what they may do.")]


@app.command()
def columns(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="clients, contacts, deals, tasks, time or prices.")],
) -> None:
    """What rows may tell. Columns are found by their headings, in Russian or English."""
    if kind not in FIELDS:
        raise Refused(f"There is no kind of sheet {kind!r}: take one of {quoted(FIELDS)}.", "no such kind of sheet")
    told = [{"field": f.name, "needed": f.needed, "meaning": f.meaning} for f in FIELDS[kind]]
    terminal(context).lines("fields", told)


@app.command("import")
def import_(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="clients, contacts, deals, tasks, time or prices.")],
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, XLS or ODS: the first sheet, with a heading.")],
    *,
    login: As,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="FIELD=HEADING, where the heading is not understood.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what it would bring, and record nothing.")] = False,
    twins: Annotated[bool, typer.Option("--twins", help="Take rows too that look like something known.")] = False,
) -> None:
    """Take a list over. What is known already is passed over; what is wrong is told by row."""
    shown = terminal(context)
    said = dict(pair(text) for text in column or ())
    if file.stat().st_size > LARGEST:
        raise Refused(f"The file is larger than {LARGEST // 1024 // 1024} MB: divide it.", "a sheet of a fair size")
    with shown.company() as crm, shown.progress(file.name) as progress:
        by = asker(crm, login)
        summary = taking.take(
            crm,
            file.read_bytes(),
            kind,
            by,
            name=file.name,
            columns=said,
            twins_too=twins,
            dry_run=dry_run,
            progress=progress,
        )
        settle(crm)
    told = [f"{field}: {heading}" for field, heading in summary.columns.items() if heading]
    told += [f"{outcome}: {count}" for outcome, count in summary.counts.items() if count]
    told += problems(summary.rows)
    if summary.sheet_import_id:
        told.append(f"import: {summary.sheet_import_id} (crm-es sheet revert takes it back)")
    shown.answer(summary.as_json(), "\n".join(told))


@app.command()
def revert(
    context: typer.Context,
    import_id: Annotated[UUID, typer.Argument(help="As the import told it; also in `crm-es show sheet-imports`.")],
    *,
    login: As,
    reason: Annotated[str, typer.Option(help="Why.")],
) -> None:
    """Take back what a list brought. What has come of it in the meantime stays, and is told."""
    shown = terminal(context)
    with shown.company() as crm:
        by = asker(crm, login)
        rows = taking.revert(crm, import_id, by, reason)
        settle(crm)
    left = [row for row in rows if row.outcome == "refused"]
    facts = {
        "taken_back": len(rows) - len(left),
        "left": [{"label": r.label, "record_id": r.record_id, "why": r.why} for r in left],
    }
    shown.answer(facts, "\n".join([f"taken back: {len(rows) - len(left)}", *problems(left)]))


def pair(text: str) -> tuple[str, str]:
    field, equals, heading = text.partition("=")
    if not equals:
        raise Refused(f"{text!r} names no column: write it as name=Heading.", "FIELD=HEADING")
    return field.strip(), heading.strip()


def problems(rows: list[Result]) -> list[str]:
    wrong = [row for row in rows if row.why]
    told = [f"row {row.line}, {row.label}: {row.outcome}, {row.why}" for row in wrong[:SHOWN]]
    return [*told, f"and {len(wrong) - SHOWN} more, which --json shows"] if len(wrong) > SHOWN else told
