"""The strip of stages says where a deal may go now, and what keeps it from the others (S2-01, S2-21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CAROL, DEAL, HEAD, ID, MONDAY
from starlette.testclient import TestClient

from crm_es.aggregates.deal import DateDeal, LoseDeal, MoveDeal, OpenDeal
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]


@pytest.fixture
def ask(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Callable[..., Any]:
    staffed.handle(OpenDeal(deal_id=DEAL, title="Flour", owner_id=ANN, pipeline="wholesale"), Context(ANN, MONDAY))
    settle(staffed)

    def asked(who: UUID, deal_id: UUID = DEAL, status: int = 200) -> Any:
        answer = client.get(f"/deals/{deal_id}/way", headers=signed_in(who))
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


def going(way: Any) -> dict[str, str | None]:
    return {one["stage"]: one["going"] for one in way["stages"]}


def test_an_open_task_keeps_a_deal_from_the_next_stage_and_a_reason_passes_over_it(ask: Callable[..., Any]) -> None:
    way = ask(ANN)
    assert going(way) == {
        "lead": None,
        "offer": "not yet",
        "contract": "with a reason",
        "shipment": "not yet",
    }
    offer, _, shipment = way["stages"][1:]
    assert offer["why_not"] == "The deal cannot leave 'lead' yet: first finish 'Call the client'."
    assert [one["command"] for one in offer["remedies"]] == ["FinishTask"]
    assert "'shipment'" in shipment["why_not"]
    assert way["win"]["going"] == "with a reason"


def test_stages_behind_take_a_reason_and_dates_and_milestones_are_told(staffed: Crm, ask: Callable[..., Any]) -> None:
    staffed.handle(MoveDeal(deal_id=DEAL, stage="contract", reason="They know us"), Context(ANN, MONDAY))
    staffed.handle(DateDeal(deal_id=DEAL, name="shipment", on=date(2027, 2, 1)), Context(ANN, MONDAY))
    settle(staffed)
    way = ask(HEAD)
    assert [one["place"] for one in way["stages"]] == ["done", "done", "now", "to come"]
    assert going(way)["lead"] == "with a reason"
    assert way["dates"] == [{"name": "shipment", "on": "2027-02-01"}]
    assert way["milestones"] == [{"name": "offer sent", "at": None}]
    assert way["loss_reasons"] == ["price", "silence"]


def test_a_closed_deal_goes_nowhere(staffed: Crm, ask: Callable[..., Any]) -> None:
    staffed.handle(LoseDeal(deal_id=DEAL, reason="price"), Context(ANN, MONDAY))
    settle(staffed)
    way = ask(ANN)
    assert {one["going"] for one in way["stages"][1:]} == {"not yet"}
    assert "closed" in way["win"]["why_not"]


def test_whoever_may_not_see_the_deal_does_not_see_its_way(ask: Callable[..., Any]) -> None:
    for who in (BOB, CAROL):
        ask(who, status=404)
    ask(ANN, ID, status=404)
