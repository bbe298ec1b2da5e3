"""Every wish of billing, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from crm_es.act_lines import Freed, lined_up, total, vat
from crm_es.aggregates.billing.commands import BillingCommand, BillWork, IssueCreditNote, ReleaseWork
from crm_es.aggregates.billing.events import BillingEvent, CreditNoteIssued, WorkBilled, WorkReleased
from crm_es.aggregates.billing.pricing import priced
from crm_es.aggregates.billing.state import ACTS, CREDIT_NOTES, Billing
from crm_es.context import Context
from crm_es.ids import BILLING
from crm_es.messages import Refused
from crm_es.money import Money
from crm_es.playbook import Series


def decide(billing: Billing | None, command: BillingCommand, context: Context) -> Iterator[BillingEvent]:
    if command.billing_id != BILLING:
        raise Refused("There is one billing: leave its id out.")
    billing = billing or Billing()
    match command:
        case BillWork():
            if not made_already(billing, command):
                yield bill(billing, command, context)
        case ReleaseWork(act_id=act_id, work_ids=work_ids, reason=reason):
            yield from released(billing, act_id, work_ids, reason)
        case IssueCreditNote(act_id=act_id):
            if act_id not in billing.acts:
                raise Refused("There is no such act: name one that was made here.", "no such act")
            if command.credit_note_id not in billing.credit_notes:
                told = dict(command)
                work_ids = told.pop("released")
                series = context.playbook.billing.credit_notes
                yield CreditNoteIssued(**told, **numbered(billing, CREDIT_NOTES, series, command.on))
                yield from released(billing, act_id, work_ids, command.reason)


def made_already(billing: Billing, command: BillWork) -> bool:
    """Whether the act is there. Raises Refused where it is made of other work."""
    act = billing.acts.get(command.act_id)
    if act is None:
        return False
    if (act.client_id, set(act.people)) != (command.client_id, {work.work_id for work in command.works}):
        raise Refused(f"Act {act.number} is made of other hours: give this one an id of its own.", "another act")
    return True


def bill(billing: Billing, command: BillWork, context: Context) -> WorkBilled:
    rules = context.playbook.billing
    if context.directory.roles(command.biller_id).isdisjoint(rules.roles):
        raise Refused(
            f"Hours are billed by those with one of the roles {', '.join(rules.roles)}: ask one of them.",
            "a role for billing",
        )
    may_be_billed(billing, command, context)
    works, currency = priced(command, context)
    lines = lined_up(command.act_id, works, rules.lines, rules.vat_rate, context.directory.name)
    comes_to = total(lines)
    if comes_to <= 0:
        raise Refused("These hours come to nothing: there is nothing to ask the client for.", "an amount above zero")
    return WorkBilled(
        billing_id=BILLING,
        act_id=command.act_id,
        client_id=command.client_id,
        **numbered(billing, ACTS, rules.acts, command.on),
        on=command.on,
        project_id=command.project_id,
        biller_id=command.biller_id,
        lines=lines,
        total=Money(amount=comes_to, currency=currency),
        vat=Money(amount=vat(lines), currency=currency),
        works=works,
        email=command.email,
        contact_name=command.contact_name,
        send=command.send,
    )


def may_be_billed(billing: Billing, command: BillWork, context: Context) -> None:
    """Raises Refused where something is billed already, or the days do not fit."""
    ids = [work.work_id for work in command.works]
    if len(set(ids)) < len(ids):
        raise Refused("Some work is named twice: name each entry once.", "nothing is billed twice")
    acts = {act_id for work_id in ids if (act_id := billing.billed_by.get(work_id))}
    if acts:
        numbers = ", ".join(sorted(billing.acts[act_id].number for act_id in acts))
        count = sum(1 for work_id in ids if billing.billed_by.get(work_id))
        raise Refused(
            f"{count} of these entries {'is' if count == 1 else 'are'} billed already, by act {numbers}: "
            "look at what is unbilled again.",
            "nothing is billed twice",
        )
    if command.on > context.playbook.calendar.day(context.at):
        raise Refused("An act is dated today or earlier: choose such a day.", "acts are not dated ahead")
    if (last := max(work.day for work in command.works)) > command.on:
        raise Refused(
            f"Work of {last} is later than the act of {command.on}: choose a later day, or less work.",
            "work comes before its act",
        )


def released(billing: Billing, act_id: UUID, work_ids: tuple[UUID, ...], reason: str) -> Iterator[WorkReleased]:
    """What of it this act still holds comes free."""
    act = billing.acts.get(act_id)
    held = [work_id for work_id in dict.fromkeys(work_ids) if billing.billed_by.get(work_id) == act_id]
    if act and held:
        works = tuple(Freed(work_id=work_id, person_id=act.people[work_id]) for work_id in held)
        yield WorkReleased(billing_id=BILLING, act_id=act_id, works=works, reason=reason)


def numbered(billing: Billing, papers: str, series: Series, on: date) -> dict[str, Any]:
    """The next number of the series in the period of this day."""
    period = series.period(on)
    n = billing.last.get((papers, series.pattern, period), 0) + 1
    return {"series": series.pattern, "period": period, "n": n, "number": series.written(n, on)}
