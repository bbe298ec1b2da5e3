"""A webhook: an address of another system that hears what happens here, event by event, in order (X-14).

It is registered once and removed once. Paused, it hears nothing and misses nothing: resumed, it goes on where it was.
A replay lets it hear again from any position. Its secret is no fact, and is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Refused, quoted

Topics = Annotated[tuple[str, ...], Field(max_length=200, examples=[["PaymentRequestPaid"]])]
Status = Literal["active", "paused", "removed"]

# ── Events ──────────────────────────────────────────────────────────────────


class WebhookRegistered(Event):
    """From now on another system hears what happens."""

    webhook_id: UUID
    url: str
    topics: tuple[str, ...]
    """The events that it hears; all where none is named."""
    registered_by: UUID | None


class WebhookPaused(Event):
    """It hears nothing for a while: somebody wanted that, or its address did not answer."""

    webhook_id: UUID
    reason: str


class WebhookResumed(Event):
    """It hears on from where it stopped."""

    webhook_id: UUID


class WebhookReplayed(Event):
    """It hears again what it may have heard before."""

    webhook_id: UUID
    from_position: int
    times: int
    """How often it was replayed, this time included."""


class WebhookRemoved(Event):
    """It hears nothing any more."""

    webhook_id: UUID


WebhookEvent = WebhookRegistered | WebhookPaused | WebhookResumed | WebhookReplayed | WebhookRemoved

# ── Commands ────────────────────────────────────────────────────────────────


class RegisterWebhook(Command, roles={"administrator"}, opens=True, in_person=True):
    """Let another system hear what happens from now on, once its secret is made."""

    webhook_id: UUID
    url: Annotated[
        str,
        StringConstraints(pattern=r"^https?://[!-~]+$", max_length=2000),
        Field(examples=["https://hooks.example/crm"]),
    ]
    topics: Topics = ()
    """The events that it hears, by name; all where none is named."""


class PauseWebhook(Command, roles={"administrator", "effect"}, in_person=True):
    """Let it hear nothing for a while."""

    webhook_id: UUID
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class ResumeWebhook(Command, roles={"administrator"}, in_person=True):
    """Let it hear on from where it stopped."""

    webhook_id: UUID


class ReplayWebhook(Command, roles={"administrator"}, in_person=True):
    """Let it hear everything again from a position on."""

    webhook_id: UUID
    from_position: Annotated[int, Field(ge=1, lt=2**63)]


class RemoveWebhook(Command, roles={"administrator"}, in_person=True):
    """Let it hear nothing any more."""

    webhook_id: UUID


WebhookCommand = RegisterWebhook | PauseWebhook | ResumeWebhook | ReplayWebhook | RemoveWebhook

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Webhook:
    url: str
    topics: tuple[str, ...]
    status: Status = "active"
    replays: int = 0


def evolve(webhook: Webhook | None, event: WebhookEvent) -> Webhook:
    match webhook, event:
        case None, WebhookRegistered(url=url, topics=topics):
            return Webhook(url, topics)
        case Webhook(), WebhookPaused():
            return replace(webhook, status="paused")
        case Webhook(), WebhookResumed():
            return replace(webhook, status="active")
        case Webhook(), WebhookReplayed(times=times):
            return replace(webhook, replays=times)
        case Webhook(), WebhookRemoved():
            return replace(webhook, status="removed")
        case _:
            raise Corrupt(webhook, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(webhook: Webhook | None, command: WebhookCommand, context: Context) -> Iterator[WebhookEvent]:
    match command, webhook:
        case RegisterWebhook(webhook_id=webhook_id, url=url, topics=topics), None:
            check(url, topics)
            by = context.person if isinstance(context.person, UUID) else None
            yield WebhookRegistered(webhook_id=webhook_id, url=url, topics=topics, registered_by=by)
        case _, None:
            raise Refused("There is no such webhook.")
        case RegisterWebhook(url=url, topics=topics), Webhook():
            if (url, topics) != (webhook.url, webhook.topics):
                raise Refused("This webhook is registered already, with another address or other events.")
        case RemoveWebhook(webhook_id=webhook_id), Webhook():
            if webhook.status != "removed":
                yield WebhookRemoved(webhook_id=webhook_id)
        case _, Webhook(status="removed"):
            raise Refused("This webhook is removed: register another.", "webhook is removed")
        case PauseWebhook(webhook_id=webhook_id, reason=reason), Webhook():
            if webhook.status == "active":
                yield WebhookPaused(webhook_id=webhook_id, reason=reason)
        case ResumeWebhook(webhook_id=webhook_id), Webhook():
            if webhook.status == "paused":
                yield WebhookResumed(webhook_id=webhook_id)
        case ReplayWebhook(webhook_id=webhook_id, from_position=position), Webhook():
            yield WebhookReplayed(webhook_id=webhook_id, from_position=position, times=webhook.replays + 1)


def check(url: str, topics: tuple[str, ...]) -> None:
    """Refuse what nothing could ever be sent to, and events that there are not."""
    if unknown := sorted(set(topics) - Event.NAMED.keys()):
        raise Refused(
            f"There are no events called {quoted(unknown)}: the catalogue lists those there are.", "unknown events"
        )
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise Refused("This address cannot be read: give one such as https://hooks.example/crm.", "unusable address")
    if parts.username is not None or parts.fragment:
        raise Refused(
            "Leave name, password and # out of the address: it stands in the log, and each message is signed.",
            "address with a password",
        )


decider = Decider("webhook", "webhooks", get_args(WebhookCommand), decide, evolve)
