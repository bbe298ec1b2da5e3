"""The report on complaints: how many, why, and how fast clients got an answer."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from crm_es.api.exports import SHEETS, Form
from crm_es.api.house import House
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.reports import Since, Until, told
from crm_es.api.sight import Sight
from crm_es.complaint_report import by_cause
from crm_es.registries import registry

COMPLAINTS: Final = registry("complaints")


class ComplaintLine(BaseModel):
    """The complaints of one cause, of one department, or all."""

    department: str | None = Field(description="None where the line is of all.")
    cause: str | None = Field(description="None where the line is of the whole department.")
    complaints: int
    open: int = Field(description="Without an answer.")
    to_tell: int = Field(description="Answered, and the client is not told.")
    overdue: int
    closed: int
    withdrawn: int
    at_supplier: int = Field(description="Passed on to a supplier.")
    reopened: int = Field(description="The client was not content with an answer.")
    share_reopened: float | None = Field(description="Of those that were answered.")
    median_hours_to_answer: float | None = Field(description="From filing to the first answer.")
    median_hours_to_close: float | None
    query: str = Field(description="What to ask /complaints for, to see them; the others show the figure they name.")
    open_query: str
    to_tell_query: str
    overdue_query: str
    reopened_query: str


class ComplaintReport(BaseModel):
    """What clients complained of."""

    rows: list[ComplaintLine]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["reports"])
    filed = house.caught_up(readers(COMPLAINTS))

    @routes.get(
        "/reports/complaints", responses={**documented(409, 503), 200: {"model": ComplaintReport, **SHEETS[200]}}
    )
    def complaints(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(filed)],
        since: Since = None,
        until: Until = None,
        form: Form = "json",
    ) -> Response:
        """What clients complained of on these days, by department and cause; of the complaints that one may see."""
        with house.database() as db:
            lines = by_cause(db, since=since, until=until, limits=sight.limits)
        return told("complaints", lines, form)

    return routes
