"""Which hours of a client are billed, and what is asked of the invoice desk for them (S3-07)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field

from crm_es.act_lines import Worked
from crm_es.aggregates.billing import WorkBilled
from crm_es.aggregates.invoice_desk import IssueInvoice, WantedLine
from crm_es.aggregates.work_act import ActPrepared
from crm_es.billing.unbilled import Entry
from crm_es.contact_details import OneEmail
from crm_es.ids import derived, desk_of
from crm_es.messages import Message, Refused
from crm_es.playbook import Day

MOST_WORK: Final = 20_000
MOST_LINES: Final = 500


class Wanted(Message):
    """Which hours of a client are billed, and how."""

    client_id: UUID
    act_id: UUID | None = None
    """Of the act that is made. Whoever repeats it with the same id bills nothing twice."""
    project_id: UUID | None = None
    """The work of this project alone."""
    until: Day | None = None
    """Work up to this day; up to that of the act, where none is given."""
    work_ids: tuple[UUID, ...] = Field(default=(), max_length=20_000)
    """These entries alone."""
    on: Day | None = None
    """The day of the act; today, where none is given."""
    email: OneEmail | None = None
    """Where it is sent for approval; to the client's address, its contact's, or that of its last act, where none is
    given."""
    contact_name: str = Field(default="", max_length=200)
    send: bool = True
    """It goes out at once, where an address is known."""


def chosen(unbilled: Iterable[Entry], wanted: Wanted, until: date) -> list[Entry]:
    """The entries that are meant. Raises Refused where there are none, or one is not to be billed."""
    meant = [entry for entry in unbilled if entry.day <= until and wanted.project_id in (None, entry.project_id)]
    if wanted.work_ids:
        known = {entry.work_id: entry for entry in meant}
        if missing := [str(work_id) for work_id in wanted.work_ids if work_id not in known]:
            raise Refused(
                f"These entries are billed already, not billable, or not of this client: {', '.join(missing[:20])}.",
                "entries that are unbilled",
            )
        meant = [known[work_id] for work_id in dict.fromkeys(wanted.work_ids)]
    if not meant:
        raise Refused(f"Nothing of this client is unbilled up to {until}.", "something to bill")
    if len(meant) > MOST_WORK:
        raise Refused(f"An act takes {MOST_WORK} entries: bill up to an earlier day first.", "not too much on an act")
    return meant


def worked(entry: Entry) -> Worked:
    return Worked(
        work_id=entry.work_id,
        person_id=entry.person_id,
        day=entry.day,
        minutes=entry.minutes,
        kind=entry.kind,
        subject=entry.subject[:300],
        project_id=entry.project_id,
    )


def invoice_of(act_id: UUID, act: ActPrepared | WorkBilled, what_for: str) -> IssueInvoice:
    """At the desk of whoever bills, line by line as the act has it."""
    if len(act.lines) > MOST_LINES:
        raise Refused(
            f"An invoice takes {MOST_LINES} lines: bill up to an earlier day first, or by kind of work.",
            "not too much on an act",
        )
    lines = tuple(
        WantedLine(
            product=line.what,
            quantity=line.quantity,
            unit="hour",
            price=line.rate,
            vat_rate="none" if line.vat_rate is None else line.vat_rate,
        )
        for line in act.lines
    )
    return IssueInvoice(
        invoice_desk_id=desk_of(act.biller_id),
        invoice_id=derived(act_id, "invoice"),
        client_id=act.client_id,
        act_id=act_id,
        biller_id=act.biller_id,
        what_for=what_for,
        currency=act.total.currency,
        lines=lines,
    )
