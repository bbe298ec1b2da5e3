"""The registry of deals: where each stands, and how it went."""

from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, CLIENT, DEAL, FRIDAY, HEAD, MONDAY, OTHER_ID, THURSDAY, TUESDAY, WEDNESDAY, roubles
from fold import fold, recorded

from crm_es.aggregates.deal import (
    DealLost,
    DealMoved,
    DealOpened,
    DealRevalued,
    DealWon,
    StageTaskCompleted,
    StageTaskDue,
    StageTaskReopened,
)
from crm_es.messages import Corrupt
from crm_es.projections import deal_registry

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


def test_a_deal_that_was_never_opened_cannot_move() -> None:
    with pytest.raises(Corrupt):
        fold(deal_registry, recorded(moved))
