"""The registry of deals: where each stands, and how it went."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from examples import ANN, CLIENT, DEAL, FRIDAY, HEAD, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY, roubles
from fold import fold, keep, recorded

from crm_es.aggregates.deal import (
    DealDescribed,
    DealDiscarded,
    DealHandedOver,
    DealLost,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealRevalued,
    DealSignedOff,
    DealWon,
    StageTaskCompleted,
    StageTaskDue,
    StageTaskReopened,
)
from crm_es.messages import Corrupt
from crm_es.pages import page
from crm_es.projections import deal_registry
from crm_es.registries import registry
from crm_es.row import replace

task = StageTaskDue(task_id=OTHER_ID, what="Call", responsible_id=ANN, supervisor_id=HEAD, due=FRIDAY)
opened = DealOpened(
    deal_id=DEAL,
    title="Flour for Rye & Co",
    client_id=CLIENT,
    owner_id=ANN,
    pipeline="wholesale",
    playbook_version=1,
    stage="lead",
    value=roubles(1000),
    tasks=(task,),
)
about: dict[str, Any] = {"deal_id": DEAL, "owner_id": ANN, "pipeline": "wholesale"}
end = about | {"client_id": CLIENT, "stage": "offer", "stay": 2}
moved = DealMoved(**about, from_stage="lead", to_stage="offer", direction="forward", stay=2, tasks=(task, task))
won = DealWon(**end, value=roubles(900), reason="they were in a hurry")
lost = DealLost(**end, reason="price", note="Ten per cent too dear.")


def deal(*later: Any) -> deal_registry.Deal:
    rows = fold(deal_registry, recorded(opened, MONDAY), *later)
    found: deal_registry.Deal = rows[DEAL]
    return found


def test_an_opened_deal_stands_in_its_first_stage() -> None:
    """S2-16: its start is known."""
    found = deal()
    assert (found.stage, found.outcome, found.opened_at, found.since) == ("lead", "open", MONDAY, MONDAY)
    assert (found.amount, found.currency, found.open_tasks) == (Decimal(1000), "RUB", 1)


def test_a_moved_deal_stands_in_the_next_stage_since_then() -> None:
    found = deal(recorded(moved, TUESDAY))
    assert (found.stage, found.since, found.stay, found.open_tasks) == ("offer", TUESDAY, 2, 2)


def test_moves_are_counted_by_their_direction() -> None:
    """S2-21: a skip and a way back are visible."""
    ways = [moved.model_copy(update={"direction": way}) for way in ("forward", "skip", "back", "back")]
    found = deal(*(recorded(way) for way in ways))
    assert (found.forward, found.skips, found.backs) == (1, 1, 2)


def test_tasks_of_the_stage_are_counted_until_they_are_done() -> None:
    done = recorded(StageTaskCompleted(deal_id=DEAL, task_id=OTHER_ID))
    again = recorded(StageTaskReopened(deal_id=DEAL, task_id=OTHER_ID))
    assert deal(done).open_tasks == 0
    assert deal(done, again).open_tasks == 1


def test_another_value_takes_the_place_of_the_first() -> None:
    assert deal(recorded(DealRevalued(deal_id=DEAL, from_value=None, to_value=roubles(7)))).amount == 7


def test_a_won_deal_shows_what_was_agreed_and_when() -> None:
    found = deal(recorded(moved, TUESDAY), recorded(won, WEDNESDAY))
    assert (found.outcome, found.closed_at, found.amount, found.open_tasks) == ("won", WEDNESDAY, Decimal(900), 0)
    assert found.reason == "they were in a hurry"


def test_a_deal_won_without_a_new_value_keeps_its_own() -> None:
    assert deal(recorded(won.model_copy(update={"value": None}))).amount == 1000


def test_a_lost_deal_shows_why() -> None:
    found = deal(recorded(lost, THURSDAY))
    assert (found.outcome, found.closed_at, found.reason) == ("lost", THURSDAY, "price")
    assert found.note == "Ten per cent too dear."


# ── What else is known of it ────────────────────────────────────────────────

entered = opened.model_copy(
    update={"details": {"colour": "red"}, "to_sign": ("act", "need"), "rots_at": FRIDAY, "entered_by": HEAD}
)


def told(*later: Any) -> deal_registry.Deal | None:
    return fold(deal_registry, recorded(entered, MONDAY), *map(recorded, later)).get(DEAL)


def test_details_of_a_deal_are_in_the_list() -> None:
    """X-15."""
    described = DealDescribed(
        deal_id=DEAL, from_details={}, to_details={"size": "XL"}, client_id=OTHER_ID, product="rye"
    )
    first, then = told(), told(described)
    assert first
    assert then
    assert (first.details, first.entered_by_id, first.rots_at) == (("colour: red",), HEAD, FRIDAY)
    assert (then.details, then.client_id, then.product) == (("size: XL",), OTHER_ID, "rye")


def test_who_signed_what_and_when_is_seen_and_what_is_missing() -> None:
    """S0-43: signed again, the newer signature counts."""
    signed = DealSignedOff(deal_id=DEAL, what="act", by="R. Rye", on=MONDAY.date(), to_sign=("need",))
    again = signed.model_copy(update={"by": "S. Rye", "on": TUESDAY.date()})
    first, then = told(signed), told(signed, again)
    assert first
    assert then
    assert (first.to_sign, first.signed) == (("need",), ("act: R. Rye, 2026-11-23",))
    assert then.signed == ("act: S. Rye, 2026-11-24",)


def test_another_stage_or_version_brings_what_it_asks_for() -> None:
    """X-22."""
    adopted = DealMovedToPlaybook(
        **about,
        client_id=CLIENT,
        stage="lead",
        stay=1,
        from_version=1,
        to_version=2,
        tasks=(task, task),
        left_behind=(OTHER_ID,),
        to_sign=("need",),
    )
    found = told(adopted)
    assert found
    assert (found.playbook_version, found.open_tasks, found.to_sign, found.rots_at) == (2, 2, ("need",), None)
    further = told(moved.model_copy(update={"to_sign": ("bill",), "rots_at": THURSDAY}))
    assert further
    assert (further.to_sign, further.rots_at) == (("bill",), THURSDAY)


def test_a_deal_has_its_new_owner_and_one_entered_by_mistake_is_not_there() -> None:
    handed = DealHandedOver(
        deal_id=DEAL, from_owner_id=ANN, to_owner_id=HEAD, pipeline="wholesale", stage="lead", stay=1
    )
    found = told(handed)
    assert found
    assert found.owner_id == HEAD
    assert told(DealDiscarded(deal_id=DEAL, owner_id=ANN, reason="twice")) is None


def test_open_deals_over_the_norm_of_their_stage_can_be_asked_for(company: psycopg.Connection[Any]) -> None:
    """S2-15: rotting."""
    now = datetime.now(UTC)
    begun = deal()
    for n, (rots, outcome) in enumerate([(-1, "open"), (1, "open"), (-1, "won"), (None, "open")]):
        rots_at = None if rots is None else now + timedelta(rots)
        closed_at = now if outcome == "won" else None
        facts = {"rots_at": rots_at, "outcome": outcome, "since": now - timedelta(4.5), "closed_at": closed_at}
        keep(company, replace(begun, deal_id=UUID(int=n), **facts))
    rotten = page(registry("deals"), company, filters={"over_norm": "true"}).rows
    assert [row["deal_id"].int for row in rotten] == [0]
    assert {row["days_in_stage"] for row in page(registry("deals"), company).rows} == {4}


def test_a_deal_that_was_never_opened_cannot_move() -> None:
    with pytest.raises(Corrupt):
        fold(deal_registry, recorded(moved))
