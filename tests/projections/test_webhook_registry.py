"""Which other systems hear what happens, and from where (X-14)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples import ADMIN, ID, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.webhook import (
    WebhookPaused,
    WebhookRegistered,
    WebhookRemoved,
    WebhookReplayed,
    WebhookResumed,
)
from crm_es.messages import Corrupt
from crm_es.projections import webhook_registry
from crm_es.projections.webhook_registry import Webhook

URL = "https://hooks.example/crm"
registered = recorded(
    WebhookRegistered(webhook_id=ID, url=URL, topics=("DealWon",), registered_by=ADMIN), MONDAY, position=7
)
paused = recorded(WebhookPaused(webhook_id=ID, reason="It answers 500."), TUESDAY)
row = Webhook(ID, URL, ("DealWon",), "active", ADMIN, MONDAY, 7, f"webhook/{ID}/0")


def test_a_webhook_hears_what_comes_after_it_was_registered() -> None:
    assert fold(webhook_registry, registered) == {ID: row}


def test_a_pause_tells_why() -> None:
    stopped = replace(row, status="paused", paused_because="It answers 500.")
    assert fold(webhook_registry, registered, paused) == {ID: stopped}
    assert fold(webhook_registry, registered, paused, recorded(WebhookResumed(webhook_id=ID))) == {ID: row}


def test_a_replay_reads_from_another_place() -> None:
    replayed = recorded(WebhookReplayed(webhook_id=ID, from_position=3, times=2))
    assert fold(webhook_registry, registered, replayed) == {ID: replace(row, since=2, reading=f"webhook/{ID}/2")}


def test_what_was_removed_stays_to_be_seen() -> None:
    removed = recorded(WebhookRemoved(webhook_id=ID))
    assert fold(webhook_registry, registered, paused, removed) == {ID: replace(row, status="removed")}


def test_nothing_happens_to_what_was_not_registered() -> None:
    with pytest.raises(Corrupt):
        fold(webhook_registry, paused)
