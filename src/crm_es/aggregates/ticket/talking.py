"""What client and service say to each other: messages, answers, and what follows from them (S3-02, X-19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from crm_es.aggregates.ticket.commands import MoveTicket, NoteReplyDelivered, ReplyToTicket, TakeTicketMessage
from crm_es.aggregates.ticket.events import (
    TicketFollowedUp,
    TicketMessageTaken,
    TicketMoved,
    TicketReplied,
    TicketReplyDelivered,
)
from crm_es.aggregates.ticket.moving import at_work, gone_on, moved, told
from crm_es.aggregates.ticket.people import must_serve
from crm_es.aggregates.ticket.promising import answered, asked, unanswered
from crm_es.aggregates.ticket.state import Ticket, evolve
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Refused

THREAD: Final = 20
"""So many mails before it a reply names, the first and the last ones."""


def heard(ticket: Ticket, command: TakeTicketMessage, context: Context) -> TicketMessageTaken | TicketFollowedUp:
    """Work goes on; what was done is opened again, or, long ago, begins anew as another ticket."""
    service = context.playbook.service
    was_done = ticket.status == "done"
    if was_done and followed_up(ticket, context):
        return following(ticket, command, context)
    stage = at_work(service) if ticket.status in ("waiting", "done") else None
    promise = gone_on(ticket, "working", context)
    return TicketMessageTaken(
        **told(ticket, context),
        from_name=command.from_name or ticket.contact_name,
        from_email=command.from_email,
        text=command.text,
        files=command.files,
        message_id=command.message_id,
        in_reply_to=command.in_reply_to,
        stage=stage.name if stage else ticket.stage,
        status=stage.status if stage else ticket.status,
        promise=asked(promise, service.sla(ticket.priority), context.at, context.playbook.calendar),
        reopened=was_done,
        number=ticket.messages + 1,
    )


def followed_up(ticket: Ticket, context: Context) -> bool:
    since = ticket.promise.done_at or ticket.promise.stands_since or context.at
    return context.at - since > timedelta(context.playbook.service.reopen_days)


def following(ticket: Ticket, command: TakeTicketMessage, context: Context) -> TicketFollowedUp:
    priorities = context.playbook.service.priorities
    return TicketFollowedUp(
        **told(ticket, context),
        from_name=command.from_name or ticket.contact_name,
        from_email=command.from_email or ticket.contact_email,
        contact_phone=ticket.contact_phone,
        text=command.text,
        files=command.files,
        message_id=command.message_id,
        in_reply_to=command.in_reply_to,
        next_ticket_id=ticket.followed_by or derived(ticket.ticket_id, "followed by"),
        again=ticket.followed_by is not None,
        priority=ticket.priority if ticket.priority in priorities else priorities[0],
    )


def replied(ticket: Ticket, command: ReplyToTicket, context: Context) -> Iterator[TicketReplied | TicketMoved]:
    must_serve(ticket, context)
    if command.channel == "mail" and ticket.contact_email is None:
        sentence = (
            "There is no address to answer to: name the client with one (NameTicketClient, contact_email),"
            " or note what was said by other ways (channel said)."
        )
        raise Refused(sentence, "an address to answer to")
    promise, settled = answered(ticket.promise, context.at)
    event = TicketReplied(
        **told(ticket, context),
        text=command.text,
        channel=command.channel,
        to_name=ticket.contact_name,
        to_email=ticket.contact_email if command.channel == "mail" else None,
        files=command.files,
        message_id=f"<{derived(ticket.ticket_id, 'reply', ticket.replies + 1)}@crm-es>",
        in_reply_to=ticket.asked_in,
        references=(*ticket.mails[:1], *ticket.mails[1:][1 - THREAD :]),
        by_id=context.person if isinstance(context.person, UUID) else None,
        promise=promise,
        settled=settled,
        untouched=ticket.untouched,
    )
    yield event
    stage = command.move_to or (at_work(context.playbook.service).name if ticket.status == "new" else None)
    if stage is not None:
        move = MoveTicket(ticket_id=ticket.ticket_id, stage=stage, note=command.text[:2000])
        yield from moved(evolve(ticket, event), move, context)


def delivered(
    ticket: Ticket, command: NoteReplyDelivered, context: Context
) -> Iterator[TicketReplyDelivered | TicketMoved]:
    """What was taken may come back later; what came back stays so.

    Where it was the last answer, the client was not answered: nobody waits for the client, and time runs.
    """
    to_email, known = ticket.sent.get(command.message_id), ticket.arrived.get(command.message_id)
    if to_email is not None and known in (None, True) and command.delivered != known:
        last, before = ticket.last_mailed or (None, ticket.promise)
        lost = not command.delivered and command.message_id == last and ticket.status != "done"
        event = TicketReplyDelivered(
            **told(ticket, context),
            message_id=command.message_id,
            to_email=to_email,
            delivered=command.delivered,
            detail=command.detail,
            promise=unanswered(ticket.promise, before) if lost else None,
        )
        yield event
        if lost and ticket.status == "waiting":
            stage = at_work(context.playbook.service).name
            move = MoveTicket(ticket_id=ticket.ticket_id, stage=stage, note=event.trouble)
            yield from moved(evolve(ticket, event), move, context)
