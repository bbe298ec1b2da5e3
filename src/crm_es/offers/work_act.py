"""What may be done with an act of work, and with each of its lines."""

from __future__ import annotations

from uuid import UUID

from crm_es.aggregates.work_act import (
    AcceptAct,
    AnswerDispute,
    CancelAct,
    CreditAct,
    CreditWanted,
    DisputeActLine,
    SendAct,
    TakeActLink,
    WorkAct,
    decider,
)
from crm_es.offers.way import Kind, Look, Values, Way, kind, naming, own
from crm_es.stored_file import StoredFile

SIGNED = StoredFile(sha256="1" * 64, name="Signed.pdf", type="application/pdf", size=1)


def disputed(look: Look) -> dict[UUID, str]:
    act: WorkAct = look.state
    return {line_id: line.line.what for line_id, line in act.lines.items() if line.disputed}


def undisputed(look: Look) -> dict[UUID, str]:
    act: WorkAct = look.state
    return {line_id: line.line.what for line_id, line in act.lines.items() if not line.disputed}


def addressed(look: Look) -> Values:
    act: WorkAct = look.state
    return {"email": act.email, "contact_name": act.contact_name}


def left(look: Look) -> tuple[CreditWanted, ...]:
    """All that is not credited yet."""
    act: WorkAct = look.state
    return tuple(CreditWanted(line_id=line_id) for line_id, line in act.lines.items() if line.minutes)


def unsent(look: Look) -> Values | None:
    return {} if look.state.status == "prepared" else None


KIND = kind(
    "work-acts",
    decider,
    Way(AnswerDispute, choices={"line_id": disputed}),
    Way(SendAct, unsent, present=addressed, typed={"email": "nobody.has.written@there.example"}),
    Way(AcceptAct, typed={"file": SIGNED}),
    Way(TakeActLink, beside=True),
    Way(DisputeActLine, choices={"line_id": undisputed}, beside=True),
    Way(CreditAct, typed={"lines": left}, beside=True),
    Way(CancelAct, menu=True),
)

LINE = Kind(
    "act-lines",
    decider,
    (Way(AnswerDispute), Way(DisputeActLine, beside=True)),
    own("work_act_id"),
    naming(line_id="line_id"),
)
