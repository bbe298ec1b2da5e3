"""When a client comes back to a ticket that was done long ago, another one begins with what they wrote (S3-02)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.ticket import OpenTicket, TakeTicketMessage, TicketFollowedUp


def react(event: TicketFollowedUp) -> Iterator[OpenTicket | TakeTicketMessage]:
    if event.again:
        yield TakeTicketMessage(
            ticket_id=event.next_ticket_id,
            from_name=event.from_name,
            from_email=event.from_email,
            text=event.text,
            files=event.files,
            message_id=event.message_id,
            in_reply_to=event.in_reply_to,
        )
    else:
        yield OpenTicket(
            ticket_id=event.next_ticket_id,
            subject=event.subject,
            text=event.text,
            channel="mail" if event.message_id else "person",
            client_id=event.client_id,
            contact_name=event.from_name,
            contact_email=event.from_email,
            contact_phone=event.contact_phone,
            priority=event.priority,
            files=event.files,
            message_id=event.message_id,
            follows_id=event.ticket_id,
        )
