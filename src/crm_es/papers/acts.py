"""An act as it is printed, with the work behind it, and its credit notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg import Connection

from crm_es.act_lines import ActLine, BilledWork, CreditedLine, hours
from crm_es.aggregates.billing import CreditNoteIssued, WorkBilled
from crm_es.aggregates.work_act import (
    ActAccepted,
    ActCancelled,
    ActCredited,
    ActDeliveryNoted,
    ActInvoiced,
    ActLineDisputed,
    ActPrepared,
    ActSent,
)
from crm_es.files import FileStore
from crm_es.messages import Event, Refused
from crm_es.papers.facts import of_client
from crm_es.papers.parties import buyer, names, playbook_of, seller
from crm_es.playbook.calendar import Calendar
from crm_es.printing.shapes import (
    Correction,
    Language,
    PrintedAct,
    PrintedCreditNote,
    PrintedLine,
    PrintedWork,
)
from crm_es.store.reading import by_stream
from crm_es.trade_lines import rounded


def act_paper(db: Connection[Any], files: FileStore, act_id: UUID, language: Language = "ru") -> PrintedAct:
    """Raises Refused where there is no such act."""
    facts = by_stream(db, {act_id: 0})[act_id]
    if not facts or not isinstance(facts[0].event, ActPrepared):
        raise Refused("There is no such act: look at the list of acts.", "no such act")
    act, told = facts[0].event, [one.event for one in facts]
    notes = credit_notes(db, act)
    works = billed(db, act)
    who = names(db, (work.person_id for work in works.values()))
    playbook = playbook_of(db, facts[0].playbook_version)
    return PrintedAct(
        number=act.number,
        dated=act.on,
        seller=seller(playbook, files),
        buyer=buyer(db, act.client_id),
        lines=lines(act.lines),
        total=act.total.amount,
        vat=taxed(act.lines, act.vat.amount),
        currency=act.total.currency,
        language=language,
        first=min((line.first for line in act.lines), default=None),
        last=max((line.last for line in act.lines), default=None),
        works=tuple(work for line in act.lines for work in worked(line, works, who)),
        corrections=corrections(notes),
        **standing(told, playbook.calendar),
    )


def credit_note_paper(
    db: Connection[Any], files: FileStore, act_id: UUID, credit_note_id: UUID, language: Language = "ru"
) -> PrintedCreditNote:
    """Raises Refused where there is no such note to this act."""
    facts = by_stream(db, {act_id: 0})[act_id]
    act, notes = facts[0].event if facts else None, credit_notes_of(db, act_id)
    for n, note in enumerate(notes):
        if note.credit_note_id == credit_note_id and isinstance(act, ActPrepared):
            before = act.total.amount - sum((earlier.total.amount for earlier in notes[:n]), Decimal(0))
            return PrintedCreditNote(
                number=note.number,
                dated=note.on,
                seller=seller(playbook_of(db, facts[0].playbook_version), files),
                buyer=buyer(db, note.client_id),
                lines=lines(note.lines),
                total=note.total.amount,
                vat=taxed(note.lines, note.vat.amount),
                currency=note.total.currency,
                language=language,
                act_number=note.act_number,
                act_dated=note.act_on,
                reason=note.reason,
                before=before,
            )
    raise Refused("There is no such credit note to this act, or it has no number yet: ask in a moment.", "no such note")


def credit_notes(db: Connection[Any], act: ActPrepared) -> list[CreditNoteIssued]:
    """In the order in which they were issued."""
    found = of_client(db, act.client_id, (CreditNoteIssued,), "act_id", act.work_act_id)
    return [one.event for one in found if isinstance(one.event, CreditNoteIssued)]


def corrections(notes: Iterable[CreditNoteIssued]) -> tuple[Correction, ...]:
    return tuple(Correction(note.number, note.on, note.total.amount, note.vat.amount) for note in notes)


def credit_notes_of(db: Connection[Any], act_id: UUID) -> list[CreditNoteIssued]:
    """Of an act by its id; none where there is no such act."""
    prepared = next((one.event for one in by_stream(db, {act_id: 0})[act_id]), None)
    return credit_notes(db, prepared) if isinstance(prepared, ActPrepared) else []


def awaited_notes(db: Connection[Any], act_id: UUID) -> int:
    """How many credits of an act have no number yet."""
    told = [one.event for one in by_stream(db, {act_id: 0})[act_id]]
    return sum(isinstance(event, ActCredited) for event in told) - len(credit_notes_of(db, act_id))


def billed(db: Connection[Any], act: ActPrepared) -> dict[UUID, BilledWork]:
    found = of_client(db, act.client_id, (WorkBilled,), "act_id", act.work_act_id)
    return {work.work_id: work for one in found if isinstance(one.event, WorkBilled) for work in one.event.works}


def standing(told: Iterable[Event], calendar: Calendar) -> dict[str, Any]:
    """What became of the act, as far as its paper says so."""
    said: dict[str, Any] = {}
    for event in told:
        match event:
            case ActInvoiced(invoice_number=number):
                said["invoice"] = number
            case ActAccepted(on=on, contact_name=who, by_silence=by_silence):
                said |= {"accepted_on": on, "accepted_by": who, "by_silence": by_silence, "silent_until": None}
            case ActSent(silent_until=until):
                said["silent_until"] = until
            case ActDeliveryNoted(accepted_at=at):
                said["silent_until"] = calendar.day(at) if at else None
            case ActLineDisputed():
                said["silent_until"] = None
            case ActCancelled():
                said |= {"cancelled": True, "silent_until": None}
            case _:
                pass
    return said


def taxed(lines: Iterable[ActLine | CreditedLine], vat: Decimal) -> Decimal | None:
    return vat if any(line.vat_rate is not None for line in lines) else None


def lines(told: Iterable[ActLine | CreditedLine]) -> tuple[PrintedLine, ...]:
    return tuple(
        PrintedLine(
            what=line.what,
            quantity=line.quantity,
            price=line.rate,
            amount=line.amount,
            vat_rate=line.vat_rate,
            vat=line.vat,
        )
        for line in told
    )


def worked(line: ActLine, works: Mapping[UUID, BilledWork], who: Mapping[UUID, str]) -> Iterator[PrintedWork]:
    """The work of a line, by day. Each has its share of the hours and the amount: they add up to those of the line."""
    minutes = 0
    for work in sorted((works[one] for one in line.work_ids if one in works), key=lambda work: work.day):
        before, minutes = minutes, minutes + work.minutes
        yield PrintedWork(
            day=work.day,
            person=who.get(work.person_id, ""),
            subject=work.subject or line.what,
            kind=work.kind,
            minutes=work.minutes,
            quantity=hours(minutes) - hours(before),
            rate=line.rate,
            amount=rounded(line.rate, hours(minutes)) - rounded(line.rate, hours(before)),
        )
