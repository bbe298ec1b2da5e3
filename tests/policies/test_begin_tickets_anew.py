"""What a client writes to a ticket that was done long ago begins another one, and is not lost (S3-02)."""

from __future__ import annotations

from examples import CLIENT, ID, OTHER_ID
from ticket_facts import NEXT_MAIL, REPLY, about

from crm_es.aggregates.ticket import OpenTicket, TakeTicketMessage, TicketFollowedUp
from crm_es.policies.begin_tickets_anew import react

followed_up = TicketFollowedUp(
    **about,
    from_name="Vera",
    from_email="vera@bakery.example",
    contact_phone=None,
    text="It stopped again.",
    files=(),
    message_id=NEXT_MAIL,
    in_reply_to=REPLY,
    next_ticket_id=OTHER_ID,
    again=False,
    priority="normal",
)


def test_another_ticket_begins_with_it() -> None:
    assert list(react(followed_up)) == [
        OpenTicket(
            ticket_id=OTHER_ID,
            subject="The scales stopped",
            text="It stopped again.",
            channel="mail",
            client_id=CLIENT,
            contact_name="Vera",
            contact_email="vera@bakery.example",
            priority="normal",
            message_id=NEXT_MAIL,
            follows_id=ID,
        )
    ]


def test_what_comes_after_that_goes_to_the_ticket_that_began() -> None:
    assert list(react(followed_up.model_copy(update={"again": True}))) == [
        TakeTicketMessage(
            ticket_id=OTHER_ID,
            from_name="Vera",
            from_email="vera@bakery.example",
            text="It stopped again.",
            message_id=NEXT_MAIL,
            in_reply_to=REPLY,
        )
    ]
