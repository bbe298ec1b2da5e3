"""A call back that is owed to one client, or to one number that nobody knows (S0-32).

However often somebody called in vain, each manager who missed it owes one call back. It is owed no more as soon as
anybody has spoken with the client or number since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import get_args
from uuid import UUID

from pydantic import AwareDatetime

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event

# ── Events ──────────────────────────────────────────────────────────────────


class CallBackOwed(Event):
    """A manager missed a call of the client or number."""

    call_back_id: UUID
    call_id: UUID
    manager_id: UUID
    client_id: UUID | None
    phone: str | None
    caller: str | None
    called_at: AwareDatetime
    """As clocks show it in the company."""


class CallBackSettled(Event):
    """Somebody has spoken with the client or number since."""

    call_back_id: UUID
    calls: tuple[UUID, ...]
    managers: tuple[UUID, ...]
    """Who owes them no call back any more."""
    result: str


CallBackEvent = CallBackOwed | CallBackSettled

# ── Commands ────────────────────────────────────────────────────────────────


class OweCallBack(Command, roles={"policy"}):
    """Keep in mind that a call was missed."""

    call_back_id: UUID
    call_id: UUID
    manager_id: UUID
    client_id: UUID | None
    phone: str | None
    caller: str | None


class SettleCallBack(Command, roles={"policy"}):
    """Somebody spoke with them: earlier calls need no call back."""

    call_back_id: UUID
    result: str
    spares: UUID | None = None
    """Who owes it still, having told of somebody else's call."""


CallBackCommand = OweCallBack | SettleCallBack

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class CallBack:
    owed: Mapping[UUID, tuple[UUID, datetime]]
    """By call: who missed it, and when."""


def evolve(call_back: CallBack | None, event: CallBackEvent) -> CallBack:
    match call_back, event:
        case _, CallBackOwed(call_id=call_id, manager_id=manager_id, called_at=called_at):
            return CallBack({**(call_back.owed if call_back else {}), call_id: (manager_id, called_at)})
        case CallBack(), CallBackSettled(calls=calls):
            return CallBack({call_id: owed for call_id, owed in call_back.owed.items() if call_id not in calls})
        case _:
            raise Corrupt(call_back, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(call_back: CallBack | None, command: CallBackCommand, context: Context) -> Iterator[CallBackEvent]:
    match command, call_back:
        case OweCallBack(call_id=call_id), _:
            if call_back is None or call_id not in call_back.owed:
                here = context.at.astimezone(context.playbook.calendar.zone)
                yield CallBackOwed(**dict(command), called_at=here)
        case SettleCallBack(), None:
            return
        case SettleCallBack(call_back_id=call_back_id, result=result, spares=spares), CallBack():
            owed = call_back.owed.items()
            settled = {call_id: who for call_id, (who, at) in owed if at <= context.at and who != spares}
            still = {who for call_id, (who, _) in call_back.owed.items() if call_id not in settled}
            if settled:
                yield CallBackSettled(
                    call_back_id=call_back_id,
                    calls=tuple(settled),
                    managers=tuple(dict.fromkeys(who for who in settled.values() if who not in still)),
                    result=result,
                )


decider = Decider("call_back", "call backs", get_args(CallBackCommand), decide, evolve)
