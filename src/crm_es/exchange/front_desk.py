"""What a client asks for by a form or a call: it begins a ticket, and whose it is is looked up (S3-02, X-27)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, Self
from uuid import NAMESPACE_OID, UUID, uuid4

from pydantic import Field, StringConstraints, model_validator

from crm_es.aggregates.ticket import OpenTicket, reference_of
from crm_es.application import Crm
from crm_es.contact_details import OneEmail, Phone
from crm_es.context import Context
from crm_es.exchange.mail.intake import DOOR
from crm_es.exchange.mail.senders import client_at, client_of
from crm_es.ids import derived
from crm_es.messages import Message
from crm_es.stored_file import StoredFile

FORMS: Final = derived(NAMESPACE_OID, "crm_es/service forms")
MOST_FILES: Final = 10
UNREACHABLE: Final = "Leave an e-mail address or a phone number: we could not answer otherwise."


class ServiceForm(Message):
    """What a client fills in."""

    subject: Annotated[
        str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), Field(examples=["No bread today"])
    ]
    text: Annotated[str, StringConstraints(max_length=20_000, strip_whitespace=True)] = ""
    name: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)] | None = None
    email: OneEmail | None = None
    phone: Phone | None = None
    """One of the two, that there is somewhere to answer to."""
    website: Annotated[str, Field(max_length=1000)] = ""
    """Nobody sees this field: whoever fills it in is a program, and is not heard."""
    form_id: UUID | None = None
    """The same again begins no second ticket."""

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not self.email and not self.phone:
            raise ValueError(UNREACHABLE)
        return self


def asked(crm: Crm, form: ServiceForm, files: Sequence[StoredFile] = ()) -> str:
    """Begin the ticket, and answer its reference. Raises Refused."""
    ticket_id = derived(FORMS, form.form_id) if form.form_id else uuid4()
    if not form.website:
        wish = OpenTicket(
            ticket_id=ticket_id,
            subject=form.subject,
            text=form.text,
            channel="form",
            client_id=client_behind(crm, form.email, form.phone),
            contact_name=form.name,
            contact_email=form.email,
            contact_phone=form.phone,
            files=tuple({file.sha256: file for file in files}.values()),
        )
        crm.handle(wish, Context(DOOR, datetime.now(UTC), frozenset({DOOR})))
    return reference_of(ticket_id)


def client_behind(crm: Crm, email: str | None, phone: str | None) -> UUID | None:
    with crm.log.datastore.get_connection() as db:
        return client_of(email, db, frozenset()) or (client_at(phone, db) if phone else None)


def filled_in(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a plain form that say something, without signs that no text holds."""
    told = {
        name: "".join(sign for sign in text if sign.isprintable() or sign in "\n\t") for name, text in fields.items()
    }
    return {name: text for name, text in told.items() if text.strip()}
