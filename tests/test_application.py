"""What is promised to whoever sends a command, on a real PostgreSQL."""

from concurrent.futures import wait
from datetime import timedelta
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import StoredEvent
from examples import (
    ADMIN,
    ANN,
    BOB,
    CAROL,
    CLIENT,
    HEAD,
    ID,
    MONDAY,
    OPERATOR,
    OTHER_ID,
    STRANGER,
    administration,
    roubles,
)

from crm_es.aggregates.client import MeetClient, RenameClient
from crm_es.aggregates.notebook import CloseEntry
from crm_es.aggregates.payer_account import ClosePayerAccount, Due, TakePaymentOrderNumbers
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    Form,
    PayPaymentRequest,
    RejectPaymentRequest,
    ReturnPaymentRequest,
)
from crm_es.aggregates.price_approval import GrantPrice, RefusePrice
from crm_es.aggregates.staff_member import AppointDeputy, ChangeRoles, HireStaffMember
from crm_es.aggregates.task import AcceptTask, AssignTask, FinishTask, RescheduleTask, ReturnTask
from crm_es.aggregates.webhook import RegisterWebhook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import notebook_of
from crm_es.messages import Command, Corrupt, Refused, Stale
from crm_es.store.log import append
from crm_es.store.records import Fact


def by(person: Any = ANN, **changes: Any) -> Context:
    return Context(**{"by": person, "at": MONDAY} | changes)


def task(task_id: Any = ID) -> AssignTask:
    return AssignTask(task_id=task_id, what="Call Acme", responsible_id=ANN, due=MONDAY + timedelta(3))


def moved(days: int, task_id: Any = ID) -> RescheduleTask:
    return RescheduleTask(task_id=task_id, due=MONDAY + timedelta(days), reason="they asked")


def asked(crm: Crm, where: str = "true") -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return db.execute(f"SELECT * FROM commands WHERE {where} ORDER BY asked_at").fetchall()


def recorded(crm: Crm, stream: Any = ID) -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return db.execute("SELECT * FROM events WHERE originator_id = %s ORDER BY 2", (stream,)).fetchall()


def test_an_answer_says_where_to_read_and_which_version_it_made(staffed: Crm) -> None:
    head = staffed.log.head()
    assert staffed.handle(task(), by()) == (head + 1, 1)
    assert staffed.handle(moved(4), by()) == (head + 2, 2)
    assert staffed.handle(moved(4), by()) == (head + 2, 2), "nothing new: the answer is where it was"


def test_every_event_bears_its_envelope(staffed: Crm) -> None:
    context = by(OPERATOR, on_behalf_of=ANN)
    staffed.handle(task(), context)
    (event,) = recorded(staffed)
    assert (event["actor"], event["on_behalf_of"]) == (str(OPERATOR), ANN)
    assert event["command_id"] == event["correlation_id"] == context.command_id
    assert (event["occurred_at"], event["playbook_version"]) == (MONDAY, 1)
    assert event["recorded_at"] > MONDAY - timedelta(days=36_500)


def test_asked_twice_it_answers_the_same_and_records_nothing(staffed: Crm) -> None:
    context = by()
    answers = [staffed.submit(task(), context) for _ in range(3)]
    assert len({answer.result() for answer in answers}) == 1
    assert staffed.handle(task(), context) == answers[0].result()
    assert staffed.submit(task(), context, repeated=True).result() == answers[0].result()
    assert len(recorded(staffed)) == 1


def test_a_refusal_asked_twice_is_the_same_refusal(staffed: Crm) -> None:
    context = by(BOB)
    for repeated in (False, False, True):
        with pytest.raises(Refused, match="no such task"):
            staffed.submit(FinishTask(task_id=ID, result="done"), context, repeated=repeated).result()
    assert len(asked(staffed, "refusal IS NOT NULL")) == 1


def test_refused_attempts_are_kept_with_their_rule(staffed: Crm) -> None:
    with pytest.raises(Refused, match="one of the roles: administrator, import"):
        staffed.handle(HireStaffMember(staff_member_id=ID, name="Eve", roles=frozenset({"manager"})), by())
    (kept,) = asked(staffed, "refusal IS NOT NULL")
    assert (kept["topic"], kept["actor"], kept["stream"]) == ("HireStaffMember", str(ANN), ID)
    assert kept["rule"] == "a role for it"


def test_roles_are_those_of_the_directory_whatever_the_caller_claims(staffed: Crm) -> None:
    with pytest.raises(Refused, match="roles"):
        staffed.handle(task(), by(STRANGER, roles=frozenset({"employee"})))


def test_only_an_operator_enters_in_another_name(staffed: Crm) -> None:
    """S0-46."""
    meet = MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN)
    with pytest.raises(Refused, match="data-entry operator"):
        staffed.handle(meet, by(BOB, on_behalf_of=ANN))
    assert staffed.handle(meet, by(OPERATOR, on_behalf_of=ANN)).version == 1


