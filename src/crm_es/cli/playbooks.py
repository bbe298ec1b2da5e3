"""How the company works, as a file: `crm-es playbook`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.cli.terminal import Form, Out, administration, terminal
from crm_es.exchange.playbook_yaml import dump, load
from crm_es.exchange.stage_library import library
from crm_es.messages import Refused
from crm_es.runners.playbook_moves import move_deals
from crm_es.runners.worker import settle

app = typer.Typer(help="How the company works, as a file.", no_args_is_help=True)
LOOKED_AT: Final = ("title", "owner", "pipeline", "stage", "from_version", "outcome", "why")
File = Annotated[Path, typer.Argument(help="A playbook in YAML.")]


@app.command()
def show(
    context: typer.Context,
    *,
    version: Annotated[
        int | None, typer.Option(help="An earlier version; the one in force where none is given.")
    ] = None,
) -> None:
    """Print the playbook."""
    shown = terminal(context)
    with shown.company() as crm:
        reference = crm.reference
    number = reference.version if version is None else version
    if number not in reference.playbooks:
        raise Refused(f"There is no version {number} of the playbook: {reference.version} is the newest.", "no version")
    playbook = reference.playbooks[number]
    shown.answer({"version": number, "playbook": playbook.model_dump(mode="json")}, dump(playbook).rstrip())


@app.command()
def validate(context: typer.Context, file: File) -> None:
    """Look whether a file is a right playbook."""
    playbook = load(file.read_text(encoding="utf-8"))
    pipelines = [pipeline.name for pipeline in playbook.pipelines]
    sentence = f"{playbook.name} is right. Pipelines: {', '.join(pipelines)}."
    terminal(context).answer({"name": playbook.name, "pipelines": pipelines}, sentence)


@app.command()
def publish(context: typer.Context, file: File) -> None:
    """Put a playbook in force. Running cases keep the version that they started on."""
    shown, playbook = terminal(context), load(file.read_text(encoding="utf-8"))
    with shown.company() as crm:
        receipt = crm.handle(PublishPlaybook(playbook=playbook), administration())
        settle(crm)
    facts = {"version": receipt.version, "position": receipt.position}
    shown.answer(facts, f"Version {receipt.version} of the playbook is in force.")


@app.command()
def adopt(
    context: typer.Context,
    *,
    pipeline: Annotated[str | None, typer.Option(help="Only deals of this one.")] = None,
    form: Form = "table",
    out: Out = None,
) -> None:
    """Move running deals of older versions to the playbook in force, and show which stay and why."""
    shown = terminal(context)
    with shown.company() as crm:
        settle(crm)
        lines = move_deals(crm, administration(), pipeline=pipeline)
        settle(crm)
        version = crm.reference.version
    moved = sum(line["outcome"] == "moved" for line in lines)
    for_people = form == "table" and not shown.as_json
    rows = [{name: line[name] for name in LOOKED_AT} for line in lines] if for_people else lines
    shown.lines("rows", rows, form, out, version=version, moved=moved, stayed=len(lines) - moved)
    shown.say(f"{moved} of {len(lines)} deals of older versions go by version {version} now.")


@app.command()
def stages(context: typer.Context, *, form: Form = "table", out: Out = None) -> None:
    """Show the stage library: `- use: NAME` in a playbook takes a stage from it."""
    shown = terminal(context)
    lines = [stage.model_dump(mode="json") for stage in library()]
    if form == "table" and not shown.as_json:
        lines = [line | {"tasks": [task["what"] for task in line["tasks"]]} for line in lines]
    shown.lines("stages", lines, form, out)
