"""When a request for payment is approved or paid, its contractor is told by e-mail (S1-39)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Final, Literal
from uuid import UUID

from crm_es.aggregates.payment_request import (
    NoteContractorTold,
    PaymentRequestApproved,
    PaymentRequestPaid,
    PaymentRequestPartPaid,
)
from crm_es.channels.letters import Attachment, Envelope, letter
from crm_es.channels.smtp import Undeliverable, send
from crm_es.effects import Attempt, Outside
from crm_es.files import MEGABYTE, trouble_with
from crm_es.messages import Message
from crm_es.money import Money
from crm_es.projections.contractor_registry import contact_of
from crm_es.stored_file import StoredFile

PASSES_OVER_IMPORTS = True
MOST: Final = 10 * MEGABYTE
"""Mail servers do not take larger files."""
DETAIL: Final = 1000


class Notice(Message):
    """What the contractor is to hear."""

    payment_request_id: UUID
    contractor_id: UUID
    about: Literal["approved", "paid"]
    what_for: str
    amount: Money
    pay_by: date | None = None
    paid_on: date | None = None
    payment_order: str | None = None
    left: Money | None = None
    order_file: StoredFile | None = None


def react(event: PaymentRequestApproved | PaymentRequestPartPaid | PaymentRequestPaid) -> Iterator[Notice]:
    if event.contractor_id is None:
        return
    told = Notice(
        payment_request_id=event.payment_request_id,
        contractor_id=event.contractor_id,
        about="approved",
        what_for=event.what_for,
        amount=event.amount,
    )
    match event:
        case PaymentRequestApproved(pay_by=pay_by):
            yield told.model_copy(update={"pay_by": pay_by})
        case PaymentRequestPartPaid(left=left):
            yield paid(told, event).model_copy(update={"left": left})
        case PaymentRequestPaid():
            yield paid(told, event)


def paid(told: Notice, event: PaymentRequestPartPaid | PaymentRequestPaid) -> Notice:
    facts = {"paid_on": event.paid_on, "payment_order": event.payment_order, "order_file": event.order_file}
    return told.model_copy(update={"about": "paid", "amount": event.part or event.amount, **facts})


async def perform(notice: Notice, attempt: Attempt) -> NoteContractorTold | None:
    """Nothing is sent, nor noted, where the company has no mail server."""
    settings = attempt.outside.settings
    if settings.smtp_host is None or settings.mail_from is None:
        return None
    email, language = await asyncio.to_thread(contact, notice, attempt.outside)
    if email is None:
        return noted(notice, told=False, detail="No e-mail address of the contractor is known.")
    envelope = Envelope(settings.mail_from, email, language, settings.mail_reply_to)
    attachment = await asyncio.to_thread(attached, notice.order_file, attempt.outside)
    facts = {
        name: getattr(notice, name) for name in ("what_for", "amount", "pay_by", "paid_on", "payment_order", "left")
    }
    message = letter(envelope, notice.about, facts, attempt.key, attachment)
    try:
        said = await send(message, settings)
    except Undeliverable as refusal:
        return noted(notice, email, told=False, detail=str(refusal))
    return noted(notice, email, told=True, detail=said)


def given_up(notice: Notice, attempt: Attempt, why: str) -> NoteContractorTold:
    email, _ = contact(notice, attempt.outside)
    return noted(notice, email, told=False, detail=why)


def contact(notice: Notice, outside: Outside) -> tuple[str | None, str]:
    with outside.database.get_connection() as db:
        return contact_of(notice.contractor_id, db)


def attached(file: StoredFile | None, outside: Outside) -> Attachment | None:
    """The file, if mail servers would take it and it is what it was."""
    if file is None or file.size > MOST or trouble_with(outside.files, file.sha256):
        return None
    return Attachment(file.name, file.type, b"".join(outside.files.open(file.sha256)))


def noted(notice: Notice, email: str | None = None, *, told: bool, detail: str) -> NoteContractorTold:
    return NoteContractorTold(
        payment_request_id=notice.payment_request_id,
        contractor_id=notice.contractor_id,
        about=notice.about,
        email=email or "",
        told=told,
        detail=" ".join(detail.split())[:DETAIL],
    )
