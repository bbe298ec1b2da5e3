"""An act as its client sees it: the lines, what was said about each, and what may be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import Response

from crm_es.act_lines import hours
from crm_es.aggregates.billing import CreditNoteIssued
from crm_es.aggregates.work_act import (
    AcceptAct,
    ActLineDisputed,
    DisputeActLine,
    DisputeAnswered,
    NoteActOpened,
    WorkAct,
    decider,
)
from crm_es.api.client_visit import NOT_FOUND, Visit, saved
from crm_es.api.house import House
from crm_es.messages import Event, Refused
from crm_es.papers import InvoiceKey, act_paper, credit_note_paper, invoice_paper
from crm_es.papers.acts import credit_notes_of
from crm_es.playbook.calendar import Calendar
from crm_es.printing.appendix import appendix
from crm_es.printing.pdf import printed
from crm_es.recorded import Recorded
from crm_es.spreadsheets import XLSX
from crm_es.store.reading import by_stream
from crm_es.web.rendering import words

PDF = "application/pdf"
PLACE = re.compile(r"[1-9][0-9]{0,3}")


class Word(NamedTuple):
    """Something that was said about a line."""

    by_client: bool
    on: date
    who: str
    text: str
    credited: Decimal | None = None
    """Hours that the client need not pay."""


class ShownLine(NamedTuple):
    """A line of the act."""

    line_id: UUID
    what: str
    quantity: Decimal
    rate: Decimal
    amount: Decimal
    disputed: bool
    may_be_disputed: bool
    words: tuple[Word, ...]


class Seen(NamedTuple):
    """The act as the log has it."""

    act: WorkAct
    facts: list[Recorded[Event]]


def seen(house: House, visit: Visit) -> Seen:
    """Raises Refused where the link is not that of the last letter."""
    with house.database() as db:
        facts = by_stream(db, {visit.link.id: 0})[visit.link.id]
    act = decider.fold([one.event for one in facts if isinstance(one.event, decider.events)])
    if act is None:
        raise Refused("There is no such act.", NOT_FOUND)
    if act.round != visit.link.round:
        raise Refused("The act was sent to you anew since: open the last letter.", "the last link to an act")
    if act.status == "cancelled":
        raise Refused("The act is cancelled.", "act is cancelled")
    return Seen(act, facts)


def page(house: House, visit: Visit) -> Response:
    """The act with its lines. That it was opened is recorded."""
    act, facts = seen(house, visit)
    visit.send(house, NoteActOpened(work_act_id=visit.link.id, round=visit.link.round, from_address=visit.address))
    with house.database() as db:
        paper = act_paper(db, house.crm.files, visit.link.id, visit.language)
        notes = credit_notes_of(db, visit.link.id)
    calendar = house.crm.reference.calendar
    return visit.page(
        "act.html",
        act=paper,
        lines=[shown(line_id, act, facts, calendar) for line_id in act.lines],
        left=act.left.amount,
        papers=list(papers(act, notes, visit)),
        contact_name=act.contact_name,
        may_accept=act.status == "sent",
        any_disputed=bool(act.disputed),
        until=calendar.day(visit.link.until),
    )


def shown(line_id: UUID, act: WorkAct, facts: list[Recorded[Event]], calendar: Calendar) -> ShownLine:
    """The line as it was billed, and what was said about it."""
    state = act.lines[line_id]
    return ShownLine(
        line_id=line_id,
        what=state.line.what,
        quantity=state.line.quantity,
        rate=state.line.rate,
        amount=state.line.amount,
        disputed=state.disputed,
        may_be_disputed=act.status == "sent" and state.minutes > 0,
        words=tuple(said(line_id, facts, calendar)),
    )


def said(line_id: UUID, facts: list[Recorded[Event]], calendar: Calendar) -> Iterator[Word]:
    """On the days of the company's calendar."""
    for one in facts:
        on = calendar.day(one.occurred_at)
        match one.event:
            case ActLineDisputed(line_id=about, comment=comment, contact_name=who) if about == line_id:
                yield Word(True, on, who, comment)
            case DisputeAnswered(line_id=about, answer=answer, credited_minutes=minutes) if about == line_id:
                yield Word(False, on, "", answer, hours(minutes) if minutes else None)
            case _:
                pass


def papers(act: WorkAct, notes: list[CreditNoteIssued], visit: Visit) -> Iterator[tuple[str, str]]:
    """What may be downloaded: where, and what it is called."""
    w = words(visit.language)
    yield "act.pdf", w["act_pdf"]
    if act.invoice_id:
        yield "invoice.pdf", w["invoice_pdf"]
    yield "hours.xlsx", w["hours_xlsx"]
    for n, note in enumerate(notes, 1):
        yield f"credit-note-{n}.pdf", w["credit_pdf"].format(number=note.number)


def download(house: House, visit: Visit, name: str) -> Response:
    """One of the papers of the act."""
    act, _ = seen(house, visit)
    with house.database() as db:
        store = house.crm.files
        match name.removesuffix(".pdf").split("-"):
            case ["act"]:
                content = printed(act_paper(db, store, visit.link.id, visit.language))
            case ["hours.xlsx"]:
                return saved(appendix(act_paper(db, store, visit.link.id, visit.language)), name, XLSX)
            case ["invoice"] if act.invoice_id:
                key = InvoiceKey(act.client_id, act.biller_id, act.invoice_id)
                content = printed(invoice_paper(db, store, key, visit.language))
            case ["credit", "note", n] if PLACE.fullmatch(n):
                notes = credit_notes_of(db, visit.link.id)
                if int(n) > len(notes):
                    raise Refused("There is no such paper.", NOT_FOUND)
                note_id = notes[int(n) - 1].credit_note_id
                content = printed(credit_note_paper(db, store, visit.link.id, note_id, visit.language))
            case _:
                raise Refused("There is no such paper.", NOT_FOUND)
    return saved(content, name, PDF)


def accept(house: House, visit: Visit, said: dict[str, Any]) -> None:
    """The client takes the work."""
    wish = {"contact_name": said.get("contact_name", ""), "from_address": visit.address}
    visit.send(house, AcceptAct(work_act_id=visit.link.id, round=visit.link.round, **wish))


def dispute(house: House, visit: Visit, said: dict[str, Any]) -> None:
    """The client does not agree with a line."""
    wish = {name: said.get(name, "") for name in ("line_id", "comment", "contact_name")}
    visit.send(
        house,
        DisputeActLine(work_act_id=visit.link.id, round=visit.link.round, from_address=visit.address, **wish),
    )
