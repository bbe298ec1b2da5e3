"""A ticket: what a client asks the service for, from its first word to the last (S3-02..S3-05, X-19).

It begins in the first stage of the funnel, with one person responsible, and moves on as the playbook names stages.
The playbook promises a first response, a response to every further message and an end, in working hours; time stands
still while the client has to say something, and while it is done. Labour is counted against the hours that are agreed,
and the head hears of it before they are used up. What the client writes is never lost: it opens again what was done
lately, and begins another ticket after what was done long ago.
"""

from typing import get_args

from crm_es.aggregates.ticket.commands import (
    AgreeTicketHours,
    AssignTicket,
    CallTicketLate,
    Channel,
    CountTicketWork,
    MoveTicket,
    NameTicketClient,
    NoteReplyDelivered,
    OpenTicket,
    ReplyToTicket,
    SetTicketPriority,
    TakeTicketMessage,
    TicketCommand,
)
from crm_es.aggregates.ticket.decisions import decide
from crm_es.aggregates.ticket.events import (
    Awaited,
    Late,
    LimitReached,
    LimitState,
    OfTicket,
    Promise,
    Promising,
    Settling,
    TicketAssigned,
    TicketClientNamed,
    TicketEvent,
    TicketFollowedUp,
    TicketHoursAgreed,
    TicketLate,
    TicketLimitExceeded,
    TicketLimitNeared,
    TicketMessageTaken,
    TicketMoved,
    TicketOpened,
    TicketPrioritised,
    TicketReplied,
    TicketReplyDelivered,
    TicketWorkCounted,
    Warned,
)
from crm_es.aggregates.ticket.reference import REFERENCE, reference_of
from crm_es.aggregates.ticket.state import Ticket, evolve
from crm_es.decider import Decider

__all__ = [
    "REFERENCE",
    "AgreeTicketHours",
    "AssignTicket",
    "Awaited",
    "CallTicketLate",
    "Channel",
    "CountTicketWork",
    "Late",
    "LimitReached",
    "LimitState",
    "MoveTicket",
    "NameTicketClient",
    "NoteReplyDelivered",
    "OfTicket",
    "OpenTicket",
    "Promise",
    "Promising",
    "ReplyToTicket",
    "SetTicketPriority",
    "Settling",
    "TakeTicketMessage",
    "Ticket",
    "TicketAssigned",
    "TicketClientNamed",
    "TicketCommand",
    "TicketEvent",
    "TicketFollowedUp",
    "TicketHoursAgreed",
    "TicketLate",
    "TicketLimitExceeded",
    "TicketLimitNeared",
    "TicketMessageTaken",
    "TicketMoved",
    "TicketOpened",
    "TicketPrioritised",
    "TicketReplied",
    "TicketReplyDelivered",
    "TicketWorkCounted",
    "Warned",
    "decider",
    "reference_of",
]

decider = Decider("ticket", "tickets", get_args(TicketCommand), decide, evolve)
