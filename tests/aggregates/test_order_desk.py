"""What an order desk promises (S0-30, S0-41, S0-42, S0-46)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CLIENT,
    DEAL,
    HEAD,
    ID,
    MONDAY,
    OPERATOR,
    OTHER_ID,
    PLAYBOOK,
    TUESDAY,
    WEDNESDAY,
    ann,
    bob,
    head,
    importer,
    operator,
    policy,
)
from spec import Spec

from crm_es.aggregates import order_desk
from crm_es.aggregates.order_desk import (
    BlockOrderDesk,
    DropInterest,
    ExemptOrderDesk,
    InterestDropped,
    InterestNoted,
    NoteInterest,
    OrderDeskBlocked,
    OrderDeskEvent,
    OrderDeskExempted,
    OrderDeskUnblocked,
    OrderPlaced,
    PlaceOrder,
    UnblockOrderDesk,
)
from crm_es.ids import notebook_of, order_desk_of
from crm_es.messages import Corrupt, Refused
from crm_es.playbook import Orders
from crm_es.tariff import Tariff
from crm_es.trade_lines import OrderLine

STRICT = {1: PLAYBOOK.model_copy(update={"orders": Orders(needs_interest=True, interest_days=7)})}
spec = Spec(order_desk.decider, ann(playbooks=STRICT))
DESK, FIRST, SECOND, INTEREST, ORDER = order_desk_of(ANN), UUID(int=50), UUID(int=51), UUID(int=52), UUID(int=53)
RULE = "an order comes from an interest"
flour = OrderLine(product="flour", quantity=Decimal(20), unit="kg", price=Decimal("45.50"))
sugar = OrderLine(product="sugar", quantity=Decimal(5))

block = BlockOrderDesk(order_desk_id=DESK, manager_id=ANN, entry_id=FIRST, kind="missed call", text="Acme called.")
unblock = UnblockOrderDesk(order_desk_id=DESK, entry_id=FIRST)
exempt = ExemptOrderDesk(order_desk_id=DESK, manager_id=ANN, until=TUESDAY, reason="The fair")
note = NoteInterest(order_desk_id=DESK, interest_id=INTEREST, client_id=CLIENT, source="call", lines=(flour,))
drop = DropInterest(order_desk_id=DESK, interest_id=INTEREST, reason="Bought elsewhere")
place = PlaceOrder(order_desk_id=DESK, order_id=ORDER, client_id=CLIENT, deal_id=DEAL)

blocked = OrderDeskBlocked(**dict(block))
unblocked = OrderDeskUnblocked(order_desk_id=DESK, manager_id=ANN, entry_id=FIRST, free=True)
exempted = OrderDeskExempted(**dict(exempt), exempted_by=HEAD)
LAST = PLAYBOOK.calendar.end_of(MONDAY.date() + timedelta(7))
noted = InterestNoted(**dict(note) | {"currency": "RUB"}, manager_id=ANN, until=LAST)
dropped = InterestDropped(**dict(drop), manager_id=ANN, client_id=CLIENT)
placed = OrderPlaced(
    order_desk_id=DESK,
    manager_id=ANN,
    order_id=ORDER,
    client_id=CLIENT,
    interest_id=INTEREST,
    deal_id=DEAL,
    lines=(flour,),
    total=Decimal("910.00"),
)


def wish(**changes: Any) -> PlaceOrder:
    return place.model_copy(update=changes)


def remedies(command: PlaceOrder, *history: OrderDeskEvent) -> list[tuple[str, dict[str, Any]]]:
    """What a refusal offers."""
    with pytest.raises(Refused) as refusal:
        spec.given(*history).when(command).events()
    return [(remedy.command, dict(remedy.fields)) for remedy in refusal.value.remedies]


# ── From an interest to an order ────────────────────────────────────────────


def test_an_interest_is_noted_once_and_lasts_as_the_playbook_says() -> None:
    spec.given().when(note).then(noted)
    spec.given(noted).when(note).then_nothing()
    spec.given(noted, placed).when(note).then_nothing()


def test_an_order_is_filled_in_from_the_interest_that_it_comes_from() -> None:
    """S0-42: nothing is typed twice."""
    spec.given(noted).when(wish(interest_id=INTEREST)).then(placed)


def test_where_none_is_named_the_oldest_that_lasts_is_meant() -> None:
    gone = noted.model_copy(update={"interest_id": FIRST, "until": MONDAY - timedelta(1)})
    other = noted.model_copy(update={"interest_id": SECOND, "client_id": OTHER_ID})
    newer = noted.model_copy(update={"interest_id": ID})
    spec.given(gone, other, noted, newer).when(place).then(placed)


def test_what_was_agreed_since_counts() -> None:
    told = placed.model_copy(update={"lines": (flour, sugar), "total": None})
    spec.given(noted).when(wish(lines=(flour, sugar))).then(told)


def test_prices_are_in_the_currency_that_is_told_or_that_of_the_interest_or_of_the_price_list() -> None:
    in_euros = noted.model_copy(update={"currency": "EUR"})
    spec.given().when(note.model_copy(update={"currency": "EUR"})).then(in_euros)
    spec.given(in_euros).when(place).then(placed.model_copy(update={"currency": "EUR"}))
    spec.given(in_euros).when(wish(currency="USD")).then(placed.model_copy(update={"currency": "USD"}))
    dollars = Tariff(version=1, currency="USD")
    spec.given().when(note, tariff=dollars).then(noted.model_copy(update={"currency": "USD"}))
    free = placed.model_copy(update={"interest_id": None, "currency": "USD"})
    spec.given().when(wish(lines=(flour,)), ann(tariff=dollars)).then(free)


def test_without_an_interest_there_is_no_order_and_the_way_out_is_offered() -> None:
    """S0-41, S0-42: the interest is noted from what was typed."""
    spec.given().when(place).then_refused("note the interest first", rule=RULE)
    typed = {"order_desk_id": str(DESK), "client_id": str(CLIENT), "note": "Urgent"}
    line = {"product": "flour", "quantity": "20", "unit": "kg", "price": "45.50"}
    assert remedies(wish(lines=(flour,), note="Urgent")) == [("NoteInterest", {**typed, "lines": [line]})]
    assert NoteInterest.model_validate({**typed, "lines": [line], "interest_id": INTEREST, "source": "call"})


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ((), "not open at your desk"),
        ((noted, dropped), "not open at your desk"),
        ((noted, placed), "not open at your desk"),
        ((noted.model_copy(update={"client_id": OTHER_ID}),), "of another client"),
        ((noted.model_copy(update={"until": MONDAY - timedelta(1)}),), "lasted until 22.11.2026"),
    ],
    ids=["unknown", "dropped", "used", "another's", "over"],
)
def test_an_interest_must_be_open_and_of_the_client(history: Any, words: str) -> None:
    command = wish(interest_id=INTEREST, order_id=OTHER_ID)
    spec.given(*history).when(command).then_refused(words, rule=RULE)
    assert [command for command, _ in remedies(command, *history)] == ["NoteInterest"]


def test_each_interest_leads_to_one_order() -> None:
    spec.given(noted, placed).when(wish(order_id=OTHER_ID)).then_refused("note the interest first")


def test_whose_role_is_exempt_does_without_and_says_why() -> None:
    """S0-41: the trace stays."""
    hers = {"order_desk_id": order_desk_of(HEAD)}
    asking = head(playbooks=STRICT)
    why = wish(**hers, lines=(flour,), without_interest_because="Met at the fair")
    told = placed.model_copy(
        update={**hers, "manager_id": HEAD, "interest_id": None, "exempt": "Met at the fair"},
    )
    spec.given().when(why, asking).then(told)
    spec.given().when(wish(**hers, lines=(flour,)), asking).then_refused("or say why", rule=RULE)
    spec.given().when(wish(without_interest_because="I like it")).then_refused("note the interest first")
    lends = operator(playbooks=STRICT, on_behalf_of=ANN, roles=frozenset({"operator", "head_of_sales", "manager"}))
    spec.given().when(wish(without_interest_because="Told so"), lends).then_refused("note the interest first")


def test_where_the_playbook_does_not_ask_for_it_an_order_needs_no_interest() -> None:
    free = ann()
    told = placed.model_copy(update={"interest_id": None})
    spec.given().when(wish(lines=(flour,)), free).then(told)
    spec.given(noted).when(wish(lines=(flour,)), free).then(told)
    spec.given(noted).when(place, free).then(placed)


def test_an_order_says_what_is_ordered() -> None:
    spec.given().when(place, ann()).then_refused("give lines")
    spec.given(noted.model_copy(update={"lines": ()})).when(place).then_refused("give lines")


def test_no_order_is_for_more_money_than_there_is() -> None:
    dear = flour.model_copy(update={"quantity": Decimal(10) ** 8, "price": Decimal(10) ** 7})
    spec.given().when(wish(lines=(dear,)), ann()).then_refused("for less than that")


def test_an_order_is_placed_once() -> None:
    spec.given(noted, placed).when(place).then_nothing()
    spec.given(noted, placed, blocked).when(place).then_nothing()


def test_an_interest_is_dropped_with_a_reason() -> None:
    spec.given(noted).when(drop).then(dropped)
    spec.given(noted, dropped).when(drop).then_nothing()
    spec.given(noted, placed).when(drop).then_nothing()
    for history in ((), (placed,)):
        spec.given(*history).when(drop).then_refused("not noted at your desk")


@pytest.mark.parametrize("command", [note, drop, place])
def test_everybody_takes_orders_at_their_own_desk(command: Any) -> None:
    spec.given(noted).when(command, bob(playbooks=STRICT)).then_refused("somebody else's")
    spec.given(noted).when(command, importer()).then_refused("on whose behalf")


def test_an_operator_enters_for_the_manager_and_that_is_told() -> None:
    """S0-46"""
    for_ann = operator(playbooks=STRICT, on_behalf_of=ANN)
    spec.given().when(note, for_ann).then(noted)
    spec.given(noted).when(place, for_ann).then(placed.model_copy(update={"entered_by": OPERATOR}))


# ── The gate ────────────────────────────────────────────────────────────────


def test_at_a_closed_desk_no_order_is_taken_but_wishes_are_noted() -> None:
    """S0-30"""
    spec.given(noted, blocked).when(place).then_refused("Acme called", rule="order desk is blocked")
    assert remedies(place, noted, blocked) == [
        ("SeeEntry", {"notebook_id": str(notebook_of(ANN)), "entry_id": str(FIRST)})
    ]
    spec.given(blocked).when(note).then(noted)
    spec.given(noted, blocked, unblocked).when(place).then(placed)


def test_each_entry_closes_it_once() -> None:
    spec.given().when(block, policy()).then(blocked)
    spec.given(blocked).when(block, policy()).then_nothing()
    spec.given(noted).when(block, policy()).then(blocked)


def test_closing_the_last_entry_frees_it() -> None:
    """S0-29"""
    other = blocked.model_copy(update={"entry_id": SECOND})
    spec.given(blocked).when(unblock, policy()).then(unblocked)
    spec.given(blocked, other).when(unblock, policy()).then(unblocked.model_copy(update={"free": False}))


def test_what_does_not_close_it_is_not_lifted() -> None:
    for history in ((), (noted,), (blocked, unblocked)):
        spec.given(*history).when(unblock, policy()).then_nothing()


def test_a_supervisor_exempts_a_manager_and_the_orders_tell_of_it() -> None:
    spec.given(blocked).when(exempt, head()).then(exempted)
    spec.given().when(exempt, head()).then(exempted)
    spec.given(exempted).when(exempt, head()).then_nothing()
    spec.given(noted, blocked, exempted).when(place).then(placed.model_copy(update={"passed_gate": True}))
    spec.given(noted, exempted).when(place).then(placed)
    spec.given(noted, blocked, exempted).when(place, at=WEDNESDAY).then_refused("Acme called")


def test_an_exemption_is_for_somebody_and_from_somebody_else() -> None:
    spec.given().when(exempt, ann()).then_refused("a supervisor", rule="a supervisor exempts")
    spec.given().when(exempt.model_copy(update={"manager_id": BOB}), head()).then_refused("not that manager's")


@pytest.mark.parametrize("news", [unblocked, dropped])
def test_what_was_not_there_cannot_go(news: OrderDeskEvent) -> None:
    with pytest.raises(Corrupt):
        order_desk.decider.fold((news,))
