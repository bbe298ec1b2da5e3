"""What an invoice says: `crm-es read`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_es.cli.terminal import terminal
from crm_es.exchange.invoice_reading import LARGEST
from crm_es.exchange.invoice_reading import read as read_invoice

app = typer.Typer()


@app.command()
def read(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A PDF, a photo of its payment code, or the code's text.")],
) -> None:
    """Print what an invoice says: each field, how sure it is, and where it stood. Nothing is recorded."""
    shown = terminal(context)
    with file.open("rb") as content:
        told = read_invoice(content.read(LARGEST + 1), file.name)
    if shown.as_json:
        shown.answer(told.model_dump(mode="json"))
        return
    shown.lines(
        "fields",
        [
            {
                "field": one.field,
                "value": one.value,
                "confidence": f"{one.confidence:.0%}",
                "page": one.place.page,
                "place": one.place.text,
            }
            for one in told.fields
        ],
    )
    for doubt in told.doubts:
        shown.say(doubt)
