"""A call, as a telephone exchange tells of it: noted for whoever was called; at a service line a ticket (X-28)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import NAMESPACE_OID, UUID

from psycopg import Connection
from pydantic import Field

from crm_es.aggregates.call import NoteCall
from crm_es.aggregates.ticket import OpenTicket, TakeTicketMessage, reference_of
from crm_es.application import Crm
from crm_es.contact_details import Code, Phone
from crm_es.context import IMPORT, Context
from crm_es.directory import Directory
from crm_es.exchange.mail.intake import DOOR
from crm_es.exchange.mail.senders import client_at, ticket_answered
from crm_es.ids import derived
from crm_es.messages import Message, Refused
from crm_es.playbook import Name
from crm_es.runners.following import catch_up
from crm_es.work import Moment

WHO: Final = "phone"
ROLES: Final = frozenset({"integration", "operator"})
READERS: Final = ("client_registry", "ticket_registry", "ticket_messages", "call_registry")
CALLS: Final = derived(NAMESPACE_OID, "crm_es/phone calls")
OWNER: Final = "SELECT owner_id FROM client_registry WHERE client_id = %s"
KNOWN: Final = "SELECT FROM call_registry WHERE call_id = %s"
OPEN: Final = """
SELECT ticket_id FROM ticket_registry WHERE contact_phone = %s AND status <> 'done' ORDER BY opened_at DESC LIMIT 1
"""


class PhoneEvent(Message):
    """One call."""

    id: Annotated[Code, Field(examples=["1763899200.17"])]
    """What the exchange calls it. The same again changes nothing."""
    caller: Phone
    line: Annotated[Phone, Field(examples=["+74951234567"])]
    """The number that was called."""
    missed: bool = False
    caller_name: Name | None = None
    person_id: UUID | None = None
    """Who was called, or spoke; whoever looks after the client, where nobody is named."""
    at: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class Noted(Message):
    """What became of a call."""

    client_id: UUID | None = None
    """Whose number it is."""
    call_id: UUID | None = None
    """As which call it is noted."""
    ticket_id: UUID | None = None
    reference: str | None = None
    """Of the ticket."""


def note_call(crm: Crm, event: PhoneEvent, by: UUID) -> Noted:
    """Note the call; where its line is one of the service, it begins a ticket or comes to an open one of the caller.

    Raises Refused.
    """
    if Directory(crm.reference.people).roles(by).isdisjoint(ROLES):
        raise Refused(f"Only who has the role {' or '.join(sorted(ROLES))} tells of calls.", "a role for it")
    catch_up(crm, *READERS)
    now = datetime.now(UTC)
    lines = crm.reference.completed(Context(WHO, now)).playbook.service.phone_lines
    with crm.log.datastore.get_connection() as db:
        client_id = client_at(event.caller, db)
        served = event.line in lines
        told_before = db.execute(KNOWN, (derived(CALLS, event.id),)).fetchone() is not None
        known = ticket_answered([mail_of(event)], db)
        ticket_id = known or (begun_by(event, db) if served and not told_before else None)
        manager_id = event.person_id or (None if served and not told_before else owner_of(client_id, db))
    if manager_id is None and not served:
        said = "Nobody here is known by this call: name who was called, or enter the line in the service's playbook."
        raise Refused(said, "somebody who was called")
    if ticket_id and ticket_id != known:
        crm.handle(wish(event, ticket_id, client_id), Context(DOOR, now, frozenset({DOOR})))
    call = call_of(event, manager_id, client_id) if manager_id else None
    if call:
        at = min(event.at, now).astimezone(UTC) if event.at else now
        crm.handle(call, Context(WHO, at, frozenset({IMPORT}), on_behalf_of=by))
    reference = reference_of(ticket_id) if ticket_id else None
    call_id = call.call_id if call else None
    return Noted(client_id=client_id, call_id=call_id, ticket_id=ticket_id, reference=reference)


def begun_by(event: PhoneEvent, db: Connection[Any]) -> UUID:
    """The open ticket of the caller, else a new one."""
    found = db.execute(OPEN, (event.caller,)).fetchone()
    return found["ticket_id"] if found else derived(CALLS, "ticket", event.id)


def mail_of(event: PhoneEvent) -> str:
    """As which message of a ticket the call is known."""
    return f"<{derived(CALLS, event.id)}@crm-es>"


def owner_of(client_id: UUID | None, db: Connection[Any]) -> UUID | None:
    found = db.execute(OWNER, (client_id,)).fetchone()
    return found["owner_id"] if found else None


def call_of(event: PhoneEvent, manager_id: UUID, client_id: UUID | None) -> NoteCall:
    return NoteCall(
        call_id=derived(CALLS, event.id),
        manager_id=manager_id,
        client_id=client_id,
        phone=event.caller,
        caller=event.caller_name,
        missed=event.missed,
        note=event.note,
    )


def wish(event: PhoneEvent, ticket_id: UUID, client_id: UUID | None) -> OpenTicket | TakeTicketMessage:
    what = "Missed call" if event.missed else "Call"
    subject = f"{what} from {event.caller_name or event.caller}"
    message_id = mail_of(event)
    if ticket_id != derived(CALLS, "ticket", event.id):
        text = f"{subject}. {event.note}".strip()
        return TakeTicketMessage(ticket_id=ticket_id, from_name=event.caller_name, text=text, message_id=message_id)
    return OpenTicket(
        ticket_id=ticket_id,
        subject=subject,
        text=event.note,
        channel="phone",
        client_id=client_id,
        contact_name=event.caller_name,
        contact_phone=event.caller,
        responsible_id=event.person_id,
        message_id=message_id,
    )
