"""How a deal comes into being, goes from stage to stage, and ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from crm_es.aggregates.deal.commands import LoseDeal, MoveDeal, OpenDeal, WinDeal
from crm_es.aggregates.deal.events import DealLost, DealMoved, DealOpened, DealWon
from crm_es.aggregates.deal.obstacles import must_be_clear
from crm_es.aggregates.deal.stages import arrival, pipeline_of
from crm_es.aggregates.deal.state import Deal, evolve
from crm_es.approving import other_hand
from crm_es.context import Context
from crm_es.messages import Refused, quoted


def opened(command: OpenDeal, context: Context) -> DealOpened:
    pipeline = context.playbook.pipeline(command.pipeline)
    if pipeline is None:
        known = quoted(p.name for p in context.playbook.pipelines)
        raise Refused(f"There is no pipeline {command.pipeline!r}: take one of {known}.", "no such pipeline")
    must_work_here(command.owner_id, context)
    facts = dict(command) | {
        "details": {name: detail for name, detail in command.details.items() if detail},
        "playbook_version": context.playbook_version,
        "stage": pipeline.stages[0].name,
        "entered_by": other_hand(command.owner_id, context),
    }
    deal = evolve(None, DealOpened(**facts))
    return DealOpened(**facts, **arrival(deal, deal.stage, context))


def must_work_here(owner_id: UUID, context: Context) -> None:
    if context.directory.person(owner_id) is None:
        raise Refused("The owner of a deal must work here: name somebody who does.")


def moved(deal: Deal, command: MoveDeal, context: Context) -> DealMoved:
    pipeline = pipeline_of(deal, context)
    place = pipeline.place(command.stage)
    if place < 0:
        known = quoted(stage.name for stage in pipeline.stages)
        raise Refused(f"There is no stage {command.stage!r} in this pipeline: take one of {known}.", "no such stage")
    direction = way(deal, place, command.reason, context)
    arrived = replace(deal, stay=deal.stay + 1)
    return DealMoved(
        deal_id=deal.deal_id,
        owner_id=deal.owner_id,
        pipeline=deal.pipeline,
        from_stage=deal.stage,
        to_stage=command.stage,
        direction=direction,
        reason=command.reason,
        stay=arrived.stay,
        client_id=deal.client_id,
        left_behind=deal.left_behind,
        **arrival(arrived, command.stage, context),
    )


def won(deal: Deal, command: WinDeal, context: Context) -> DealWon:
    past_the_last = len(pipeline_of(deal, context).stages)
    way(deal, past_the_last, command.reason, context)
    return DealWon(**ending(deal), value=command.value or deal.value, reason=command.reason)


def lost(deal: Deal, command: LoseDeal, context: Context) -> DealLost:
    reasons = pipeline_of(deal, context).loss_reasons
    if command.reason not in reasons:
        sentence = f"{command.reason!r} is no reason to lose a deal of this pipeline: take one of {quoted(reasons)}."
        raise Refused(sentence, "no such loss reason")
    return DealLost(**ending(deal), reason=command.reason, note=command.note)


def ending(deal: Deal) -> dict[str, Any]:
    """What every end tells of the deal."""
    return {
        "deal_id": deal.deal_id,
        "owner_id": deal.owner_id,
        "client_id": deal.client_id,
        "pipeline": deal.pipeline,
        "stage": deal.stage,
        "stay": deal.stay,
        "left_behind": deal.left_behind,
    }


def way(deal: Deal, place: int, reason: str | None, context: Context) -> Literal["forward", "skip", "back"]:
    """Which way a stage lies from the present one, if the deal may go there."""
    here = pipeline_of(deal, context).place(deal.stage)
    if place < here:
        if reason is None:
            raise Refused(f"From {deal.stage!r} this goes back: give the reason.", "going back takes a reason")
        return "back"
    if place > here + 1 and reason is None:
        raise Refused(f"From {deal.stage!r} this passes over a stage: give the reason.", "passing over takes a reason")
    must_be_clear(deal, place, context)
    return "forward" if place == here + 1 else "skip"
