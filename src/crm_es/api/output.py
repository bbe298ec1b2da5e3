"""The output report over HTTP: what each person's work brought (S3-11)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from crm_es.api.exports import SHEETS, Form
from crm_es.api.house import House
from crm_es.api.problems import documented
from crm_es.api.reports import Since, Until, told
from crm_es.api.sight import Sight
from crm_es.labour.output_report import READERS, Asked, output, parts

BY: Final = "By what lines are told apart: some of person, client, day, kind and subject, with commas between."


class OutputLine(BaseModel):
    """Hours and money of one person, client, day, kind of work or subject, or of several of these together."""

    person_id: UUID | None = None
    person: str | None = None
    client_id: UUID | None = None
    client: str | None = None
    day: date | None = None
    kind: str | None = None
    subject: str | None = None
    minutes: int
    hours: Decimal
    billable_hours: Decimal = Field(description="Hours that clients pay for.")
    billable_percent: Decimal | None
    billed_hours: Decimal = Field(description="Hours that are on an act.")
    amount: Decimal | None = Field(description="What billable hours cost the client; none in several currencies.")
    currency: str | None
    amounts: str = Field(description="The same by currency.")
    amount_per_hour: Decimal | None = Field(description="Of all hours, whoever pays for them.")
    hours_without_rate: Decimal | None = Field(description="Billable hours that no rate fits.")
    planned_hours: Decimal | None = Field(description="What was planned for the finished part of this work.")
    hours_against_plan: Decimal | None = Field(description="Hours on work that has a plan, and of which some is done.")
    efficiency_percent: Decimal | None = Field(description="Planned by actual: above 100 it took less than planned.")
    query: str = Field(description="What to ask /work-days for, to see what is summed up.")


class Output(BaseModel):
    """What work brought."""

    rows: list[OutputLine]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["reports"])

    @routes.get("/reports/output", responses={**documented(409, 503), 200: {"model": Output, **SHEETS[200]}})
    def output_report(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up(READERS))],
        by: Annotated[str, Query(max_length=80, description=BY, examples=["person,client"])] = "person",
        since: Since = None,
        until: Until = None,
        person_id: UUID | None = None,
        client_id: UUID | None = None,
        form: Form = "json",
    ) -> Response:
        """What each person's work brought: hours, money, share billable, efficiency against plan.

        One sees oneself and one's team; those who bill hours see everybody. Money is for those who know prices.
        """
        asked = Asked(parts(by), since, until, person_id, client_id)
        bills = "billing" in sight.roles
        rates = house.crm.reference_now.rates if bills or sight.knows_costs else None
        with house.database() as db:
            return told("output", output(db, asked, rates, None if bills else sight.people), form)

    return routes
