"""Files of other systems, brought to the inbox: `crm-es import erp` and `crm-es import commerceml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_es.cli.bank import asker
from crm_es.cli.imports import DryRun, tell
from crm_es.cli.sheets import pair
from crm_es.cli.terminal import terminal
from crm_es.exchange import commerceml, erp_import, erp_sheet
from crm_es.exchange.sheets.reading import LARGEST
from crm_es.runners.worker import settle

app = typer.Typer()
SourceName = Annotated[str, typer.Option(help="What the other system is called here.")]
By = Annotated[str | None, typer.Option(help="Who brings it, by login.", metavar="PERSON")]


@app.command()
def erp(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A table: CSV, XLSX, XLS or ODS.")],
    *,
    kind: Annotated[str, typer.Option(help="What its rows tell: order-received, order-shipped, payment-received, ...")],
    source: SourceName = "erp",
    column: Annotated[
        list[str] | None, typer.Option(help="Where a field is found, as field=Heading; may be repeated.")
    ] = None,
    by: By = None,
    dry_run: DryRun = False,
) -> None:
    """Take over what an ERP wrote into a table; the same again changes nothing."""
    shown = terminal(context)
    news, columns, data = erp_sheet.kind_named(kind), dict(pair(text) for text in column or ()), content(file, LARGEST)
    with shown.company() as crm:
        summary = erp_import.of_sheet(
            crm, data, news, source, columns=columns, by=asker(crm, by) if by else None, dry_run=dry_run
        )
        settle(crm)
    tell(shown, summary.as_json(), summary.bad_rows)


@app.command("commerceml")
def commerceml_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An exchange file of 1C, such as orders.xml.")],
    *,
    source: SourceName = "1c",
    web: Annotated[bool, typer.Option("--web", help="The orders came by the web: managers are told of each.")] = False,
    by: By = None,
    dry_run: DryRun = False,
) -> None:
    """Take over orders, shipments and payments from CommerceML; the same again changes nothing."""
    shown = terminal(context)
    data = content(file, commerceml.LARGEST)
    with shown.company() as crm:
        summary = erp_import.of_commerceml(
            crm, data, source, web=web, by=asker(crm, by) if by else None, dry_run=dry_run
        )
        settle(crm)
    tell(shown, summary.as_json(), summary.bad_rows)


def content(file: Path, largest: int) -> bytes:
    """The file, and no more of it than is needed to see that it is too large."""
    with file.open("rb") as stream:
        return stream.read(largest + 1)
