"""Whatever order purchases come to be known in, a client was active at the same times (S0-02, S0-05)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from examples import (
    ANN,
    BOB,
    CLIENT,
    MONDAY,
    PLAYBOOK,
    TUESDAY,
    ann,
    head,
    policy,
    roubles,
)
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from spec import Spec
from wishes import histories

from crm_es.aggregates import client
from crm_es.aggregates.client import (
    Client,
    ClientBought,
    ClientEvent,
    ClientLapsed,
    ClientMet,
    DropPurchase,
    ExplainLapse,
    LapseClient,
    NotePurchase,
    Stay,
)
from crm_es.aggregates.client.reservoir import stays
from crm_es.context import Context
from crm_es.playbook import Reservoir

DAYS = 30
SHORT = PLAYBOOK.model_copy(update={"reservoir": Reservoir(counts="deal won", active_days=DAYS)})
NOW = MONDAY + timedelta(400)
spec = Spec(client.decider, policy(playbooks={1: SHORT}))
met = ClientMet(client_id=CLIENT, name="Rye", owner_id=ANN)


def at(day: int, **changes: Any) -> Context:
    return policy(at=MONDAY + timedelta(day), playbooks={1: SHORT}, **changes)


def buy(n: int, amount: float = 100, **changes: Any) -> NotePurchase:
    facts: dict[str, Any] = {
        "client_id": CLIENT,
        "purchase_id": UUID(int=100 + n),
        "kind": "deal won",
        "manager_id": ANN,
    }
    return NotePurchase(**facts | {"amount": roubles(amount)} | changes)


def told(history: list[ClientEvent], command: Any, context: Context) -> list[ClientEvent]:
    """The history with what was decided."""
    return [*history, *client.decider.decide(client.decider.fold(history), command, context)]


def shown(history: list[ClientEvent]) -> dict[UUID, Stay]:
    """The stays as whoever listens knows them: each event tells only what changes."""
    known: dict[UUID, Stay] = {}
    for event in history:
        if isinstance(event, client.Reckoned):
            known = {one: stay for one, stay in known.items() if one not in event.gone}
            known |= {stay.stay_id: stay for stay in event.stays}
    return known


def bought(*days: int, ticking: bool = False) -> list[ClientEvent]:
    """A client who bought on these days, as they came to be known; the clock looks in between, or at the end."""
    history: list[ClientEvent] = [met]
    for n, day in enumerate(days):
        history = told(history, buy(n, on=(MONDAY + timedelta(day)).date()), at(400))
        if ticking:
            history = told(history, LapseClient(client_id=CLIENT), at(400))
    return told(history, LapseClient(client_id=CLIENT), at(400))


def flows(history: list[ClientEvent]) -> list[tuple[str, datetime, datetime]]:
    return sorted((stay.kind, stay.since, stay.until) for stay in shown(history).values())


def level(history: list[ClientEvent], moment: datetime) -> int:
    return sum(stay.since < moment <= stay.until for stay in shown(history).values())


def test_what_is_bought_in_days_to_come_counts_as_of_today() -> None:
    """Or nobody would see for years that the client is lost."""
    for day in (TUESDAY.date(), date(2199, 12, 31)):
        (event,) = spec.given(met).when(buy(1, on=day)).events()
        assert isinstance(event, ClientBought)
        assert (event.on, event.until) == (MONDAY, MONDAY + timedelta(DAYS))


@settings(max_examples=200, deadline=None)
@for_all(
    st.lists(st.integers(0, 300), min_size=1, max_size=12).flatmap(lambda d: st.tuples(st.just(d), st.permutations(d))),
    st.booleans(),
)
def test_the_order_in_which_purchases_come_to_be_known_does_not_matter(days: Any, ticking: bool) -> None:
    in_time, as_told = days
    assert flows(bought(*as_told, ticking=ticking)) == flows(bought(*sorted(in_time)))


@settings(max_examples=100, deadline=None)
@for_all(st.lists(st.integers(0, 300), max_size=12), st.booleans())
def test_the_level_is_always_inflow_less_outflow(days: list[int], ticking: bool) -> None:
    history = bought(*days, ticking=ticking)
    stays = shown(history).values()
    for month in range(0, 420, 28):
        moment = MONDAY + timedelta(month)
        inflow, outflow = (
            (sum(one < moment for one in ones) for ones in zip(*[(s.since, s.until) for s in stays], strict=True))
            if stays
            else (0, 0)
        )
        active = any(timedelta(0) < moment - start(day) <= timedelta(DAYS) for day in days)
        assert level(history, moment) == inflow - outflow == active
    assert [stay.kind for stay in sorted(stays, key=lambda stay: stay.since)] == ["new", *["back"] * (len(stays) - 1)][
        : len(stays)
    ]


@settings(max_examples=150, deadline=None)
@for_all(histories(client.decider))
def test_whoever_listens_knows_every_stay_whatever_happens_to_the_client(history: list[ClientEvent]) -> None:
    """Merging and taking back included."""
    state = client.decider.fold(history)
    told_of = {(stay.since, stay.until, stay.kind, stay.revenue) for stay in shown(history).values()}
    if state is None or state.merged_into:
        assert told_of == set()
    else:
        real = stays(state.client_id, state.purchases, {})
        assert told_of == {(stay.since, stay.until, stay.kind, stay.revenue) for stay in real}


def start(day: int) -> datetime:
    calendar = SHORT.calendar
    return calendar.moment((MONDAY + timedelta(day)).date(), calendar.opens)


def test_only_what_the_playbook_counts_is_a_purchase() -> None:
    spec.given(met).when(buy(1, kind="invoice issued"), at(0)).then_nothing()
    (event,) = spec.given(met).when(buy(1), at(0)).events()
    assert isinstance(event, ClientBought)
    assert (event.first, event.back, event.lapses_at) == (True, False, MONDAY + timedelta(DAYS))
    spec.given(met, event).when(buy(1), at(1)).then_nothing()


def test_what_was_cancelled_counts_no_more() -> None:
    history = told(told([met], buy(1), at(0)), buy(2), at(20))
    history = told(history, DropPurchase(client_id=CLIENT, purchase_id=UUID(int=102)), at(21))
    assert [stay.until for stay in shown(history).values()] == [MONDAY + timedelta(DAYS)]
    history = told(history, DropPurchase(client_id=CLIENT, purchase_id=UUID(int=101)), at(21))
    assert shown(history) == {}
    assert fold(history).status == "prospect"
    assert told(history, DropPurchase(client_id=CLIENT, purchase_id=UUID(int=101)), at(21)) == history


def fold(history: list[ClientEvent]) -> Client:
    folded = client.decider.fold(history)
    assert folded
    return folded


def test_a_client_lapses_once_and_not_before_its_time() -> None:
    history = told([met], buy(1), at(0))
    lapse = LapseClient(client_id=CLIENT)
    assert told(history, lapse, at(DAYS - 1)) == history
    (*_, lapsed) = history = told(history, lapse, at(DAYS))
    assert isinstance(lapsed, ClientLapsed)
    assert (lapsed.asks, lapsed.revenue, lapsed.currency) == (True, Decimal(100), "RUB")
    assert told(history, lapse, at(DAYS + 1)) == history


def test_nobody_is_asked_about_what_is_long_past() -> None:
    (*_, lapsed) = bought(0)
    assert isinstance(lapsed, ClientLapsed)
    assert not lapsed.asks


def test_what_was_a_lapse_may_turn_out_to_be_none() -> None:
    """A purchase of before the lapse comes to be known after it."""
    history = told(told([met], buy(1), at(0)), LapseClient(client_id=CLIENT), at(DAYS))
    history = told(history, buy(2, on=(MONDAY + timedelta(20)).date()), at(DAYS + 2))
    event = history[-1]
    assert isinstance(event, ClientBought)
    assert (event.status, event.settles, event.back) == ("active", MONDAY + timedelta(DAYS), True)
    assert len(shown(history)) == 1


def test_why_a_client_left_is_told_by_its_owner_or_above() -> None:
    history = told(told([met], buy(1), at(0)), LapseClient(client_id=CLIENT), at(DAYS))
    explain = ExplainLapse(client_id=CLIENT, reason="Surprised by  prices")
    asked = spec.given(*history)
    own = {"at": MONDAY + timedelta(DAYS + 1), "playbooks": {1: SHORT}}
    (event,) = asked.when(explain, ann(**own)).events()
    assert isinstance(event, client.ClientLapseExplained)
    assert (event.reason, event.new) == ("surprised by prices", False)
    asked.when(explain, head(**own)).then(event)
    asked.when(
        explain,
        Context(
            by=BOB,
            at=MONDAY,
            roles=frozenset({"manager"}),
            directory=ann().directory,
            playbook_version=1,
            playbooks={1: SHORT},
        ),
    ).then_refused("a client of Ann")
    asked.when(explain.model_copy(update={"reason": "whim"}), ann(**own)).then_refused("say that it is new")
    spec.given(*history, event).when(explain, ann(**own)).then_nothing()
    spec.given(met).when(explain, ann(**own)).then_refused("has not lapsed")
