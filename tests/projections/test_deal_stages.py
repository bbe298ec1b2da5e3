"""Every stay of a deal in a stage, from entering to leaving (S2-15, S2-17)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from examples import ANN, BOB, CLIENT, DEAL, FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from fold import fold, keep, recorded

from crm_es.aggregates.deal import (
    DealDiscarded,
    DealHandedOver,
    DealLost,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealWon,
)
from crm_es.messages import Corrupt
from crm_es.pages import page
from crm_es.projections import deal_stages
from crm_es.projections.deal_stages import Stay, tempo
from crm_es.registries import registry
from crm_es.row import replace

about: dict[str, Any] = {"deal_id": DEAL, "owner_id": ANN, "pipeline": "wholesale"}
end = about | {"client_id": CLIENT}
opened = DealOpened(**end, title="Flour", playbook_version=1, stage="lead")
moved = DealMoved(**about, from_stage="lead", to_stage="offer", direction="forward", stay=2)
back = DealMoved(**about, from_stage="offer", to_stage="lead", direction="back", reason="wrong client", stay=3)
won = DealWon(**end, stage="lead", stay=3, value=None, reason="in a hurry")
lost = DealLost(**end, stage="offer", stay=2, reason="price")

first, second, third = (f"{DEAL}/{stay}" for stay in (1, 2, 3))
arrived = Stay(first, DEAL, ANN, "wholesale", "lead", 1, MONDAY)


def test_an_opened_deal_stays_in_its_first_stage() -> None:
    assert fold(deal_stages, recorded(opened, MONDAY)) == {first: arrived}


def test_a_move_ends_one_stay_and_begins_the_next() -> None:
    rows = fold(deal_stages, recorded(opened, MONDAY), recorded(moved, TUESDAY))
    assert (rows[first].left_at, rows[first].left_by) == (TUESDAY, "forward")
    assert rows[second] == Stay(second, DEAL, ANN, "wholesale", "offer", 2, TUESDAY)


def test_coming_back_to_a_stage_is_another_stay() -> None:
    """S2-21: the way back is visible, with its reason."""
    rows = fold(deal_stages, recorded(opened), recorded(moved, TUESDAY), recorded(back, WEDNESDAY))
    assert (rows[second].left_by, rows[second].reason) == ("back", "wrong client")
    assert (rows[third].stage, rows[third].entered_at) == ("lead", WEDNESDAY)


def test_the_last_stay_ends_with_the_deal() -> None:
    way = [recorded(opened), recorded(moved, TUESDAY)]
    given_up = fold(deal_stages, *way, recorded(lost, FRIDAY))[second]
    assert (given_up.left_at, given_up.left_by, given_up.reason) == (FRIDAY, "lost", "price")
    signed = fold(deal_stages, *way, recorded(back, WEDNESDAY), recorded(won, THURSDAY))[third]
    assert (signed.left_at, signed.left_by, signed.reason) == (THURSDAY, "won", "in a hurry")


def test_every_stay_knows_the_norm_of_its_stage() -> None:
    """S2-15: also once the deal goes by another version of the playbook."""
    normed = opened.model_copy(update={"rots_at": MONDAY + timedelta(5)})
    stay = fold(deal_stages, recorded(normed, MONDAY))[first]
    assert (stay.norm_days, stay.rots_at) == (5, MONDAY + timedelta(5))
    adopted = DealMovedToPlaybook(**end, stage="lead", stay=1, from_version=1, to_version=2, rots_at=TUESDAY)
    stay = fold(deal_stages, recorded(normed, MONDAY), recorded(adopted, TUESDAY))[first]
    assert (stay.norm_days, stay.rots_at) == (1, TUESDAY)


def test_the_present_stay_goes_with_the_deal_to_its_new_owner() -> None:
    handed = DealHandedOver(
        deal_id=DEAL, from_owner_id=ANN, to_owner_id=BOB, pipeline="wholesale", stage="offer", stay=2
    )
    rows = fold(deal_stages, recorded(opened, MONDAY), recorded(moved, TUESDAY), recorded(handed, WEDNESDAY))
    assert (rows[first].owner_id, rows[second].owner_id) == (ANN, BOB)


def test_a_deal_that_was_entered_by_mistake_never_stayed_anywhere() -> None:
    discarded = DealDiscarded(deal_id=DEAL, owner_id=ANN, reason="twice")
    assert fold(deal_stages, recorded(opened, MONDAY), recorded(discarded, TUESDAY)) == {}


def test_stays_over_their_norm_can_be_asked_for(company: psycopg.Connection[Any]) -> None:
    """S2-15: stays that have ended, and those that go on."""
    now = datetime.now(UTC)
    for n, (days, left, norm) in enumerate([(3, None, 2), (3, None, 9), (3, 1, 1), (3, 1, 9), (3, 1, None)]):
        entered = now - timedelta(days, minutes=1)
        left_at = entered + timedelta(left) + timedelta(minutes=1) if left else None
        rots_at = entered + timedelta(norm) if norm else None
        keep(company, replace(arrived, deal_stay=str(n), entered_at=entered, left_at=left_at, rots_at=rots_at))
    stays = page(registry("deal-stages"), company, sort="deal_stay").rows
    assert [(stay["days"], stay["over_norm"]) for stay in stays] == [
        (3, True), (3, False), (1, True), (1, False), (1, False),
    ]  # fmt: skip
    over = page(registry("deal-stages"), company, filters={"over_norm": "true"}, sort="deal_stay").rows
    assert [stay["deal_stay"] for stay in over] == ["0", "2"]


def test_a_deal_that_never_entered_a_stage_cannot_leave_it() -> None:
    with pytest.raises(Corrupt):
        fold(deal_stages, recorded(won))


def test_the_tempo_of_each_stage_counts_stays_that_have_ended(company: psycopg.Connection[Any]) -> None:
    """S2-18."""
    facts = [recorded(opened, MONDAY), recorded(moved, TUESDAY), recorded(back, FRIDAY)]
    keep(company, *fold(deal_stages, *facts).values())
    assert [tuple(line) for line in tempo(company)] == [
        ("wholesale", "offer", 1, 3.0, 3.0),
        ("wholesale", "lead", 1, 1.0, 1.0),
    ]
