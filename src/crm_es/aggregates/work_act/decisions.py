"""Every wish about an act, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from crm_es.aggregates.work_act.accepting import accepted, counted_accepted, dispute
from crm_es.aggregates.work_act.commands import (
    AcceptAct,
    AnswerDispute,
    CancelAct,
    CountActAccepted,
    CreditAct,
    CreditWanted,
    DisputeActLine,
    NoteActDelivered,
    NoteActInvoiced,
    NoteActOpened,
    PrepareAct,
    SendAct,
    TakeActLink,
    WorkActCommand,
)
from crm_es.aggregates.work_act.crediting import credited
from crm_es.aggregates.work_act.events import (
    ActCancelled,
    ActCredited,
    ActDeliveryNoted,
    ActInvoiced,
    ActLinkTaken,
    ActOpened,
    ActPrepared,
    ActSent,
    DisputeAnswered,
    WorkActEvent,
)
from crm_es.aggregates.work_act.standing import line_of, must_be_the_client, must_bill
from crm_es.aggregates.work_act.state import WorkAct, evolve
from crm_es.context import Context
from crm_es.messages import Refused


def decide(act: WorkAct | None, command: WorkActCommand, context: Context) -> Iterator[WorkActEvent]:
    match command, act:
        case PrepareAct(), None:
            yield ActPrepared(**dict(command))
        case _, None:
            raise Refused("There is no such act: look its id up in the list of acts.", "no such act")
        case PrepareAct(), WorkAct():
            return
        case NoteActInvoiced(), WorkAct():
            yield from invoiced(act, command, context)
        case NoteActDelivered(), WorkAct():
            if act.noted < command.round == act.round:
                yield delivered(act, command, context)
        case NoteActOpened(), WorkAct():
            yield from opened(act, command, context)
        case CountActAccepted(), WorkAct():
            yield from counted_accepted(act, context)
        case AcceptAct(), WorkAct(status="accepted"):
            return
        case CancelAct(), WorkAct(status="cancelled"):
            return
        case _, WorkAct(status="cancelled"):
            raise Refused(f"Act {act.number} is cancelled: bill the hours again.", "act is cancelled")
        case CreditAct(lines=lines, reason=reason, release=release), WorkAct():
            must_bill(act, context)
            yield credited(act, lines, reason, context, release=release)
        case AnswerDispute(), WorkAct():
            must_bill(act, context)
            yield from answered(act, command, context)
        case ((SendAct() | TakeActLink() | DisputeActLine() | CancelAct()), WorkAct(status="accepted")):
            raise Refused(
                f"Act {act.number} is accepted: correct it by a credit note where something is wrong.",
                "act is accepted",
            )
        case SendAct(), WorkAct():
            must_bill(act, context)
            contact_name = act.contact_name if command.contact_name is None else command.contact_name
            yield sent(act, command.email or act.email, contact_name, context)
        case TakeActLink(), WorkAct():
            must_bill(act, context)
            yield from taken(act, context)
        case AcceptAct(), WorkAct():
            yield accepted(act, command, context)
        case DisputeActLine(), WorkAct():
            yield dispute(act, command, context)
        case CancelAct(), WorkAct():
            must_bill(act, context)
            yield cancelled(act, command, context)


def invoiced(act: WorkAct, command: NoteActInvoiced, context: Context) -> Iterator[ActInvoiced | ActSent]:
    """The number is noted once; the act goes out with it where it is known to whom."""
    if act.invoice_id is None:
        cancelled = {"cancelled_because": act.cancelled_because, "cancelled_by": act.cancelled_by}
        nowhere = act.send and act.email is None and act.status == "prepared"
        yield ActInvoiced(**act.told | dict(command) | cancelled, nowhere_to_send=nowhere)
        if act.email and act.status == "prepared":
            known = replace(act, invoice_id=command.invoice_id, invoice_number=command.invoice_number)
            yield sent(known, act.email, act.contact_name, context)


def sent(act: WorkAct, email: str | None, contact_name: str, context: Context) -> ActSent:
    if act.invoice_id is None:
        raise Refused(
            f"Act {act.number} has no invoice yet: bill its hours once more, under the same id.",
            "an act has an invoice",
        )
    if email is None:
        raise Refused("Say to which address the act goes.", "an address for the act")
    if act.disputed:
        raise Refused("Answer the client about the disputed lines first, then send it again.", "answer disputes first")
    until = context.at + timedelta(context.playbook.billing.link_days)
    return ActSent(
        **act.told,
        round=act.round + 1,
        email=email,
        contact_name=contact_name,
        until=until,
        last_day=context.playbook.calendar.day(until),
        silent_until=silent_until(context),
        answers=act.answers,
        total=act.left,
        on=act.on,
        invoice_id=act.invoice_id,
        invoice_number=act.invoice_number,
        sent_by=context.person,
    )


def delivered(act: WorkAct, command: NoteActDelivered, context: Context) -> ActDeliveryNoted:
    """Silence counts from the day on which the letter came."""
    last = silent_until(context) if command.delivered and act.status == "sent" and not act.disputed else None
    accepted_at = context.playbook.calendar.end_of(last) if last else None
    return ActDeliveryNoted(**act.told | dict(command), accepted_at=accepted_at)


def silent_until(context: Context) -> date | None:
    """The last day on which the client may object to a letter of today; none where silence never counts."""
    days, calendar = context.playbook.billing.accepted_after_days, context.playbook.calendar
    return calendar.after(calendar.day(context.at), days) if days else None


def opened(act: WorkAct, command: NoteActOpened, context: Context) -> Iterator[ActOpened]:
    must_be_the_client(act, command.round, context)
    look = (command.round, command.from_address, context.playbook.calendar.day(context.at))
    if look not in act.opened:
        yield ActOpened(**act.told, round=look[0], from_address=look[1], on=look[2])


def taken(act: WorkAct, context: Context) -> Iterator[ActLinkTaken]:
    if act.status == "prepared":
        raise Refused(f"Act {act.number} was not sent yet: send it, then its link works.", "act was not sent")
    hand = (act.round, context.person_id, context.playbook.calendar.day(context.at))
    if hand not in act.taken:
        yield ActLinkTaken(**act.told, round=hand[0], taken_by=hand[1], on=hand[2])


def answered(
    act: WorkAct, command: AnswerDispute, context: Context
) -> Iterator[DisputeAnswered | ActCredited | ActSent]:
    """After the last answer the act goes to the client again, and silence counts anew."""
    line = line_of(act, command.line_id)
    if not line.disputed:
        raise Refused("Nobody disputes this line: there is nothing to answer.", "a disputed line")
    events: list[DisputeAnswered | ActCredited] = [
        DisputeAnswered(
            **act.told,
            line_id=command.line_id,
            what=line.line.what,
            dispute=line.disputes,
            answer=command.answer,
            credited_minutes=command.credit_minutes,
            answered_by=context.person_id,
        )
    ]
    if command.credit_minutes:
        wanted = CreditWanted(line_id=command.line_id, minutes=command.credit_minutes)
        events.append(credited(act, (wanted,), command.answer, context, release=command.release))
    for event in events:
        act = evolve(act, event)
        yield event
    if act.left.amount and not act.disputed:
        yield sent(act, act.email, act.contact_name, context)


def cancelled(act: WorkAct, command: CancelAct, context: Context) -> ActCancelled:
    if act.credit_notes:
        raise Refused(
            f"Some of act {act.number} is credited already: credit the rest of it.", "an act with credits stands"
        )
    return ActCancelled(
        **act.told,
        on=act.on,
        total=act.left,
        reason=command.reason,
        works=act.freed(tuple(act.works)),
        invoice_id=act.invoice_id,
        cancelled_by=context.person_id,
        dropped=act.disputed,
        email=act.email if act.status == "sent" else None,
        contact_name=act.contact_name,
    )