def test_nobody_borrows_the_roles_of_another_by_naming_them(staffed: Crm) -> None:
    """Only one's own roles allow to enter something in another's name."""
    give = ChangeRoles(staff_member_id=BOB, roles=frozenset({"administrator"}))
    for powerful in (ADMIN, OPERATOR):
        with pytest.raises(Refused, match="Only a data-entry operator"):
            staffed.handle(give, by(BOB, on_behalf_of=powerful))


DUE = Due(payment_request_id=ID, round=1, part=roubles(40))


@pytest.mark.parametrize("asker", [OPERATOR, ADMIN])
@pytest.mark.parametrize(
    ("person", "decision"),
    [
        (HEAD, ApprovePaymentRequest(payment_request_id=ID)),
        (HEAD, PayPaymentRequest(payment_request_id=ID)),
        (HEAD, ReturnPaymentRequest(payment_request_id=ID, reason="why")),
        (HEAD, RejectPaymentRequest(payment_request_id=ID, reason="why")),
        (HEAD, GrantPrice(price_approval_id=ID, valid_until=MONDAY.date())),
        (HEAD, RefusePrice(price_approval_id=ID, reason="why")),
        (HEAD, AcceptTask(task_id=ID)),
        (HEAD, ReturnTask(task_id=ID, reason="why", due=MONDAY + timedelta(3))),
        (ANN, CloseEntry(notebook_id=notebook_of(ANN), entry_id=ID, result="done")),
        (HEAD, AppointDeputy(staff_member_id=HEAD, deputy_id=OPERATOR, since=MONDAY.date(), until=MONDAY.date())),
        (ADMIN, ChangeRoles(staff_member_id=OPERATOR, roles=frozenset({"administrator"}))),
        (ADMIN, RegisterWebhook(webhook_id=ID, url="https://hooks.example/crm")),
        (CAROL, ClosePayerAccount(payer_account_id=ID)),
        (CAROL, TakePaymentOrderNumbers(payer_account_id=ID, orders=(DUE,))),
    ],
)
def test_decisions_are_made_in_person(staffed: Crm, asker: UUID, person: UUID, decision: Command) -> None:
    """Who enters for others neither decides for them, nor has them appoint a deputy or give a role."""
    with pytest.raises(Refused, match="in another person's name") as refusal:
        staffed.handle(decision, by(asker, on_behalf_of=person))
    assert refusal.value.rule == "decided in person"


def test_an_import_tells_what_others_decided(staffed: Crm) -> None:
    context = by("import", roles=frozenset({"import"}), on_behalf_of=HEAD)
    with pytest.raises(Refused, match="no such payment request"):
        staffed.handle(ApprovePaymentRequest(payment_request_id=ID), context)


def test_something_is_entered_only_in_the_name_of_who_works_here(staffed: Crm) -> None:
    draft = DraftPaymentRequest(payment_request_id=ID, form=Form(what_for="Rent", amount=roubles(40)))
    with pytest.raises(Refused, match="does not work here"):
        staffed.handle(draft, by(OPERATOR, on_behalf_of=STRANGER))


def test_a_command_id_belongs_to_one_wish_of_one_person(staffed: Crm) -> None:
    """Whoever uses it again hears neither the answer to another wish, nor that theirs was done."""
    first = by(OPERATOR)
    staffed.handle(task(), first)
    others: list[tuple[Command, Context]] = [
        (task(OTHER_ID), first),
        (FinishTask(task_id=ID, result="done"), first),
        (task(), by(BOB, command_id=first.command_id)),
        (task(), by(OPERATOR, on_behalf_of=ANN, command_id=first.command_id)),
    ]
    for repeated in (False, True):
        for command, context in others:
            with pytest.raises(Refused, match="stands for another wish"):
                staffed.submit(command, context, repeated=repeated).result()
    assert len(recorded(staffed)) == 1
    assert recorded(staffed, OTHER_ID) == []


def test_a_command_id_belongs_to_one_wish_within_a_batch_too(staffed: Crm) -> None:
    ours = by()
    with staffed.log.datastore.get_connection() as db, db.transaction():
        db.execute("SELECT FROM log_head FOR UPDATE")
        waiting = staffed.submit(task(uuid4()), by())
        sleep(0.05)  # the rest waits for it, and is one batch
        answers = [staffed.submit(command, ours) for command in (task(), task(OTHER_ID))]
    wait([waiting, *answers])
    assert answers[0].exception() is None
    assert "stands for another wish" in str(answers[1].exception())


def test_a_repeated_wish_is_known_however_its_sets_are_ordered(staffed: Crm) -> None:
    roles = frozenset({"manager", "lawyer", "accountant", "operator"})
    context = by(ADMIN)
    first = staffed.handle(HireStaffMember(staff_member_id=STRANGER, name="Sam", roles=roles), context)
    backwards = ", ".join(f'"{role}"' for role in sorted(roles))
    with staffed.log.datastore.get_connection() as db:
        change = "UPDATE commands SET state = jsonb_set(state, '{roles}', %s::jsonb) WHERE command_id = %s"
        db.execute(change, (f"[{backwards}]", context.command_id))
    again = HireStaffMember(staff_member_id=STRANGER, name="Sam", roles=roles)
    assert staffed.handle(again, context) == first


