"""Which campaigns are there, what are they for, and what do they cost?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_es.aggregates.campaign import CampaignEnded, CampaignLaunched, CampaignPlan, CampaignReplanned
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

CampaignFact = CampaignLaunched | CampaignReplanned | CampaignEnded


@dataclass(frozen=True)
class Campaign(Row, table="campaigns", key="campaign_id"):
    """One campaign."""

    campaign_id: UUID
    name: str
    aim: str
    planned: int
    """How many clients are to buy for the first time."""
    cost: Decimal
    currency: str
    since: date
    until: date
    launched_by_id: UUID
    status: str = "running"
    """running or over."""
    result: str | None = None


def keys(event: CampaignFact) -> tuple[UUID, ...]:
    return (event.campaign_id,)


def evolve(campaign: Campaign | None, recorded: Recorded[CampaignFact], key: UUID) -> Campaign | None:
    match campaign, recorded.event:
        case None, CampaignLaunched() as launched:
            return Campaign(campaign_id=key, launched_by_id=launched.launched_by_id, **columns(launched))
        case Campaign(), CampaignReplanned(after=after):
            return replace(campaign, **columns(after))
        case Campaign(), CampaignEnded(result=result):
            return replace(campaign, status="over", result=result)
        case _:
            raise Corrupt(campaign, recorded.event)


def columns(plan: CampaignPlan) -> dict[str, Any]:
    """The plan as a row has it."""
    plain = ("name", "aim", "planned", "since", "until")
    cost = {"cost": plan.cost.amount, "currency": plan.cost.currency}
    return {name: getattr(plan, name) for name in plain} | cost
