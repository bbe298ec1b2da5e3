"""What may be done about an entry: legal commands only, the usual one first (S0-22)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from examples import ANN, ID, MONDAY, OTHER_ID

from crm_es.actions import DEALING, Action, of_entry, of_task
from crm_es.aggregates import DECIDER_OF
from crm_es.ids import notebook_of
from crm_es.playbook import MUST_SETTLE, EntryKind
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.task_list import Task

MANAGER = frozenset({"manager", "employee"})


def entry(kind: str, about: str) -> Entry:
    told: dict[str, Any] = {"heading": kind, "text": "Acme", "to_do": "Call.", "blocks": False, "desks": ()}
    return Entry(ID, ANN, notebook_of(ANN), kind=kind, about=about, subject_id=OTHER_ID, added_at=MONDAY, **told)


def names(actions: list[Action]) -> list[str]:
    return [action.command.__name__ for action in actions]


def test_a_question_is_answered_where_it_stands() -> None:
    """S0-24: and what must be settled is not just closed."""
    actions = of_entry(entry("price question", "price_approval"), MANAGER)
    assert names(actions) == ["GrantPrice", "RefusePrice", "ForwardPriceRequest", "PutOffEntry"]
    assert (actions[0].stream, actions[0].filled) == (OTHER_ID, {})
    assert actions[0].fields["valid_until"]
    assert not actions[0].fields["comment"]
    assert (actions[-1].stream, actions[-1].filled) == (notebook_of(ANN), {"entry_id": ID})
    assert actions[-1].fields == {"until": True}


def test_time_is_approved_returned_and_submitted_again_without_looking_its_week_up() -> None:
    """X-34."""
    monday = MONDAY.date()
    asked = replace(entry("time to approve", "work_log"), day=monday)
    approve, return_ = of_entry(asked, MANAGER)[:2]
    assert (approve.filled, approve.fields) == ({"day": monday}, {"person_id": False})
    assert (return_.filled, return_.fields["reason"]) == ({"day": monday}, True)
    correct, submit = of_entry(replace(entry("time returned", "work_log"), day=monday), MANAGER)[:2]
    assert (submit.filled, submit.fields) == ({"person_id": ANN, "day": monday}, {})
    assert correct.filled == {"person_id": ANN}


def test_news_are_closed_or_put_off() -> None:
    assert names(of_entry(entry("price decision", "price_approval"), MANAGER)) == ["CloseEntry", "PutOffEntry"]


def test_the_usual_way_stands_first_even_where_the_record_could_be_changed() -> None:
    short = entry("short shipment", "order")
    assert names(of_entry(short, MANAGER)) == ["CloseEntry", "CancelOrder", "PutOffEntry"]


def test_nobody_is_offered_what_their_role_may_not_send() -> None:
    lapsed = entry("client lapsed", "client")
    assert names(of_entry(lapsed, MANAGER)) == ["ExplainLapse", "PutOffEntry"]
    assert names(of_entry(lapsed, frozenset({"employee"}))) == ["PutOffEntry"]


def test_a_command_is_offered_only_where_the_entry_is_about_its_kind_of_record() -> None:
    assert names(of_entry(entry("overdue of a subordinate", "client"), MANAGER)) == ["CloseEntry", "PutOffEntry"]


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("new ticket", "MoveTicket"),
        ("ticket reply", "ReplyToTicket"),
        ("ticket late", "ReplyToTicket"),
        ("agreed hours", "AgreeTicketHours"),
    ],
)
def test_tickets_are_begun_answered_and_agreed_anew_where_they_are_told(kind: str, first: str) -> None:
    """S3-02, S3-05: what the client waits for is not just closed."""
    offered = names(of_entry(entry(kind, "ticket"), frozenset({"employee"})))
    assert (offered[0], "AssignTicket" in offered) == (first, True)
    assert ("CloseEntry" in offered) == (kind != "ticket reply")


def test_an_act_is_sent_again_only_where_it_did_not_arrive() -> None:
    """S3-08: an accepted act is not sent any more."""
    assert names(of_entry(entry("act undelivered", "work_act"), MANAGER)) == ["SendAct", "CloseEntry", "PutOffEntry"]
    assert names(of_entry(entry("act decision", "work_act"), MANAGER)) == ["CloseEntry", "PutOffEntry"]


def test_a_task_is_done_or_moved() -> None:
    task = Task(OTHER_ID, "Call", ANN, ANN, None, None, due=MONDAY, first_due=MONDAY, assigned_at=MONDAY)
    actions = of_task(task, MANAGER)
    assert [(action.command.__name__, action.stream) for action in actions] == [
        ("FinishTask", OTHER_ID),
        ("RescheduleTask", OTHER_ID),
    ]


@pytest.mark.parametrize("kind", sorted(MUST_SETTLE))
def test_whatever_must_be_settled_can_be(kind: str) -> None:
    """S0-44: no dead ends."""
    assert DEALING[kind]


def test_the_commands_for_a_kind_are_of_one_kind_of_record_and_people_may_send_them() -> None:
    assert set(DEALING) <= set(get_args(EntryKind))
    for commands in DEALING.values():
        assert len({DECIDER_OF[command].name for command in commands} - {"notebook"}) == 1
        assert all(command.ROLES - {"policy", "clock", "import", "effect"} for command in commands)
