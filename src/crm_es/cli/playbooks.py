"""How the company works, as a file: `crm-es playbook`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.cli.terminal import administration, terminal
from crm_es.exchange.playbook_yaml import dump, load
from crm_es.messages import Refused
from crm_es.runners.worker import settle

app = typer.Typer(help="How the company works, as a file.", no_args_is_help=True)
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
