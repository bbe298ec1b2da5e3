"""What a policy cannot digest is tried again, parked, replayed in order, or skipped with a reason."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from calling import Calls, Running, by_ann, calls, letters, met, tasks
from eventsourcing.persistence import OperationalError

from crm_es.aggregates.client import RenameClient
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.runners.reactions import ATTEMPTS
from crm_es.runners.replays import replay, skip


def test_an_error_is_tried_again_then_parked_and_other_records_go_on(running: Running) -> None:
    first, bad, last = uuid4(), uuid4(), uuid4()
    running.policy.stumbles = {bad}
    met(running.crm, first, bad, last)
    running.run()
    assert tasks(running.crm) == calls(first, last)
    (letter,) = letters(running.crm)
    assert (letter.policy, letter.stream, letter.topic, letter.error) == (running.name, bad, "ClientMet", "no good")
    assert "ZeroDivisionError: no good" in letter.traceback
    assert "raise self.error()" in letter.traceback
    assert len(running.pauses) == ATTEMPTS - 1
    assert running.pauses == sorted(set(running.pauses)), "longer each time"


def test_what_passes_by_itself_is_not_parked(running: Running) -> None:
    client = uuid4()
    running.policy.stumbles = {client}
    running.pauses = Healing(running.policy)
    met(running.crm, client)
    running.run()
    assert (tasks(running.crm), letters(running.crm)) == (calls(client), [])


class Healing(list[float]):
    """While the runner pauses, somebody repairs the policy."""

    def __init__(self, policy: Calls) -> None:
        self.policy = policy

    def append(self, pause: float) -> None:
        super().append(pause)
        self.policy.stumbles.clear()


def test_later_events_of_the_same_record_wait_behind(running: Running) -> None:
    bad, good = uuid4(), uuid4()
    running.policy.stumbles = {bad}
    met(running.crm, bad)
    running.run()
    running.policy.stumbles = set()
    rename = RenameClient(client_id=bad, name="Acme Ltd")
    running.crm.handle(rename, by_ann())
    met(running.crm, good)
    running.run()
    assert tasks(running.crm) == calls(good)
    assert [(letter.stream, letter.topic) for letter in letters(running.crm)] == [
        (bad, "ClientMet"),
        (bad, "ClientRenamed"),
    ]
    assert "An earlier event of this record is parked" in letters(running.crm)[1].error


def test_within_one_batch_they_wait_too(running: Running) -> None:
    bad = uuid4()
    running.policy.stumbles = {bad}
    met(running.crm, bad)
    running.crm.handle(RenameClient(client_id=bad, name="Acme Ltd"), by_ann())
    running.run()
    assert len(letters(running.crm)) == 2
    assert len(running.pauses) == ATTEMPTS - 1, "what waits behind is not tried"


@pytest.fixture
def parked(running: Running) -> tuple[Running, UUID, UUID]:
    """Two records with two letters each."""
    records = uuid4(), uuid4()
    running.policy.stumbles = set(records)
    met(running.crm, *records)
    for record in records:
        running.crm.handle(RenameClient(client_id=record, name="Again"), by_ann())
    running.run()
    running.policy.heard.clear()
    return running, *records


def test_a_replay_goes_in_order(parked: tuple[Running, UUID, UUID]) -> None:
    running, first, second = parked
    running.policy.stumbles = set()
    assert replay(running.runner(), "adam") == 4
    assert tasks(running.crm) == [
        derived(client, what) for client in sorted((first, second)) for what in ("Call", "Again")
    ]
    assert letters(running.crm) == []
    assert {(one.settled, one.settled_by) for one in letters(running.crm, settled=True)} == {("replayed", "adam")}
    assert replay(running.runner(), "adam") == 0


def test_what_fails_again_stays_and_what_stands_behind_it(parked: tuple[Running, UUID, UUID]) -> None:
    running, first, second = parked
    running.policy.stumbles = {first}
    assert replay(running.runner(), "adam") == 2
    assert [letter.stream for letter in letters(running.crm)] == [first, first]
    assert tasks(running.crm) == [derived(second, "Call"), derived(second, "Again")]


def test_one_record_can_be_replayed_alone(parked: tuple[Running, UUID, UUID]) -> None:
    running, first, second = parked
    running.policy.stumbles = set()
    position = next(letter.position for letter in letters(running.crm) if letter.stream == second)
    assert replay(running.runner(), "adam", position) == 2
    assert {letter.stream for letter in letters(running.crm)} == {first}


def test_a_replay_refused_by_a_rule_is_settled(parked: tuple[Running, UUID, UUID]) -> None:
    running, first, _ = parked
    running.policy.stumbles, running.policy.vain = set(), {first}
    assert replay(running.runner(), "adam") == 4
    assert letters(running.crm) == []


def test_once_settled_the_record_goes_on(parked: tuple[Running, UUID, UUID]) -> None:
    running, first, _ = parked
    running.policy.stumbles = set()
    replay(running.runner(), "adam")
    running.crm.handle(RenameClient(client_id=first, name="Later"), by_ann())
    running.run()
    assert tasks(running.crm)[-1] == derived(first, "Later")


def test_a_letter_is_skipped_with_a_reason(parked: tuple[Running, UUID, UUID]) -> None:
    running, first, _ = parked
    position = letters(running.crm)[0].position
    skip(running.crm, running.name, position, "adam", "A test client")
    assert position not in [letter.position for letter in letters(running.crm)]
    (skipped,) = (letter for letter in letters(running.crm, settled=True) if letter.settled)
    assert (skipped.stream, skipped.settled, skipped.reason) == (first, "skipped", "A test client")
    with pytest.raises(Refused, match="see the list"):
        skip(running.crm, running.name, position, "adam", "Again")


def test_a_lost_connection_is_not_the_events_fault(running: Running) -> None:
    client = uuid4()
    running.policy = Calls({client}, error=lambda: OperationalError("server closed the connection"))
    met(running.crm, client)
    with pytest.raises(OperationalError):
        running.runner().step()
    assert (letters(running.crm), running.crm.log.position(running.name)) == ([], 0)
    running.policy.stumbles = set()
    running.run()
    assert tasks(running.crm) == calls(client)
