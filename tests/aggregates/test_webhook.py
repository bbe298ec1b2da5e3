"""What a webhook promises (X-14)."""

from __future__ import annotations

import pytest
from examples import ADMIN, ID, admin, effect, machine
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import webhook
from crm_es.aggregates.webhook import (
    PauseWebhook,
    RegisterWebhook,
    RemoveWebhook,
    ReplayWebhook,
    ResumeWebhook,
    WebhookPaused,
    WebhookRegistered,
    WebhookRemoved,
    WebhookReplayed,
    WebhookResumed,
)

spec = Spec(webhook.decider, admin())
URL = "https://hooks.example/crm?from=us"
register = RegisterWebhook(webhook_id=ID, url=URL, topics=("DealWon",))
pause, resume, remove = (
    PauseWebhook(webhook_id=ID, reason="Holidays"),
    ResumeWebhook(webhook_id=ID),
    RemoveWebhook(webhook_id=ID),
)
replay = ReplayWebhook(webhook_id=ID, from_position=5)

registered = WebhookRegistered(webhook_id=ID, url=URL, topics=("DealWon",), registered_by=ADMIN)
paused, resumed, removed = (
    WebhookPaused(webhook_id=ID, reason="Holidays"),
    WebhookResumed(webhook_id=ID),
    WebhookRemoved(webhook_id=ID),
)
replayed = WebhookReplayed(webhook_id=ID, from_position=5, times=1)


def test_a_webhook_is_registered_once() -> None:
    spec.given().when(register).then(registered)
    spec.given(registered).when(register).then_nothing()
    spec.given(registered).when(register.model_copy(update={"topics": ()})).then_refused("registered already")
    spec.given(registered).when(register.model_copy(update={"url": "https://x.example"})).then_refused(
        "another address"
    )


def test_the_command_line_registers_too() -> None:
    spec.given().when(register, machine("administrator")).then(registered.model_copy(update={"registered_by": None}))


def test_it_hears_events_that_there_are_only() -> None:
    spec.given().when(register.model_copy(update={"topics": ("DealWon", "DealLoved")})).then_refused(
        "no events called 'DealLoved'", "catalogue", rule="unknown events"
    )


@pytest.mark.parametrize("url", ["https://", "https://:80/", "http://[::1", "https://x.example:99999/", "https://x:0/"])
def test_an_address_can_be_read(url: str) -> None:
    spec.given().when(register.model_copy(update={"url": url})).then_refused("cannot be read", rule="unusable address")


@pytest.mark.parametrize("url", ["https://ann:secret@x.example/", "https://@x.example/", "https://x.example/#part"])
def test_no_password_stands_in_an_address(url: str) -> None:
    spec.given().when(register.model_copy(update={"url": url})).then_refused("Leave name, password")


@pytest.mark.parametrize("url", ["ftp://x.example", "x.example", "https://x y", "https://x\n", "https://пример.рф", ""])
def test_what_is_no_address_is_not_taken(url: str) -> None:
    with pytest.raises(ValidationError):
        RegisterWebhook(webhook_id=ID, url=url)


def test_it_is_paused_and_resumed() -> None:
    spec.given(registered).when(pause).then(paused)
    spec.given(registered, paused).when(pause).then_nothing()
    spec.given(registered, paused).when(resume).then(resumed)
    spec.given(registered).when(resume).then_nothing()
    spec.given(registered, paused, resumed).when(pause, effect()).then(paused)


def test_each_replay_is_counted() -> None:
    spec.given(registered).when(replay).then(replayed)
    spec.given(registered, replayed, paused).when(replay).then(replayed.model_copy(update={"times": 2}))


def test_a_removed_webhook_never_changes_again() -> None:
    spec.given(registered).when(remove).then(removed)
    spec.given(registered, removed).when(remove).then_nothing()
    for command in (pause, resume, replay):
        spec.given(registered, removed).when(command).then_refused("removed", rule="webhook is removed")


def test_there_is_nothing_to_pause_before_it_is_registered() -> None:
    for command in (pause, resume, replay, remove):
        spec.given().when(command).then_refused("no such webhook")
