"""What happens to a ticket: the scales of a bakery stop, Vera writes on Monday at nine, and Ann serves her."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from examples import ANN, BOB, CLIENT, DIRECTORY, HEAD, ID, MONDAY, PLAYBOOK

from crm_es.aggregates.ticket import (
    Late,
    Promise,
    TicketAssigned,
    TicketHoursAgreed,
    TicketLate,
    TicketLimitExceeded,
    TicketLimitNeared,
    TicketMessageTaken,
    TicketMoved,
    TicketOpened,
    TicketReplied,
    TicketReplyDelivered,
    TicketWorkCounted,
    Warned,
    reference_of,
)
from crm_es.context import Context
from crm_es.directory import Directory
from crm_es.ids import derived
from crm_es.playbook import Service, Sla

SLAS = (
    Sla(name="fast", priorities=("urgent",), first_response_hours=Decimal(1), resolution_hours=Decimal(3)),
    Sla(
        name="usual",
        first_response_hours=Decimal(2),
        next_response_hours=Decimal(4),
        resolution_hours=Decimal(9),
    ),
)
SERVICE = Service(slas=SLAS, agreed_hours=Decimal(10), warn_at=(50, 80))
SERVED = PLAYBOOK.model_copy(update={"service": SERVICE})


def with_role(person_id: UUID, role: str) -> Any:
    return replace(DIRECTORY.people[person_id], roles=frozenset({role}))


ENGINEERS = Directory(
    {
        **DIRECTORY.people,
        HEAD: with_role(HEAD, "head_of_service"),
        ANN: with_role(ANN, "engineer"),
        BOB: with_role(BOB, "engineer"),
    }
)
"""Helen leads the service; Ann and Bob are engineers."""


def served(context: Context, **changes: Any) -> Context:
    """The same person in the service department."""
    roles = ENGINEERS.roles(context.by) if isinstance(context.by, UUID) else context.roles
    facts: dict[str, Any] = {"directory": ENGINEERS, "roles": roles, "playbooks": {1: SERVED}}
    return replace(context, **facts | changes)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


REFERENCE = reference_of(ID)
MAIL, NEXT_MAIL = "<a@bakery.example>", "<b@bakery.example>"
REPLY = f"<{derived(ID, 'reply', 1)}@crm-es>"
about: dict[str, Any] = {
    "ticket_id": ID,
    "reference": REFERENCE,
    "subject": "The scales stopped",
    "client_id": CLIENT,
    "contact_name": "Vera",
    "responsible_id": ANN,
    "head_id": HEAD,
}
fresh = Promise(first_response_due=MONDAY + hours(2), resolution_due=MONDAY + hours(9))
begun = fresh.model_copy(update={"responded_at": MONDAY + hours(1)})
waiting = begun.model_copy(update={"stands_since": MONDAY + hours(3)})
late = Late(which="first response", due=MONDAY + hours(2), told=(ANN, HEAD), due_told="23.11.2026 11:00")
unkept = fresh.model_copy(update={"late": (late,)})
over = begun.model_copy(update={"stands_since": MONDAY + hours(5), "done_at": MONDAY + hours(5)})

opened = TicketOpened(
    **about,
    promise=fresh,
    text="They show nothing.",
    channel="mail",
    contact_email="vera@bakery.example",
    contact_phone=None,
    priority="normal",
    stage="task",
    status="new",
    sla="usual",
    agreed_minutes=600,
    files=(),
    message_id=MAIL,
    opened_at=MONDAY,
    opened_by="service door",
    answer_until="23.11.2026 11:00",
)
replied = TicketReplied(
    **about,
    text="I am on my way.",
    channel="mail",
    to_name="Vera",
    to_email="vera@bakery.example",
    files=(),
    message_id=REPLY,
    in_reply_to=MAIL,
    references=(MAIL,),
    by_id=ANN,
    untouched=True,
    promise=begun,
)
called_late = TicketLate(**about, promise=unkept, **dict(late), server="Ann")


def moved(from_: str, to: str, promise: Promise, **changes: Any) -> TicketMoved:
    known = {stage.name: stage.status for stage in SERVICE.stages}
    facts = {
        "from_stage": from_,
        "from_status": known[from_],
        "to_stage": to,
        "to_status": known[to],
        "comment": None,
        "reopened": False,
        "untouched": False,
        "by_id": ANN,
        "promise": promise,
    }
    return TicketMoved(**about | facts | changes)


begun_with = moved("task", "in work", begun)
put_aside = moved("in work", "waiting for the client", waiting)
finished = moved("in work", "done", over, comment="A new sensor")


def wrote(**changes: Any) -> TicketMessageTaken:
    facts = {
        "from_name": "Vera",
        "from_email": "vera@bakery.example",
        "text": "It is the second scales.",
        "files": (),
        "message_id": NEXT_MAIL,
        "in_reply_to": REPLY,
        "stage": "in work",
        "status": "working",
        "promise": begun.model_copy(update={"next_response_due": MONDAY + hours(7)}),
        "reopened": False,
        "number": 2,
    }
    return TicketMessageTaken(**about | facts | changes)


def counted(spent: int, *, work: int = 1, **changes: Any) -> TicketWorkCounted:
    facts = {
        "work_id": UUID(int=work),
        "person_id": ANN,
        "minutes": spent,
        "was_minutes": 0,
        "spent_minutes": spent,
        "agreed_minutes": 600,
        "limit": "ok",
    }
    return TicketWorkCounted(**about | facts | changes)


neared = TicketLimitNeared(**about, percent=50, spent_minutes=300, agreed_minutes=600, was=None)
told_at_50 = Warned(percent=50, head_id=HEAD)
exceeded = TicketLimitExceeded(**about, percent=100, spent_minutes=601, agreed_minutes=600, was=told_at_50)
agreed = TicketHoursAgreed(
    **about,
    was_minutes=600,
    agreed_minutes=1200,
    spent_minutes=601,
    limit="near",
    with_whom="Vera",
    warned=Warned(percent=100, head_id=HEAD),
)
assigned = TicketAssigned(
    **about | {"responsible_id": BOB}, from_id=ANN, reason="He is near", untouched=True, awaits=None, server="Bob"
)
undelivered = TicketReplyDelivered(
    **about, message_id=REPLY, to_email="vera@bakery.example", delivered=False, detail="550 no such box", promise=fresh
)
