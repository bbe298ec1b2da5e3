"""What a campaign promises: an aim before the money, and one end (S0-11)."""

from __future__ import annotations

from datetime import date

from examples import HEAD, ID, head, roubles
from spec import Spec

from crm_es.aggregates import campaign
from crm_es.aggregates.campaign import (
    CampaignEnded,
    CampaignLaunched,
    CampaignReplanned,
    EndCampaign,
    LaunchCampaign,
    ReplanCampaign,
    plan_of,
)

spec = Spec(campaign.decider, head())
launch = LaunchCampaign(
    campaign_id=ID,
    name="Fair",
    aim="Bakeries of the region",
    planned=20,
    cost=roubles(90_000),
    since=date(2026, 11, 1),
    until=date(2026, 12, 1),
)
replan = ReplanCampaign(**launch.model_dump() | {"planned": 30})
end = EndCampaign(campaign_id=ID, result="Eighteen bought, five again.")

launched = CampaignLaunched(**dict(launch), launched_by_id=HEAD)
replanned = CampaignReplanned(campaign_id=ID, before=plan_of(launch), after=plan_of(replan))
ended = CampaignEnded(campaign_id=ID, result="Eighteen bought, five again.")


def test_a_campaign_is_launched_once_with_an_aim_that_can_be_counted() -> None:
    spec.given().when(launch).then(launched)
    spec.given(launched).when(launch).then_nothing()
    spec.given(launched, replanned).when(launch).then_refused("launched already")


def test_it_ends_after_it_began_and_is_not_paid_for() -> None:
    backwards = {"until": date(2026, 10, 1)}
    for command, history in ((launch, ()), (replan, (launched,))):
        spec.given(*history).when(command.model_copy(update=backwards)).then_refused("before it begins")
        spec.given(*history).when(command.model_copy(update={"cost": roubles(-1)})).then_refused("0 or more")
    spec.given().when(launch.model_copy(update={"cost": roubles(0)})).then(
        launched.model_copy(update={"cost": roubles(0)})
    )


def test_it_may_be_planned_anew_while_it_runs() -> None:
    spec.given(launched).when(replan).then(replanned)
    spec.given(launched, replanned).when(replan).then_nothing()


def test_it_ends_once_with_a_result() -> None:
    spec.given(launched).when(end).then(ended)
    spec.given(launched, ended).when(end).then_nothing()
    spec.given(launched, ended).when(end.model_copy(update={"result": "None."})).then_refused("is over")
    spec.given(launched, ended).when(replan).then_refused("is over")


def test_nothing_happens_to_a_campaign_that_is_not_there() -> None:
    for command in (replan, end):
        spec.given().when(command).then_refused("no such campaign")
