"""What may happen at an order desk next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from crm_es.aggregates.order_desk.commands import (
    BlockOrderDesk,
    DropInterest,
    ExemptOrderDesk,
    NoteInterest,
    OrderDeskCommand,
    PlaceOrder,
    UnblockOrderDesk,
)
from crm_es.aggregates.order_desk.events import (
    InterestDropped,
    InterestNoted,
    OrderDeskBlocked,
    OrderDeskEvent,
    OrderDeskExempted,
    OrderDeskUnblocked,
)
from crm_es.aggregates.order_desk.placing import placed, usual_currency
from crm_es.aggregates.order_desk.state import OrderDesk
from crm_es.context import Context
from crm_es.gates import GateState, may_exempt
from crm_es.ids import order_desk_of
from crm_es.messages import Refused


def decide(desk: OrderDesk | None, command: OrderDeskCommand, context: Context) -> Iterator[OrderDeskEvent]:
    gate = desk.gate if desk else GateState()
    match command:
        case BlockOrderDesk(entry_id=entry_id):
            if entry_id not in gate.held_by:
                yield OrderDeskBlocked(**dict(command))
        case UnblockOrderDesk(order_desk_id=desk_id, entry_id=entry_id):
            if desk and entry_id in gate.held_by:
                whose, free = desk.manager_id, len(gate.held_by) == 1
                yield OrderDeskUnblocked(order_desk_id=desk_id, manager_id=whose, entry_id=entry_id, free=free)
        case ExemptOrderDesk(until=until):
            if command.order_desk_id != order_desk_of(command.manager_id):
                raise Refused("This order desk is not that manager's.")
            may_exempt(command.manager_id, until, context)
            if until != gate.open_until:
                yield OrderDeskExempted(**dict(command), exempted_by=context.person_id)
        case NoteInterest(interest_id=interest_id):
            manager_id = at_ones_own(command.order_desk_id, context)
            if desk is None or interest_id not in desk.interests:
                told = dict(command) | {"currency": command.currency or usual_currency(context)}
                yield InterestNoted(**told, manager_id=manager_id, until=last_moment(context))
        case DropInterest(interest_id=interest_id):
            manager_id = at_ones_own(command.order_desk_id, context)
            if desk is None or interest_id not in desk.interests:
                raise Refused("This interest was not noted at your desk: take one from the list of interests.")
            if interest := desk.interests.get(interest_id):
                yield InterestDropped(**dict(command), manager_id=manager_id, client_id=interest.client_id)
        case PlaceOrder(order_id=order_id):
            manager_id = at_ones_own(command.order_desk_id, context)
            if desk is None or order_id not in desk.placed:
                yield placed(desk or OrderDesk(manager_id), command, context)


def at_ones_own(order_desk_id: UUID, context: Context) -> UUID:
    """Whoever asks, at a desk that is theirs."""
    if order_desk_id != order_desk_of(context.person_id):
        raise Refused("This order desk is somebody else's: take orders at your own.")
    return context.person_id


def last_moment(context: Context) -> datetime:
    """Until when an interest counts that is noted now."""
    playbook = context.playbook
    last = playbook.calendar.day(context.at) + timedelta(playbook.orders.interest_days)
    return playbook.calendar.end_of(last)