def test_an_expected_version_is_kept_to(staffed: Crm) -> None:
    staffed.handle(task(), by())
    with pytest.raises(Stale, match="you saw version 0, it is 1 now"):
        staffed.handle(moved(4), by(expected_version=0))
    assert staffed.handle(moved(4), by(expected_version=1)).version == 2


def test_an_id_belongs_to_one_kind_of_record(staffed: Crm) -> None:
    staffed.handle(task(), by())
    with pytest.raises(Refused, match="belongs to something else"):
        staffed.handle(MeetClient(client_id=ID, name="Acme", owner_id=ANN), by())


def test_commands_of_one_batch_are_decided_in_order(staffed: Crm) -> None:
    answers = [staffed.submit(command, by()) for command in (task(), moved(4), moved(4), moved(5))]
    late = staffed.submit(RenameClient(client_id=CLIENT, name="Acme"), by())
    assert [answer.result().version for answer in answers] == [1, 2, 2, 3]
    assert "no such client" in str(late.exception())


def test_whom_a_batch_hires_may_ask_in_the_same_batch(staffed: Crm) -> None:
    hire = HireStaffMember(staff_member_id=STRANGER, name="Sam", roles=frozenset({"manager"}))
    first = staffed.submit(hire, by(ADMIN))
    second = staffed.submit(MeetClient(client_id=CLIENT, name="Acme", owner_id=STRANGER), by(STRANGER))
    wait([first, second])
    assert (first.exception(), second.exception()) == (None, None)


def test_a_bug_or_a_refusal_harms_nobody_else(staffed: Crm) -> None:
    """A stream that holds an event of another kind is corrupt; the commands beside it are not touched."""
    staffed.log.insert_events([StoredEvent(ID, 1, "TaskAccepted", b"{}")])
    good = [uuid4() for _ in range(20)]
    answers = [staffed.submit(task(i), by()) for i in [*good, ID]]
    answers.append(staffed.submit(moved(4, uuid4()), by()))
    wait(answers)
    assert [answer.exception() for answer in answers[:20]] == [None] * 20
    assert not isinstance(answers[20].exception(), Refused | None)
    assert isinstance(answers[21].exception(), Refused)


def test_an_event_of_another_record_is_corrupt(staffed: Crm) -> None:
    staffed.handle(task(), by())
    with staffed.log.datastore.get_connection() as db:
        state = f'{{"client_id": "{ID}", "from_name": "a", "to_name": "b"}}'
        append(db, [Fact(ID, 2, "ClientRenamed", state)])
    assert isinstance(staffed.submit(moved(4), by()).exception(), Corrupt)


def test_whoever_was_overtaken_decides_again(staffed: Crm) -> None:
    """Another process finishes the task between our reading and our writing."""
    staffed.handle(task(), by())
    other = Crm(staffed.log)
    with staffed.log.datastore.get_connection() as db, db.transaction():
        db.execute("SELECT FROM log_head FOR UPDATE")
        answers = [crm.submit(moved(days), by()) for crm, days in ((staffed, 4), (other, 5))]
        sleep(0.1)  # meanwhile both have read, decided, and wait at the head of the log
    wait(answers)
    assert sorted(answer.result().version for answer in answers) == [2, 3]
    other.close()


def test_two_processes_share_hot_streams(staffed: Crm) -> None:
    crms = [staffed, Crm(staffed.log)]
    tasks = [uuid4() for _ in range(30)]
    wait([staffed.submit(task(i), by()) for i in tasks])
    moves = [crm.submit(moved(4 + n, i), by()) for n in range(20) for i in tasks for crm in crms]
    assert {type(move.exception()) for move in moves} == {type(None)}
    with staffed.log.datastore.get_connection() as db:
        holes = "SELECT FROM events GROUP BY originator_id HAVING count(*) <> max(originator_version)"
        assert db.execute(holes).fetchall() == []
        gapless = "SELECT count(*) = max(notification_id) AS gapless FROM events"
        assert db.execute(gapless).fetchone() == {"gapless": True}
    crms[1].close()


def test_what_another_process_wrote_is_seen_at_once(staffed: Crm) -> None:
    """The cache of states never makes anybody decide on what was."""
    other = Crm(staffed.log)
    staffed.handle(task(), by())
    assert other.handle(moved(4), by()).version == 2
    assert staffed.handle(moved(5), by()).version == 3
    assert other.handle(FinishTask(task_id=ID, result="done"), by()).version == 4
    with pytest.raises(Refused, match="done"):
        staffed.handle(moved(6), by())
    hire = HireStaffMember(staff_member_id=STRANGER, name="Sam", roles=frozenset({"manager"}))
    other.handle(hire, administration())
    assert staffed.handle(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), by(STRANGER)).version == 1
    other.close()


def test_states_beyond_the_cache_are_loaded_again(staffed: Crm) -> None:
    staffed._states.limit = 3
    tasks = [uuid4() for _ in range(10)]
    for n in range(2):
        for i in tasks:
            command: Command = moved(4, i) if n else task(i)
            assert staffed.handle(command, by()).version == n + 1
