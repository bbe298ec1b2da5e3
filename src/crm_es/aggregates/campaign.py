"""A campaign: money spent to win clients, with an aim that can be counted (S0-11).

It is launched with its aim and its cost before the money is spent, may be planned anew while it runs, and ends once,
with a result in words. What it brought is counted from the clients that it brought to us.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Corrupt, Event, Message, Refused
from crm_es.money import Money
from crm_es.playbook import Day, Name

Text = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Clients = Annotated[int, Field(ge=1, le=10_000_000)]

# ── Events ──────────────────────────────────────────────────────────────────


class CampaignPlan(Message):
    """What a campaign is for, and what it may cost."""

    name: Name
    aim: Text
    planned: Clients
    """How many clients are to buy for the first time."""
    cost: Money
    since: Day
    until: Day


class CampaignLaunched(CampaignPlan, Event):
    """We began to spend money on winning clients."""

    campaign_id: UUID
    launched_by_id: UUID


class CampaignReplanned(Event):
    """The campaign has another aim, cost or time."""

    campaign_id: UUID
    before: CampaignPlan
    after: CampaignPlan


class CampaignEnded(Event):
    """The campaign is over."""

    campaign_id: UUID
    result: str


CampaignEvent = CampaignLaunched | CampaignReplanned | CampaignEnded

# ── Commands ────────────────────────────────────────────────────────────────

KEEPERS = {"head_of_sales", "operator", "director", "import"}


class LaunchCampaign(CampaignPlan, Command, roles=KEEPERS, opens=True):
    """Begin a campaign, with an aim that can be counted."""

    campaign_id: UUID


class ReplanCampaign(CampaignPlan, Command, roles=KEEPERS):
    """Give the campaign another aim, cost or time."""

    campaign_id: UUID


class EndCampaign(Command, roles=KEEPERS):
    """End the campaign, and say with what result."""

    campaign_id: UUID
    result: Text


CampaignCommand = LaunchCampaign | ReplanCampaign | EndCampaign

# ── State ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Campaign:
    plan: CampaignPlan
    result: str | None = None
    """Once it has ended."""


def evolve(campaign: Campaign | None, event: CampaignEvent) -> Campaign:
    match campaign, event:
        case None, CampaignLaunched():
            return Campaign(plan_of(event))
        case Campaign(result=None), CampaignReplanned(after=after):
            return replace(campaign, plan=after)
        case Campaign(result=None), CampaignEnded(result=result):
            return replace(campaign, result=result)
        case _:
            raise Corrupt(campaign, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(campaign: Campaign | None, command: CampaignCommand, context: Context) -> Iterator[CampaignEvent]:
    match command, campaign:
        case LaunchCampaign(), None:
            must_make_sense(command)
            yield CampaignLaunched(**dict(command), launched_by_id=context.person_id)
        case _, None:
            raise Refused("There is no such campaign: launch it first.", "no such campaign")
        case LaunchCampaign(), Campaign():
            if plan_of(command) != campaign.plan:
                raise Refused("This campaign is launched already: plan it anew instead.", "campaign is launched")
        case EndCampaign(result=result), Campaign(result=str() as known) if result == known:
            return
        case _, Campaign(result=str()):
            raise Refused("This campaign is over and never changes again: launch another.", "campaign is over")
        case ReplanCampaign(campaign_id=campaign_id), Campaign():
            must_make_sense(command)
            if (after := plan_of(command)) != campaign.plan:
                yield CampaignReplanned(campaign_id=campaign_id, before=campaign.plan, after=after)
        case EndCampaign(campaign_id=campaign_id, result=result), Campaign():
            yield CampaignEnded(campaign_id=campaign_id, result=result)


def must_make_sense(plan: CampaignPlan) -> None:
    if plan.cost.amount < 0:
        raise Refused("A campaign costs nothing at least: give its cost as 0 or more.", "campaign costs less than 0")
    if plan.until < plan.since:
        raise Refused("The campaign ends before it begins: give a later last day.", "campaign ends too early")


def plan_of(told: CampaignPlan) -> CampaignPlan:
    return CampaignPlan(**{name: getattr(told, name) for name in CampaignPlan.model_fields})


decider = Decider("campaign", "campaigns", get_args(CampaignCommand), decide, evolve)
