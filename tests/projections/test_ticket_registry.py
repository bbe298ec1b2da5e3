"""The list of tickets tells where each stands, what was promised, and how its labour stands (S3-03, S3-05)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, BOB, HEAD, ID, MONDAY, OTHER_ID, TUESDAY
from fold import fold, recorded
from ticket_facts import (
    REFERENCE,
    about,
    agreed,
    assigned,
    begun,
    begun_with,
    called_late,
    counted,
    exceeded,
    finished,
    fresh,
    hours,
    moved,
    neared,
    opened,
    put_aside,
    replied,
    undelivered,
    wrote,
)

from crm_es.aggregates.ticket import TicketClientNamed, TicketFollowedUp, TicketPrioritised
from crm_es.messages import Corrupt
from crm_es.projections import ticket_registry
from crm_es.projections.ticket_registry import Ticket


def ticket(*later: Any) -> Ticket:
    facts = [recorded(fact, TUESDAY) if not hasattr(fact, "event") else fact for fact in later]
    found: Ticket = fold(ticket_registry, recorded(opened), *facts)[ID]
    return found


def test_a_new_ticket_stands_far_left_with_its_promises() -> None:
    found = ticket()
    assert (found.reference, found.stage, found.status, found.since) == (REFERENCE, "task", "new", MONDAY)
    assert (found.responsible_id, found.head_id, found.involved) == (ANN, HEAD, (ANN,))
    assert (found.first_response_due, found.resolution_due) == (MONDAY + hours(2), MONDAY + hours(9))
    assert (found.awaits_answer, found.agreed_minutes, found.limit_state) == (True, 600, "ok")


def test_an_answer_and_its_time_are_shown() -> None:
    found = ticket(replied)
    assert (found.awaits_answer, found.responded_at) == (False, MONDAY + hours(1))
    lost = ticket(replied, undelivered)
    assert (lost.awaits_answer, lost.responded_at) == (True, None)
    assert not ticket(replied, undelivered.model_copy(update={"delivered": True})).awaits_answer


def test_it_moves_and_waits() -> None:
    found = ticket(replied, begun_with, put_aside)
    assert (found.stage, found.status, found.paused_since) == ("waiting for the client", "waiting", MONDAY + hours(3))
    found = ticket(replied, begun_with, put_aside, wrote())
    assert (found.stage, found.paused_since, found.awaits_answer) == ("in work", None, True)
    assert found.next_response_due == MONDAY + hours(7)


def test_its_end_is_told_and_how_often_it_was_opened_again() -> None:
    found = ticket(replied, begun_with, finished)
    assert (found.status, found.done_at, found.result, found.reopened) == ("done", TUESDAY, "A new sensor", 0)
    again = moved("done", "in work", begun, reopened=True)
    found = ticket(replied, begun_with, finished, again)
    assert (found.status, found.done_at, found.reopened) == ("working", None, 1)
    found = ticket(replied, begun_with, finished, wrote(reopened=True))
    assert (found.status, found.done_at, found.reopened) == ("working", None, 1)


def test_labour_and_what_is_agreed_are_shown_with_their_colour() -> None:
    """S3-05."""
    found = ticket(counted(300, limit="near"), neared)
    assert (found.spent_minutes, found.agreed_minutes, found.limit_state) == (300, 600, "near")
    assert ticket(counted(601, limit="over"), exceeded).limit_state == "over"
    found = ticket(counted(601, limit="over"), exceeded, agreed)
    assert (found.agreed_minutes, found.limit_state) == (1200, "near")


def test_whoever_had_it_still_sees_it() -> None:
    found = ticket(assigned)
    assert (found.responsible_id, found.involved) == (BOB, (ANN, BOB))


def test_promises_that_were_not_kept_stay_known() -> None:
    assert ticket(called_late, called_late, replied).late == ("first response",)


def test_client_priority_and_what_followed_are_shown() -> None:
    named = TicketClientNamed(
        **about | {"client_id": OTHER_ID}, was_client_id=None, contact_email=None, contact_phone="+79123456789"
    )
    assert (ticket(named).client_id, ticket(named).contact_phone) == (OTHER_ID, "+79123456789")
    urgent = TicketPrioritised(
        **about, promise=fresh, from_priority="normal", to_priority="urgent", sla="fast", reason=None
    )
    assert (ticket(urgent).priority, ticket(urgent).sla) == ("urgent", "fast")
    told: dict[str, Any] = {
        "from_name": None,
        "from_email": None,
        "contact_phone": None,
        "text": "",
        "files": (),
        "message_id": None,
    }
    followed = TicketFollowedUp(
        **about, **told, in_reply_to=None, next_ticket_id=OTHER_ID, again=False, priority="normal"
    )
    assert ticket(finished, followed).followed_by_id == OTHER_ID


def test_nothing_happens_to_what_nobody_opened() -> None:
    with pytest.raises(Corrupt):
        fold(ticket_registry, recorded(replied))
