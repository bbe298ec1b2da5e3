"""Who called when, who answered, and who was called back? (S0-32)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.call import CallEvent, CallHeld, CallMissed, CallReturned
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class Call(
    Row, table="call_registry", key="call_id", indexes=("called_at, call_id", "manager_id", "client_id", "phone")
):
    """One call."""

    call_id: UUID
    called_at: datetime
    manager_id: UUID
    client_id: UUID | None
    phone: str | None
    caller: str | None
    status: str
    """held, missed or returned."""
    note: str
    returned_at: datetime | None = None
    result: str | None = None


def keys(event: CallEvent) -> tuple[UUID, ...]:
    return (event.call_id,)


def evolve(call: Call | None, recorded: Recorded[CallEvent], key: UUID) -> Call | None:
    match call, recorded.event:
        case None, CallMissed() | CallHeld() as noted:
            return Call(
                call_id=key,
                called_at=recorded.occurred_at,
                manager_id=noted.manager_id,
                client_id=noted.client_id,
                phone=noted.phone,
                caller=noted.caller,
                status="held" if isinstance(noted, CallHeld) else "missed",
                note=noted.note,
            )
        case Call(), CallReturned(result=result):
            return replace(call, status="returned", returned_at=recorded.occurred_at, result=result)
        case _:
            raise Corrupt(call, recorded.event)
