"""From what a client wants to an order (S0-41, S0-42)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from uuid import UUID

from crm_es.aggregates.order_desk.commands import PlaceOrder
from crm_es.aggregates.order_desk.events import OrderPlaced
from crm_es.aggregates.order_desk.state import OrderDesk
from crm_es.context import Context
from crm_es.messages import Refused, Remedy
from crm_es.money import Currency
from crm_es.trade_lines import ordered_total

RULE: Final = "an order comes from an interest"
MOST: Final = Decimal(10) ** 15
"""More money than any order is about."""


def placed(desk: OrderDesk, command: PlaceOrder, context: Context) -> OrderPlaced:
    """The order. Raises Refused where something comes before it."""
    passed_gate = desk.gate.must_be_open(context.at, "order desk is blocked", desk.manager_id)
    needed = context.playbook.orders.needs_interest
    interest_id = command.interest_id
    if interest_id is None and command.without_interest_because is None and (needed or not command.lines):
        interest_id = desk.oldest(command.client_id, context.at)
    if interest_id is not None:
        must_count(interest_id, desk, command, context)
    exempt = excuse(command, context) if needed and interest_id is None else None
    interest = desk.interests[interest_id] if interest_id else None
    lines = command.lines or (interest.lines if interest else ())
    if not lines:
        raise Refused("Neither the order nor the interest says what the client wants: give lines.")
    comes_to = ordered_total(lines)
    if comes_to is not None and comes_to >= MOST:
        raise Refused("An order is for less than that: look at the quantities and prices again.", "amount too large")
    return OrderPlaced(
        order_desk_id=command.order_desk_id,
        manager_id=desk.manager_id,
        order_id=command.order_id,
        client_id=command.client_id,
        interest_id=interest_id,
        deal_id=command.deal_id,
        lines=lines,
        currency=command.currency or (interest.currency if interest else usual_currency(context)),
        total=comes_to,
        note=command.note,
        exempt=exempt,
        passed_gate=passed_gate,
        entered_by=context.by if isinstance(context.by, UUID) and context.by != desk.manager_id else None,
    )


def usual_currency(context: Context) -> Currency:
    """That of the price list in force."""
    return context.tariff.currency if context.tariff else "RUB"


def must_count(interest_id: UUID, desk: OrderDesk, command: PlaceOrder, context: Context) -> None:
    """Refuses an interest from which no order of this client may come."""
    interest = desk.interests.get(interest_id)
    if interest is None:
        why = "This interest is not open at your desk: it may have led to an order already."
    elif interest.client_id != command.client_id:
        why = "This interest is of another client."
    elif context.at > interest.until:
        why = f"This interest lasted until {context.playbook.calendar.day(interest.until):%d.%m.%Y}."
    else:
        return
    raise Refused(f"{why} Name another, or note what the client wants now.", RULE, [note_first(command)])


def excuse(command: PlaceOrder, context: Context) -> str:
    """Why it comes without an interest, of those who may say so."""
    if context.directory.roles(context.person_id).isdisjoint(context.playbook.orders.exempt_roles):
        raise Refused(
            "An order comes from what its client wants: note the interest first, and the order is filled in from it.",
            RULE,
            [note_first(command)],
        )
    if command.without_interest_because is None:
        raise Refused(
            "No interest of this client is noted: note it, or say why the order comes without one.",
            RULE,
            [note_first(command)],
        )
    return command.without_interest_because


def note_first(command: PlaceOrder) -> Remedy:
    """What helps: to note the interest, with all that was typed for the order (S0-42)."""
    typed = command.model_dump(
        mode="json", include={"order_desk_id", "client_id", "lines", "currency", "note"}, exclude_none=True
    )
    return Remedy(command="NoteInterest", sentence="Note what the client wants.", fields=typed)
