"""Other systems that hear what happens: `crm-es webhooks`."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID, uuid4

import typer

from crm_es.aggregates.webhook import (
    PauseWebhook,
    RegisterWebhook,
    RemoveWebhook,
    ReplayWebhook,
    ResumeWebhook,
    WebhookCommand,
)
from crm_es.cli.terminal import administration, terminal
from crm_es.runners.worker import settle
from crm_es.store.webhooks import create_tables, make_secret

app = typer.Typer(help="Other systems that hear what happens.", no_args_is_help=True)
Webhook = Annotated[UUID, typer.Argument(help="Which one: `crm-es registry webhooks` lists them.", metavar="ID")]


@app.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The address that hears.")],
    *,
    topic: Annotated[list[str] | None, typer.Option(help="An event that it hears; may be repeated.")] = None,
) -> None:
    """Let another system hear what happens from now on. Its secret is told this once."""
    shown, webhook_id = terminal(context), uuid4()
    register = RegisterWebhook(webhook_id=webhook_id, url=url, topics=tuple(topic or ()))
    with shown.company() as crm:
        crm.handle(register, administration())
        with crm.log.datastore.get_connection() as db:
            create_tables(db)
            secret = make_secret(db, webhook_id)
        settle(crm)
    shown.answer({"webhook_id": webhook_id, "secret": secret}, f"Webhook {webhook_id} hears. Its secret is {secret}")


@app.command()
def pause(
    context: typer.Context, webhook: Webhook, *, reason: Annotated[str, typer.Option(help="Why it shall not hear.")]
) -> None:
    """Let it hear nothing for a while."""
    ask(context, PauseWebhook(webhook_id=webhook, reason=reason), "is paused")


@app.command()
def resume(context: typer.Context, webhook: Webhook) -> None:
    """Let it hear on from where it stopped."""
    ask(context, ResumeWebhook(webhook_id=webhook), "hears on")


@app.command()
def replay(
    context: typer.Context,
    webhook: Webhook,
    *,
    position: Annotated[int, typer.Option("--from", min=1, help="The position of the first event that it hears.")],
) -> None:
    """Let it hear everything again from a position on."""
    ask(context, ReplayWebhook(webhook_id=webhook, from_position=position), f"hears again from {position} on")


@app.command()
def remove(context: typer.Context, webhook: Webhook) -> None:
    """Let it hear nothing any more."""
    ask(context, RemoveWebhook(webhook_id=webhook), "is removed")


def ask(context: typer.Context, command: WebhookCommand, told: str) -> None:
    shown = terminal(context)
    with shown.company() as crm:
        receipt = crm.handle(command, administration())
        settle(crm)
    facts = {"webhook_id": command.webhook_id, "position": receipt.position}
    shown.answer(facts, f"Webhook {command.webhook_id} {told}.")
