"""What reports on sales answer, as the description of the API tells it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, Field

ASK_STAYS = "What to ask /reservoir for, to see them."
ASK_DEALS = "What to ask /deals for, to see them; None where the list cannot be asked for it."
ASK_CLIENTS = "What to ask /clients for, to see them."


class Month(BaseModel):
    """One month of the reservoir. The level at its end is that at its start, and the inflow, less the outflow."""

    month: date
    from_: date = Field(alias="from")
    to: date
    level_at_start: int = Field(description="Active clients.")
    new: int = Field(description="Bought for the first time.")
    back: int = Field(description="Had lapsed, and bought again.")
    inflow: int
    outflow: int = Field(description="Lapsed.")
    level_at_end: int = Field(description="Now, in the month that lasts.")
    target: int | None = Field(description="Of the whole company; a part of it has none.")
    distance: int | None
    market: int | None
    share_of_market: float | None
    currency: str | None
    revenue: Decimal = Field(description="What was bought in the month.")
    active_revenue: Decimal = Field(description="What the active ones bought in the year until its end.")
    revenue_of_one: Decimal | None = Field(description="The same, of one of them.")
    lost_revenue: Decimal = Field(description="What those who lapsed had bought in the year until their last purchase.")
    inflow_query: str = Field(description=ASK_STAYS)
    outflow_query: str
    level_query: str
    revenue_query: str = Field(description="What to ask /purchases for.")


class ReservoirReport(BaseModel):
    """The reservoir, month by month."""

    rows: list[Month]


class Leak(BaseModel):
    """One hole through which clients flow away. Which of the names are there depends on what was asked for."""

    reason: str | None = None
    department: str | None = None
    manager_id: UUID | None = None
    manager: str | None = None
    clients: int
    revenue: Decimal = Field(description="What they had bought in the year until their last purchase.")
    complaints: int = Field(description="Complaints of the same cause in this time.")
    explained: bool = Field(description="False of the clients of whom nobody has told yet why they left.")
    share_of_clients: float | None
    cumulative_share_of_clients: float | None
    share_of_revenue: float | None
    cumulative_share_of_revenue: float | None
    query: str = Field(description=ASK_STAYS)
    complaints_query: str | None = Field(description="What to ask /complaints for.")


class LostDeals(BaseModel):
    """Deals that were lost for one reason."""

    reason: str | None
    deals: int
    value: Decimal
    share: float | None
    cumulative_share: float | None
    query: str = Field(description=ASK_DEALS)


class LeakReport(BaseModel):
    """Clients lost, the widest hole first; and deals lost, which is another matter."""

    currency: str | None
    rows: list[Leak]
    deals_lost: list[LostDeals]


class CampaignLine(BaseModel):
    """What one campaign brought."""

    campaign_id: UUID
    name: str
    aim: str
    status: str
    since: date
    until: date
    planned: int = Field(description="Clients who were to buy for the first time.")
    result: str | None
    currency: str
    cost: Decimal
    met: int
    bought: int = Field(description="At least once.")
    regular: int = Field(description="At least twice.")
    active: int
    revenue: Decimal
    short_of_plan: int
    share_bought: float | None = Field(description="Of those that were met.")
    share_regular: float | None = Field(description="Of those that bought.")
    cost_of_one_who_bought: Decimal | None
    cost_of_one_regular: Decimal | None
    met_query: str = Field(description=ASK_CLIENTS)
    bought_query: str
    regular_query: str


class CampaignReport(BaseModel):
    """What campaigns brought."""

    rows: list[CampaignLine]


class Wins(BaseModel):
    """The deals of one agent, manager, product or sector; the last line is of all."""

    agent: str | None = None
    manager: str | None = None
    product: str | None = None
    sector: str | None = None
    id: UUID | None
    all: bool
    won: int
    lost: int
    open: int
    win_rate: float | None = Field(description="Of those that are closed.")
    value: Decimal = Field(description="Of those that are won.")
    median_days: float | None = Field(description="From opening to winning.")
    mean_days: float | None
    currency: str | None
    won_query: str | None = Field(description=ASK_DEALS)
    lost_query: str | None
    open_query: str | None


class WinReport(BaseModel):
    """Deals won and lost."""

    rows: list[Wins]


class ClientEvent(BaseModel):
    """Something that happened with a client."""

    about: str = Field(description="Which kind of record it stands in.", examples=["deal"])
    occurred_at: datetime
    who: str | None
    on_behalf_of_whom: str | None
    sentence: str
    event: str
    position: int
    stream: UUID = Field(description="The record.")


class Timeline(BaseModel):
    """All that happened with a client, newest first."""

    rows: list[ClientEvent]
    next_before: int | None = Field(description="Give it as ?before= for what lies further back.")
