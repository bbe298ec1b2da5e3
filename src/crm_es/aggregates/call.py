"""A call by telephone: held, or missed and then perhaps returned (S0-32).

It is noted once. A call that was missed is returned once, with a result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.contact_details import Phone
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.playbook import Name

# ── Events ──────────────────────────────────────────────────────────────────


class OfCall(Message):
    """What every event tells of the call."""

    call_id: UUID
    manager_id: UUID
    """Who was called."""
    client_id: UUID | None
    phone: str | None
    caller: str | None
    """Who called, as far as it is known."""


class CallMissed(OfCall, Event):
    """A client called, and nobody answered."""

    note: str


class CallHeld(OfCall, Event):
    """Somebody spoke with the client."""

    note: str
    noted_by: UUID | None = None
    """Who told of it, where it was not entered for somebody, nor read out of a book."""


class CallReturned(OfCall, Event):
    """Somebody called back after a call that was missed."""

    result: str


CallEvent = CallMissed | CallHeld | CallReturned

# ── Commands ────────────────────────────────────────────────────────────────

BOOKS: Final = {"operator", "import", "policy"}
"""Who tells what others say, and books."""


class NoteCall(Command, roles={"manager", "head_of_sales", *BOOKS}, opens=True):
    """Tell of a call."""

    call_id: UUID
    manager_id: UUID
    client_id: UUID | None = None
    phone: Phone | None = None
    caller: Name | None = None
    missed: bool = False
    note: Annotated[str, Field(max_length=500)] = ""


class ReturnCall(Command, roles={"manager", "head_of_sales", "operator"}):
    """Tell what came of calling back."""

    call_id: UUID
    result: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


CallCommand = NoteCall | ReturnCall

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Call:
    noted: CallMissed | CallHeld
    returned: bool = False


def evolve(call: Call | None, event: CallEvent) -> Call:
    match call, event:
        case None, CallMissed() | CallHeld():
            return Call(event)
        case Call(), CallReturned():
            return replace(call, returned=True)
        case _:
            raise Corrupt(call, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(call: Call | None, command: CallCommand, context: Context) -> Iterator[CallEvent]:
    match command, call:
        case NoteCall(client_id=None, phone=None), None:
            raise Refused("Say who called: a client or a number.", "somebody who called")
        case NoteCall(), None:
            if context.directory.person(command.manager_id) is None:
                raise Refused("Who was called has to be somebody who works here.", "a manager who works here")
            must_answer_for(command.manager_id, context)
            yield noted(command, None if BOOKS & context.roles else context.person_id)
        case _, None:
            raise Refused("There is no such call.")
        case NoteCall(), Call():
            if noted(command, getattr(call.noted, "noted_by", None)) != call.noted:
                raise Refused("This call is noted already, and otherwise: take another id.", "a call is told once")
        case ReturnCall(), Call(noted=CallHeld()):
            raise Refused("This call was held: there is nothing to return.", "returned and held")
        case ReturnCall(), Call(returned=True):
            return
        case ReturnCall(result=result), Call(noted=missed):
            must_answer_for(missed.manager_id, context)
            yield CallReturned(**{name: getattr(missed, name) for name in OfCall.model_fields}, result=result)


def noted(command: NoteCall, by: UUID | None) -> CallMissed | CallHeld:
    told: dict[str, Any] = {name: value for name, value in command if name != "missed"}
    return CallMissed(**told) if command.missed else CallHeld(**told, noted_by=by)


def must_answer_for(manager_id: UUID, context: Context) -> None:
    """Only whoever was called, a deputy or somebody above; or whoever enters or imports what they say."""
    if not BOOKS & context.roles and not context.answers_for(manager_id):
        manager = context.directory.name(manager_id)
        raise Refused(f"This is a call of {manager}: ask {manager}, a deputy or a supervisor.", "somebody else's call")


decider = Decider("call", "calls", get_args(CallCommand), decide, evolve)
