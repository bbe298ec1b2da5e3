"""What became of hours that were to be billed (S3-07)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from crm_es.aggregates.work_act import ActInvoiced, ActPrepared, ActSent
from crm_es.ids import derived
from crm_es.messages import Event, Message, Refused, Remedy
from crm_es.money import Money


class Made(Message):
    """What became of one client's hours."""

    client_id: UUID
    client: str | None = None
    """What it is called."""
    result: Literal["billed", "refused"]
    act_id: UUID
    number: str | None = None
    """Of the act."""
    total: Money | None = None
    invoice_id: UUID | None = None
    invoice_number: str | None = None
    email: str | None = None
    """Where it was sent."""
    not_sent: str | None = None
    """Why it was not sent."""
    why: str | None = None
    """Why it was refused."""
    remedies: tuple[Remedy, ...] = ()


def made(act_id: UUID, client_id: UUID, name: str | None, history: Sequence[Event], refusal: Refused | None) -> Made:
    """What the act tells by now."""
    told: dict[str, Any] = {"act_id": act_id, "client_id": client_id, "client": name}
    told["result"] = "refused" if refusal else "billed"
    if refusal:
        told |= {"why": str(refusal), "remedies": refusal.remedies}
    for event in history:
        match event:
            case ActPrepared(client_id=whose) if whose == client_id:
                told |= {"number": event.number, "total": event.total, "invoice_id": derived(act_id, "invoice")}
                told["not_sent"] = held_back(event)
            case ActInvoiced() if "number" in told:
                told["invoice_number"] = event.invoice_number
            case ActSent() if "number" in told:
                told |= {"email": event.email, "not_sent": None}
            case _:
                pass
    return Made(**told)


def held_back(act: ActPrepared) -> str:
    """Why an act has not gone out."""
    if not act.send:
        return "nobody asked for it"
    return "its invoice has no number yet" if act.email else "no address is known"
