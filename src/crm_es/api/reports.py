"""Reports: what is to be paid when, and how long approvers take."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from crm_es.api.exports import SHEETS, Form, exported
from crm_es.api.house import House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.sight import Sight
from crm_es.approver_report import by_approver
from crm_es.payment_calendar import Period, calendar
from crm_es.registries import registry
from crm_es.spreadsheets import Line

REQUESTS: Final = registry("payment-requests")
Since = Annotated[date | None, Query(alias="from")]
Until = Annotated[date | None, Query(alias="to", description="This day is included.")]


class CalendarLine(BaseModel):
    """What is to be paid, and what was, in one currency."""

    line: Literal["overdue", "period", "without a day"] = Field(
        description="overdue: all before today, which is told again in its own period."
    )
    from_: date | None = Field(alias="from")
    to: date | None
    currency: str
    count: int = Field(description="Requests that are approved and not fully paid.")
    left_amount: Decimal
    payable_amount: Decimal = Field(description="Of it, what no doubt and no awaited check holds up.")
    overdue_amount: Decimal = Field(description="Of it, what is overdue.")
    paid_count: int = Field(description="Payments made in the period.")
    paid_amount: Decimal
    query: str = Field(description="What to ask /payment-requests for, to see what is summed up.")


class Calendar(BaseModel):
    """The payment calendar."""

    today: date
    rows: list[CalendarLine]


class StepLine(BaseModel):
    """How one approver, or all of them, decided at one step."""

    step: str
    approver_id: UUID | None = Field(description="None where the line is of all.")
    approver: str | None
    decisions: int
    approved: int
    returned: int
    rejected: int
    paid: int = Field(description="At the step that follows the route: payment, by accounting.")
    by_deputy: int
    share_returned: float | None
    share_rejected: float | None
    median_hours: float | None = Field(description="From being asked until deciding.")
    mean_hours: float | None
    forwarded: int
    passed_over: int = Field(description="A later step decided first.")
    open: int = Field(description="Asked and not decided, now; in the line of all, each request once.")
    open_since: datetime | None = Field(description="When the one that waits longest was asked.")


class Report(BaseModel):
    """How approvers decided."""

    rows: list[StepLine]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["reports"])
    paid = house.caught_up({*readers(REQUESTS), "payments_made"})
    asked = house.caught_up({"approval_steps", "staff_registry"})

    @routes.get("/payment-calendar", responses={**documented(409, 503), 200: {"model": Calendar, **SHEETS[200]}})
    def payment_calendar(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(paid)],
        by: Period = "day",
        since: Since = None,
        until: Until = None,
        currency: Annotated[str | None, Query(pattern="^[A-Z]{3}$", examples=["RUB"])] = None,
        form: Form = "json",
    ) -> Response:
        """What is to be paid by day, week or month, and what was paid, of the requests and payments that one may see.

        From the period of today on, where no other day is given.
        """
        today = datetime.now(UTC).date()
        with house.database() as db:
            lines = calendar(db, today, by=by, since=since, until=until, currency=currency, limits=sight.limits)
        return told("payment-calendar", lines, form, today=today)

    @routes.get("/reports/approvers", responses={**documented(409, 503), 200: {"model": Report, **SHEETS[200]}})
    def approvers(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(asked)],
        since: Since = None,
        until: Until = None,
        step: Annotated[str | None, Query(max_length=80, pattern=r"^[^\x00]*$")] = None,
        form: Form = "json",
    ) -> Response:
        """How long payments waited for each approver at each step, and how many were returned or rejected.

        Decisions are those of these days; what is open is so now. One sees oneself and one's team.
        """
        with house.database() as db:
            lines = by_approver(db, since=since, until=until, step=step, people=sight.people)
        return told("approvers", lines, form)

    return routes


def told(name: str, lines: Sequence[Line], form: Form, **beside: date) -> Response:
    if form == "json":
        return answer({**beside, "rows": lines})
    return exported(name, list(lines[0]) if lines else [], [lines], form)
