"""What is promised of every policy, whatever it reacts with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import sleep
from uuid import uuid4

import pytest
from calling import Running, by_ann, calls, letters, met, tasks
from examples import ANN, MONDAY

from crm_es import policies
from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.task import AssignTask, CancelTask
from crm_es.application import Crm
from crm_es.batch import Ask
from crm_es.context import IMPORT, Context
from crm_es.messages import Command
from crm_es.runners.policies import PolicyRunner
from crm_es.runners.worker import enrol
from crm_es.store.tracking import LeaseLost, Tracking, lease


def test_each_policy_has_a_position_of_its_own(running: Running) -> None:
    met(running.crm, uuid4())
    head = running.crm.log.head()
    other = Running(running.crm, name="another")
    running.run()
    other.runner()
    assert (running.crm.log.position(running.name), running.crm.log.position(other.name)) == (head + 1, 0)


def test_where_nothing_concerns_it_a_policy_still_moves_on(running: Running) -> None:
    running.run()
    assert running.crm.log.position(running.name) == running.crm.log.head()
    assert not running.runner().step()


def test_all_commands_and_the_position_are_one_transaction(running: Running) -> None:
    """Who looks at any moment sees neither without the other."""
    clients = [uuid4() for _ in range(20)]
    met(running.crm, *clients)
    head = running.crm.log.head()
    running.runner().step()
    with running.crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT DISTINCT xmin::text FROM events WHERE topic = 'TaskAssigned'").fetchall()
        moved = db.execute("SELECT xmin::text, position FROM tracking WHERE name = %s", (running.name,)).fetchone()
    assert tasks(running.crm) == calls(*clients)
    assert [{"xmin": row["xmin"], "position": head} for row in rows] == [moved]


def test_what_a_policy_asks_tells_its_cause(running: Running) -> None:
    context = by_ann()
    position = running.crm.handle(MeetClient(client_id=uuid4(), name="Acme", owner_id=ANN), context).position
    running.run()
    with running.crm.log.datastore.get_connection() as db:
        row = db.execute("SELECT * FROM events WHERE topic = 'TaskAssigned'").fetchone()
    assert row is not None
    assert (row["actor"], row["causation_id"], row["correlation_id"]) == (running.name, position, context.command_id)


def test_a_refusal_is_recorded_and_passed_over(running: Running) -> None:
    first, second = uuid4(), uuid4()
    running.policy.vain = {first}
    met(running.crm, first, second)
    running.run()
    assert tasks(running.crm) == calls(second)
    assert (running.pauses, letters(running.crm)) == ([], [])
    with running.crm.log.datastore.get_connection() as db:
        refused = db.execute("SELECT actor, stream FROM commands WHERE refusal IS NOT NULL").fetchall()
    assert refused == [{"actor": running.name, "stream": calls(first)[0]}]


def test_a_new_policy_starts_now_or_where_it_says(
    staffed: Crm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "newcomer.py").write_text("")
    (tmp_path / "historian.py").write_text('STARTS = "beginning"')
    monkeypatch.setattr(policies, "__path__", [*policies.__path__, str(tmp_path)])
    enrol(staffed.log)
    head = staffed.log.head()
    assert (staffed.log.position("newcomer"), staffed.log.position("historian")) == (head, 0)
    met(staffed, uuid4())
    enrol(staffed.log)
    assert staffed.log.position("newcomer") == head, "it keeps its place"


def test_one_reader_belongs_to_one_owner(running: Running) -> None:
    met(running.crm, uuid4())
    ours, theirs = running.runner("we"), running.runner("they")
    assert ours.step()
    met(running.crm, uuid4())
    assert not theirs.step()
    assert ours.step()


def test_two_owners_never_do_the_same_thing_twice(running: Running) -> None:
    """Each reaction is heard once, although both run all the time and leases change hands."""
    clients = [uuid4() for _ in range(60)]
    owners = [running.runner(owner) for owner in ("we", "they")]
    with ThreadPoolExecutor() as threads:
        for client in clients:
            met(running.crm, client)
            for step in [threads.submit(runner.step, 2) for runner in owners]:
                step.result()
    running_out(running)
    running.run()
    assert sorted(tasks(running.crm)) == sorted(calls(*clients))
    assert len(running.policy.heard) == len(clients)


def running_out(running: Running) -> None:
    """Let the lease run out."""
    with running.crm.log.datastore.get_connection() as db:
        db.execute("UPDATE tracking SET until = clock_timestamp() - interval '1 s' WHERE name = %s", (running.name,))


def test_whoever_was_taken_for_dead_writes_nothing(running: Running) -> None:
    """While one reads, its lease runs out and another one takes over and does the work."""
    client = uuid4()
    met(running.crm, client)
    slow = running.runner("slow")
    with running.crm.log.datastore.get_connection() as db:
        before = lease(db, running.name, "slow")
        assert before is not None
    running_out(running)
    running.run()
    head = running.crm.log.head()
    ask = CancelTask(task_id=calls(client)[0], reason="Late")
    with pytest.raises(LeaseLost):
        slow.record(asks_of(slow, ask), before._replace(position=head))
    with pytest.raises(LeaseLost):
        slow.record([], Tracking(running.name, head + 1, before.epoch))
    assert running.crm.log.head() == head


def asks_of(runner: PolicyRunner, command: Command) -> list[Ask]:
    return [Ask(command, Context(by=runner.name, at=MONDAY, roles=frozenset({"policy"})))]


@pytest.mark.parametrize("passes_over", [True, False])
def test_a_policy_that_tells_people_something_passes_over_imports(running: Running, *, passes_over: bool) -> None:
    """An import has brought an old log: nobody wants to be told what happened last year."""
    here, there = uuid4(), uuid4()
    met(running.crm, here)
    imported = Context(by=IMPORT, at=MONDAY, roles=frozenset({IMPORT}))
    running.crm.handle(MeetClient(client_id=there, name="Acme", owner_id=ANN), imported)
    running.policy.passes_over_imports = passes_over
    running.run()
    assert tasks(running.crm) == (calls(here) if passes_over else calls(here, there))


def test_a_lost_lease_harms_nobody_in_the_same_batch(running: Running) -> None:
    """What people asked meanwhile is recorded; of what the policy asked, nothing is."""
    running.runner()
    crm, stale = running.crm, Tracking(running.name, 1, 99)
    client, task_id = uuid4(), uuid4()
    due = MONDAY + timedelta(1)
    late = asks_of(running.runner(), AssignTask(task_id=task_id, what="Call", responsible_id=ANN, due=due))
    with ThreadPoolExecutor() as threads:
        with crm.log.datastore.get_connection() as db, db.transaction():
            db.execute("SELECT FROM log_head FOR UPDATE")
            first = crm.submit(MeetClient(client_id=uuid4(), name="Acme", owner_id=ANN), by_ann())
            sleep(0.05)  # the rest waits for it, and is one batch
            sent = threads.submit(crm.send, late, stale)
            second = crm.submit(MeetClient(client_id=client, name="Acme", owner_id=ANN), by_ann())
        sent.result()
    assert (first.exception(), second.exception()) == (None, None)
    assert isinstance(late[0].answer.exception(), LeaseLost)
    assert tasks(crm) == []
