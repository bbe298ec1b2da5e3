"""Deals, and playbooks with one pipeline, that several tests speak of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from examples import ANN, CLIENT, DEAL, PLAYBOOK, ann
from spec import Spec

from crm_es.aggregates import deal
from crm_es.aggregates.deal import DealOpened, OpenDeal
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.playbook import AfterEntry, Calendar, Pipeline, Playbook, Stage, StageTask

spec = Spec(deal.decider, ann())
opening = OpenDeal(deal_id=DEAL, title="Flour for Rosa", client_id=CLIENT, owner_id=ANN, pipeline="sales")


def book(*stages: Stage, calendar: Calendar | None = None) -> Playbook:
    """A playbook with these stages."""
    pipeline = Pipeline(name="sales", loss_reasons=("price",), stages=stages)
    return PLAYBOOK.model_copy(update={"pipelines": (pipeline,), "calendar": calendar or Calendar()})


def by(playbook: Playbook, asking: Context | None = None, **changes: Any) -> dict[str, Any]:
    """What makes a context one of this playbook."""
    return {"asking": asking or ann(), "playbooks": {1: playbook}} | changes


def task(what: str = "Call the client", days: int = 2, **rule: Any) -> StageTask:
    facts: dict[str, Any] = {"what": what, "deadline": AfterEntry(days=days)}
    return StageTask(**facts | rule)


def opened(playbook: Playbook, context: Context | None = None, **changes: Any) -> DealOpened:
    """A deal that was just opened by it."""
    wish = opening.model_copy(update=changes)
    (event,) = spec.given().when(wish, **by(playbook, context)).events()
    assert isinstance(event, DealOpened)
    return event


def task_id(stay: int, *place: int) -> UUID:
    return derived(DEAL, "stage task", stay, *place)
