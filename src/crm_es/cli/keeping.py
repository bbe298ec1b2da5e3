"""Keeping a company safe, and making one to look at: backup, restore, demo; and its API described."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_es.cli.terminal import print_text, terminal
from crm_es.demo import make_demo, sign_ins
from crm_es.files.folder import Folder
from crm_es.settings import database, file_store
from crm_es.store import backup as store

app = typer.Typer()


@app.command()
def backup(context: typer.Context, file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write everything the company has into a file, while work goes on. Files in a bucket stay there."""
    shown = terminal(context)
    files = file_store(shown.settings)
    contents = files.contents() if isinstance(files, Folder) else ()
    with database(shown.settings) as url:
        count = store.backup(url, shown.settings.company, file, contents)
    facts = {"file": str(file), "company": shown.settings.company, "bytes": file.stat().st_size, "files": count}
    elsewhere = "" if isinstance(files, Folder) else f" Its files are not: keep {shown.settings.files} safe too."
    shown.answer(facts, f"{shown.settings.company} is in {file}, with {count} files.{elsewhere}")


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Set aside what the company has now.")] = False,
) -> None:
    """Bring the company back from a file; its servers and workers must be stopped."""
    shown = terminal(context)
    with database(shown.settings) as url:
        bring_back = file_store(shown.settings).bring_back
        kept = store.restore(url, shown.settings.company, file, bring_back, replace=replace)
    aside = f" What it had is kept as {kept}." if kept else ""
    shown.answer({"company": shown.settings.company, "kept": kept}, f"{shown.settings.company} is back.{aside}")


@app.command()
def demo(context: typer.Context) -> None:
    """Fill an empty company with three months of made-up work, up to this hour."""
    shown = terminal(context)
    with shown.company() as crm:
        with shown.progress("Three months pass") as progress:
            made = make_demo(crm, progress)
        people = sign_ins(crm)
    if made.new:
        shown.say(f"The demo company is ready: {made.events} events. Everybody's password is shown below.")
    else:
        shown.say("This company has a history already: nothing was changed.")
    shown.lines("people", people, new=made.new, events=made.events, refused=made.refused)


@app.command()
def openapi(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to write it; it is printed where none is given.")] = None,
) -> None:
    """Describe the API, as programs read it."""
    from crm_es.api.app import create_app  # noqa: PLC0415 - FastAPI is slow to import, other commands do without
    from crm_es.api.openapi import text_of  # noqa: PLC0415

    shown = terminal(context)
    with shown.company() as crm:
        text = text_of(create_app(crm))
    if file is None:
        print_text(text.rstrip())
    else:
        file.write_text(text, encoding="utf-8")
        shown.answer({"file": str(file)}, f"The API is described in {file}.")
