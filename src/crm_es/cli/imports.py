"""Histories of other systems, replayed, and lists of others taken over: `crm-es import`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from crm_es.cli.terminal import Terminal, as_cell, terminal
from crm_es.exchange import banks_import, deals_import, loans_import, payments_import
from crm_es.exchange.summary import BadRow

imports = typer.Typer(help="Histories and lists of others, taken in as commands.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(imports, name="import")
SHOWN: Final = 20
"""Bad rows that people are shown."""
DryRun = Annotated[bool, typer.Option("--dry-run", help="Decide everything and record nothing.")]


@imports.command()
def payments(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An event log: .xes or .csv, packed as .gz or not.")],
    *,
    playbook: Annotated[Path, typer.Option(help="The playbook whose rules they are decided by.")],
    dry_run: DryRun = False,
) -> None:
    """Replay requests for payment."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress(file.name) as progress:
        summary = payments_import.run(crm, file, playbook, dry_run, progress)
    tell(shown, summary.as_json(), summary.bad_rows)


@imports.command()
def loans(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An event log: .xes or .csv, packed as .gz or not.")],
    *,
    playbook: Annotated[Path, typer.Option(help="The playbook with the pipeline of loans.")],
    dry_run: DryRun = False,
) -> None:
    """Replay applications for loans: deals, their offers, and the work on them."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress(file.name) as progress:
        summary = loans_import.run(crm, file, playbook, dry_run, progress)
    tell(shown, summary.as_json(), summary.bad_rows)


@imports.command()
def deals(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The pipeline: one row for each deal.")],
    *,
    accounts: Annotated[Path, typer.Option(help="The clients.")],
    products: Annotated[Path, typer.Option(help="The products with their prices.")],
    teams: Annotated[Path, typer.Option(help="The managers with their supervisors.")],
    tolerance: Annotated[
        float, typer.Option(min=0, max=1, help="How far below list price needs no approval; 0.1 is ten per cent.")
    ] = 0.1,
    dry_run: DryRun = False,
) -> None:
    """Replay a sales pipeline."""
    shown = terminal(context)
    with shown.company() as crm, shown.progress(file.name) as progress:
        summary = deals_import.run(
            crm,
            file,
            accounts,
            products,
            teams,
            tolerance=Decimal(str(tolerance)),
            dry_run=dry_run,
            progress=progress,
        )
    tell(shown, summary.as_json(), summary.bad_rows)


@imports.command()
def banks(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The Bank of Russia's ED807: .xml, or packed as .gz or .zip.")],
    *,
    dry_run: DryRun = False,
) -> None:
    """Bring the bank directory up to date."""
    shown = terminal(context)
    with shown.company() as crm:
        summary = banks_import.run(crm, file, dry_run)
    tell(shown, summary.as_json(), summary.bad_rows)


def tell(shown: Terminal, facts: Mapping[str, Any], bad_rows: Sequence[BadRow]) -> None:
    """What came of it, one line for each number."""
    counted = {**facts, "bad_rows": len(bad_rows)}
    told = [f"{name.replace('_', ' ')}: {as_cell(value) or 'none'}" for name, value in counted.items()]
    told += [f"line {row.line}: {row.reason}" for row in bad_rows[:SHOWN]]
    if len(bad_rows) > SHOWN:
        told.append(f"and {len(bad_rows) - SHOWN} more bad rows, which --json shows")
    shown.answer(facts, "\n".join(told))
