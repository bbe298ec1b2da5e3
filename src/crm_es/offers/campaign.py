"""What may be done with a campaign: end it, or plan it anew."""

from __future__ import annotations

from crm_es.aggregates.campaign import EndCampaign, ReplanCampaign, decider
from crm_es.offers.way import Way, kind

KIND = kind(
    "campaigns",
    decider,
    Way(EndCampaign),
    Way(ReplanCampaign, present=lambda look: dict(look.state.plan), beside=True),
)
