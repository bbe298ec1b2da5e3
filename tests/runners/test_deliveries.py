"""Other systems hear what happens, in order, signed, again if need be; one that fails holds up only itself (X-14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from calling import by_ann, met
from examples import ADMIN, CLIENT, administration
from listening import Listener, listening
from ringing import QUICK, waiting

from crm_es.aggregates.client import RenameClient
from crm_es.aggregates.webhook import (
    PauseWebhook,
    RegisterWebhook,
    RemoveWebhook,
    ReplayWebhook,
    ResumeWebhook,
)
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Command
from crm_es.runners.webhooks import Listening, heard_by
from crm_es.runners.worker import Worker, begin_effects, settle
from crm_es.settings import Settings
from crm_es.store import webhooks

HURRIED: dict[str, Any] = {
    "webhooks_private": True,
    "effect_seconds": 0.3,
    "effect_wait": 0.05,
    "effect_attempts": 4,
}


class Told:
    """A company with webhooks."""

    def __init__(self, crm: Crm, stack: ExitStack) -> None:
        self.crm, self.stack = crm, stack
        begin_effects(crm.log)

    def webhook(self, webhook_id: UUID, *topics: str, url: str | None = None) -> Listener:
        listener = self.stack.enter_context(listening(Listener()))
        self.ask(RegisterWebhook(webhook_id=webhook_id, url=url or listener.url, topics=topics))
        with self.crm.log.datastore.get_connection() as db:
            listener.secret = webhooks.make_secret(db, webhook_id)
        return listener

    def ask(self, command: Command) -> int:
        context = Context(by=ADMIN, at=administration().at)
        position = self.crm.handle(command, context).position
        settle(self.crm)
        return position

    @contextmanager
    def work(self, **settings: Any) -> Iterator[None]:
        worker = Worker(self.crm, Settings(**HURRIED | settings), QUICK)
        worker.start()
        try:
            yield
        finally:
            worker.stop()

    def place(self, webhook_id: UUID, reading: int = 0) -> int:
        return self.crm.log.position(f"webhook/{webhook_id}/{reading}")

    def rows(self) -> dict[UUID, dict[str, Any]]:
        with self.crm.log.datastore.get_connection() as db:
            return {row["webhook_id"]: row for row in db.execute("SELECT * FROM webhook_registry").fetchall()}


@pytest.fixture
def told(staffed: Crm) -> Iterator[Told]:
    with ExitStack() as stack:
        yield Told(staffed, stack)


def until(happened: Callable[[], bool], seconds: float = 10) -> None:
    start = monotonic()
    while not happened():
        assert monotonic() < start + seconds
        sleep(0.01)


ONE, OTHER = UUID(int=71), UUID(int=72)


def test_what_happens_is_told_in_order_and_signed(told: Told) -> None:
    listener, clients = told.webhook(ONE), [uuid4() for _ in range(5)]
    with told.work():
        met(told.crm, *clients)
        until(lambda: len(listener.heard) == 5)
        until(lambda: told.place(ONE) == told.crm.log.head())
    first = listener.heard[0]
    with told.crm.log.datastore.get_connection() as db:
        row = db.execute("SELECT * FROM events WHERE originator_id = %s", (clients[0],)).fetchone()
    assert row is not None
    assert first == {
        "type": "ClientMet",
        "position": row["notification_id"],
        "stream": str(clients[0]),
        "version": 1,
        "occurred_at": "2026-11-23T09:00:00Z",
        "recorded_at": row["recorded_at"].isoformat().replace("+00:00", "Z"),
        "actor": row["actor"],
        "data": first["data"],
    }
    assert (first["data"]["client_id"], first["data"]["name"]) == (str(clients[0]), "Acme")
    assert [heard["stream"] for heard in listener.heard] == list(map(str, clients))
    assert listener.ids == [str(derived(ONE, heard["position"])) for heard in listener.heard]


def test_only_the_events_that_it_wants_are_told_and_it_moves_on_past_others(told: Told) -> None:
    listener = told.webhook(ONE, "ClientRenamed")
    with told.work():
        met(told.crm, CLIENT)
        told.crm.handle(RenameClient(client_id=CLIENT, name="Acme Ltd"), by_ann())
        met(told.crm, uuid4())
        until(lambda: told.place(ONE) == told.crm.log.head())
    assert listener.types == ["ClientRenamed"]


def test_what_happened_before_it_was_registered_is_not_told(told: Told) -> None:
    met(told.crm, uuid4())
    listener = told.webhook(ONE)
    with told.work():
        sleep(0.2)
    assert listener.calls == 0


def test_without_a_secret_nothing_is_told(told: Told) -> None:
    listener = told.webhook(ONE)
    with told.crm.log.datastore.get_connection() as db:
        db.execute("DELETE FROM webhook_secrets")
        with told.work():
            met(told.crm, uuid4())
            sleep(0.2)
            assert listener.calls == 0
            listener.secret = webhooks.make_secret(db, ONE)
            until(lambda: listener.types == ["ClientMet"])


@pytest.mark.parametrize("mood", [500, 429, 302, "hang", "drop"])
def test_what_fails_is_told_again_and_nothing_is_left_out(told: Told, mood: int | str) -> None:
    """A redirection is not followed: it would lead past what was looked at."""
    listener, clients = told.webhook(ONE), [uuid4() for _ in range(3)]
    listener.moods = [204, mood, mood]
    with told.work():
        met(told.crm, *clients)
        until(lambda: len(listener.heard) == 3)
    assert [heard["stream"] for heard in listener.heard] == list(map(str, clients))
    assert (len(set(listener.ids)), listener.calls) == (3, 5)
    assert told.rows()[ONE]["status"] == "active"


def test_who_fails_too_often_is_paused_and_goes_on_where_it_stopped(told: Told) -> None:
    listener, clients = told.webhook(ONE, "ClientMet"), [uuid4() for _ in range(3)]
    listener.moods = [204, *[503] * 5]
    met(told.crm, *clients)
    with told.work():
        until(lambda: told.rows()[ONE]["status"] == "paused")
        until(lambda: waiting(told.crm) == [])
        assert told.rows()[ONE]["paused_because"] == "Tried 4 times: It answers 503."
        assert listener.calls == 6, "after what was taken, failures are counted anew"
        told.ask(ResumeWebhook(webhook_id=ONE))
        until(lambda: len(listener.heard) == 3)
    assert [heard["stream"] for heard in listener.heard] == list(map(str, clients))
    with told.crm.log.datastore.get_connection() as db:
        (paused,) = db.execute("SELECT actor FROM events WHERE topic = 'WebhookPaused'").fetchall()
    assert paused["actor"] == "webhooks"


def test_one_that_fails_holds_up_only_itself(told: Told) -> None:
    good, bad = told.webhook(ONE), told.webhook(OTHER)
    bad.always = "hang"
    with told.work(effect_attempts=50):
        start = monotonic()
        met(told.crm, *[uuid4() for _ in range(10)])
        until(lambda: good.types.count("ClientMet") == 10)
        assert monotonic() - start < 3
        bad.always = 204
        until(lambda: bad.types.count("ClientMet") == 10)


def test_who_is_gone_is_paused_at_once(told: Told) -> None:
    listener = told.webhook(ONE)
    listener.always = 410
    with told.work():
        met(told.crm, uuid4())
        until(lambda: told.rows()[ONE]["status"] == "paused")
    assert listener.calls == 1
    assert "410" in told.rows()[ONE]["paused_because"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "169.254.169.254"])
def test_no_webhook_leads_into_a_network_that_is_not_public(told: Told, host: str) -> None:
    listener = told.webhook(ONE, url=f"http://{host}:9/")
    with told.work(webhooks_private=False):
        met(told.crm, uuid4())
        until(lambda: told.rows()[ONE]["status"] == "paused")
    assert "not public" in told.rows()[ONE]["paused_because"]
    assert listener.calls == 0


def test_a_replay_tells_again_from_a_position(told: Told) -> None:
    listener, clients = told.webhook(ONE, "ClientMet"), [uuid4() for _ in range(4)]
    with told.work():
        met(told.crm, *clients)
        until(lambda: len(listener.heard) == 4)
        third = listener.heard[2]["position"]
        told.ask(ReplayWebhook(webhook_id=ONE, from_position=third))
        until(lambda: len(listener.heard) == 6)
        told.ask(ReplayWebhook(webhook_id=ONE, from_position=1))
        until(lambda: len(listener.heard) == 10)
        until(lambda: told.place(ONE, 2) == told.crm.log.head())
    assert [heard["stream"] for heard in listener.heard[4:6]] == [str(client) for client in clients[2:]]
    assert listener.ids[4:6] == listener.ids[2:4], "it can tell what it heard before"
    assert (told.place(ONE, 0), told.place(ONE, 1)) == (0, 0), "former places are forgotten"


def test_a_replay_from_what_has_not_happened_yet_leaves_nothing_out(told: Told) -> None:
    listener = told.webhook(ONE, "ClientMet")
    told.ask(ReplayWebhook(webhook_id=ONE, from_position=10**9))
    with told.work():
        until(lambda: told.place(ONE, 1) > 0)
        met(told.crm, uuid4())
        until(lambda: listener.types == ["ClientMet"])


def test_paused_it_hears_nothing_and_misses_nothing(told: Told) -> None:
    listener = told.webhook(ONE, "ClientMet")
    told.ask(PauseWebhook(webhook_id=ONE, reason="We move house"))
    with told.work():
        met(told.crm, uuid4())
        sleep(0.2)
        assert listener.calls == 0
        told.ask(ResumeWebhook(webhook_id=ONE))
        until(lambda: listener.types == ["ClientMet"])


def test_removed_it_hears_nothing_any_more(told: Told) -> None:
    listener = told.webhook(ONE, "ClientMet")
    with told.work():
        met(told.crm, uuid4())
        until(lambda: listener.calls == 1)
        told.ask(RemoveWebhook(webhook_id=ONE))
        met(told.crm, uuid4())
        sleep(0.2)
    assert listener.calls == 1
    assert told.place(ONE) == 0


def test_two_workers_tell_each_event_once(told: Told) -> None:
    listener = told.webhook(ONE, "ClientMet")
    with told.work(), told.work():
        for _ in range(20):
            met(told.crm, uuid4())
        until(lambda: len(listener.heard) >= 20)
        until(lambda: waiting(told.crm) == [])
    assert [heard["position"] for heard in listener.heard] == sorted({heard["position"] for heard in listener.heard})


def test_what_programs_saw_of_somebodys_work_is_told_to_no_webhook() -> None:
    """X-42."""
    hearing = Listening(ADMIN, "https://hooks.example", [], "", "", 0, 0)
    assert "ClientMet" in heard_by(hearing)
    assert "WorkSuggested" not in heard_by(hearing)
    assert heard_by(hearing._replace(topics=["WorkSuggested", "ClientMet"])) == ["ClientMet"]
