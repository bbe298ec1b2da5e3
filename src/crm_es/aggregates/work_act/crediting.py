"""What is taken off an act, and whether it may be billed again."""

from __future__ import annotations

from collections.abc import Sequence

from crm_es.act_lines import NOTHING, CreditedLine, part
from crm_es.aggregates.work_act.commands import CreditWanted
from crm_es.aggregates.work_act.events import ActCredited
from crm_es.aggregates.work_act.standing import line_of
from crm_es.aggregates.work_act.state import WorkAct
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Refused


def credited(
    act: WorkAct, wanted: Sequence[CreditWanted], reason: str, context: Context, *, release: bool
) -> ActCredited:
    """Raises Refused where more is credited than is left, or part of a line is to be released."""
    if len({one.line_id for one in wanted}) < len(wanted):
        raise Refused("A line is named twice: name each once.", "a line named once")
    lines = tuple(taken_off(act, one) for one in wanted)
    if release:
        for line in lines:
            known = act.lines[line.line_id]
            if not known.whole or line.minutes != known.minutes:
                raise Refused(
                    f"Only whole lines can be billed again: credit all of {line.what!r} at once, or do not release it.",
                    "whole lines are released",
                )
    total, vat = sum((line.amount for line in lines), NOTHING), sum((line.vat for line in lines), NOTHING)
    work_ids = tuple(work_id for line in lines for work_id in act.lines[line.line_id].line.work_ids)
    return ActCredited(
        **act.told,
        credit_note_id=derived(act.work_act_id, "credit note", act.credit_notes + 1),
        act_on=act.on,
        on=context.playbook.calendar.day(context.at),
        lines=lines,
        total=act.money(total),
        vat=act.money(vat),
        left=act.money(act.left.amount - total),
        reason=reason,
        released=act.freed(work_ids) if release else (),
        credited_by=context.person_id,
        email=act.email if act.status != "prepared" else None,
        contact_name=act.contact_name,
    )


def taken_off(act: WorkAct, wanted: CreditWanted) -> CreditedLine:
    known = line_of(act, wanted.line_id)
    line, minutes = known.line, known.minutes if wanted.minutes is None else wanted.minutes
    if known.minutes == 0:
        raise Refused(f"Nothing is left of {line.what!r} to be credited.", "nothing left of the line")
    if minutes > known.minutes:
        raise Refused(
            f"{known.minutes} minutes are left of {line.what!r}: credit no more than that.", "no more than is left"
        )
    off = known.left.less(part(known.minutes - minutes, line.rate, line.vat_rate))
    return CreditedLine(
        line_id=line.line_id, what=line.what, minutes=minutes, rate=line.rate, vat_rate=line.vat_rate, **off._asdict()
    )
