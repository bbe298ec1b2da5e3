"""What each campaign is for, what it may cost, and how it ended (S0-11)."""

from __future__ import annotations

from datetime import date

import pytest
from examples import HEAD, ID, roubles
from fold import fold, recorded

from crm_es.aggregates.campaign import CampaignEnded, CampaignLaunched, CampaignPlan, CampaignReplanned
from crm_es.messages import Corrupt
from crm_es.projections import campaigns
from crm_es.projections.campaigns import Campaign

plan = CampaignPlan(
    name="Fair", aim="Bakeries", planned=20, cost=roubles(900), since=date(2026, 1, 1), until=date(2026, 3, 1)
)
larger = plan.model_copy(update={"planned": 40, "cost": roubles(1500)})
launched = CampaignLaunched(campaign_id=ID, launched_by_id=HEAD, **dict(plan))
row = Campaign(ID, "Fair", "Bakeries", 20, roubles(900).amount, "RUB", date(2026, 1, 1), date(2026, 3, 1), HEAD)


def test_a_campaign_has_its_aim_and_its_cost() -> None:
    assert fold(campaigns, recorded(launched)) == {ID: row}


def test_it_has_the_last_plan_and_its_result() -> None:
    replanned = CampaignReplanned(campaign_id=ID, before=plan, after=larger)
    ended = CampaignEnded(campaign_id=ID, result="Thirty came.")
    found = fold(campaigns, *map(recorded, (launched, replanned, ended)))[ID]
    assert (found.planned, found.cost, found.status, found.result) == (40, 1500, "over", "Thirty came.")


def test_nothing_ends_that_was_not_begun() -> None:
    with pytest.raises(Corrupt):
        fold(campaigns, recorded(CampaignEnded(campaign_id=ID, result="?")))
