"""The reports that there are, in the order in which one looks for them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from crm_es.site.menu import LEADERS, MONEY
from crm_es.site.reporting.of_sales import CAMPAIGNS, COMPLAINTS, LEAKS, RESERVOIR, WINS
from crm_es.site.reporting.of_work import ADOPTION, APPROVERS, COMPLETION, GATES, STAGE_TIMES, WORKLOAD
from crm_es.site.reporting.shapes import Report
from crm_es.site.speech import phrase

HEADS: Final = frozenset(LEADERS)
REPORTS: Final = (
    *(WINS, LEAKS, RESERVOIR, CAMPAIGNS, COMPLAINTS),
    *(WORKLOAD, COMPLETION, STAGE_TIMES, APPROVERS, ADOPTION, GATES),
)


class Elsewhere(NamedTuple):
    """A report with a page of its own making."""

    title: str
    says: str
    icon: str
    path: str
    roles: frozenset[str] = frozenset()


WORKED: Final = HEADS | {"engineer", "analyst", "manager"}
ELSEWHERE: Final = (
    Elsewhere(
        phrase("Working time by day"),
        phrase("Who worked on which day on what, and what lies over the agreed hours."),
        "clock",
        "/time/labour",
        WORKED,
    ),
    Elsewhere(
        phrase("Output by person"),
        phrase("What the hours of each person brought in money, client by client."),
        "report-money",
        "/time/output",
        HEADS | {"analyst"},
    ),
    Elsewhere(
        phrase("Where working time goes"),
        phrase("Shares of selling, service and administration in the working time, month by month."),
        "chart-pie",
        "/time/structure",
        WORKED,
    ),
    Elsewhere(
        phrase("Payment calendar"),
        phrase("What is to be paid by day, week and month."),
        "calendar-due",
        "/payments/calendar",
        frozenset(MONEY),
    ),
)


def for_roles(roles: Collection[str]) -> list[Report]:
    """The reports that people with these roles look for."""
    return [one for one in REPORTS if not one.roles or not one.roles.isdisjoint(roles)]


def elsewhere_for(roles: Collection[str]) -> list[Elsewhere]:
    """The same of those with pages of their own."""
    return [one for one in ELSEWHERE if not one.roles or not one.roles.isdisjoint(roles)]
