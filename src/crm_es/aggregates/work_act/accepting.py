"""What the client says of an act: yes, or what is wrong with a line."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.work_act.commands import AcceptAct, DisputeActLine
from crm_es.aggregates.work_act.events import ActAccepted, ActLineDisputed
from crm_es.aggregates.work_act.standing import CLIENT, line_of, must_be_the_client
from crm_es.aggregates.work_act.state import WorkAct
from crm_es.context import Context
from crm_es.messages import Refused


def accepted(act: WorkAct, command: AcceptAct, context: Context) -> ActAccepted:
    """The client lets go what it disputed; our people cannot say so for it."""
    must_be_the_client(act, command.round, context)
    if CLIENT not in context.roles:
        if command.file is None:
            raise Refused(
                "Add the act as the client signed it, as a file: only the client accepts without paper.",
                "acceptance on paper",
            )
        if act.disputed:
            raise Refused("Answer the client about the disputed lines first.", "answer disputes first")
    return ActAccepted(
        **act.told,
        on=context.playbook.calendar.day(context.at),
        total=act.left,
        contact_name=command.contact_name or act.contact_name,
        from_address=command.from_address,
        comment=command.comment,
        file=command.file,
        recorded_by=None if CLIENT in context.roles else context.person_id,
        dropped=act.disputed,
    )


def counted_accepted(act: WorkAct, context: Context) -> Iterator[ActAccepted]:
    """Nothing, where it was accepted, cancelled or disputed in the meantime, or the time has not come."""
    if act.accepted_at is not None and context.at >= act.accepted_at:
        yield ActAccepted(**act.told, on=context.playbook.calendar.day(context.at), total=act.left, by_silence=True)


def dispute(act: WorkAct, command: DisputeActLine, context: Context) -> ActLineDisputed:
    must_be_the_client(act, command.round, context)
    line = line_of(act, command.line_id)
    if act.status == "prepared":
        raise Refused(f"Act {act.number} was not sent yet: credit the line, or cancel the act.", "act was not sent")
    if line.disputed:
        raise Refused("This line is disputed already: an answer is on its way.", "disputed already")
    if line.minutes == 0:
        raise Refused("Nothing is asked for this line any more.", "nothing left of the line")
    return ActLineDisputed(
        **act.told,
        line_id=command.line_id,
        what=line.line.what,
        amount=act.money(line.left.amount),
        comment=command.comment,
        contact_name=command.contact_name or act.contact_name,
        from_address=command.from_address,
        dispute=line.disputes + 1,
    )
