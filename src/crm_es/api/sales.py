"""Reports on sales: the reservoir and its leaks, campaigns, won deals; and the one history of a client."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from crm_es.api.exports import SHEETS, Form, exported
from crm_es.api.house import LARGEST_POSITION, House, answer
from crm_es.api.lists import readers
from crm_es.api.problems import documented
from crm_es.api.reports import Since, Until, told
from crm_es.api.sales_answers import CampaignReport, LeakReport, ReservoirReport, Timeline, WinReport
from crm_es.api.sight import Sight
from crm_es.audit import timeline
from crm_es.playbook import Complaints, Playbook, Reservoir
from crm_es.registries import Registry, registry
from crm_es.sales_reports.campaigns import campaigns
from crm_es.sales_reports.leaks import By as LeaksBy
from crm_es.sales_reports.leaks import Order, leaks
from crm_es.sales_reports.reservoir import reservoir
from crm_es.sales_reports.wins import By as WinsBy
from crm_es.sales_reports.wins import wins

Currency = Annotated[str | None, Query(pattern="^[A-Z]{3}$", examples=["RUB"], description="The usual one, if none.")]
Text = Annotated[str | None, Query(max_length=80, pattern=r"^[^\x00]*$")]
CLIENTS: Final = registry("clients")


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["reports"])
    of_clients(routes, house)
    of_sales(routes, house)
    return routes


def caught_up(house: House, *lists: str) -> Any:
    shown: list[Registry] = [registry(name) for name in lists]
    return Depends(house.caught_up(set().union(*map(readers, shown))))


def playbook(house: House) -> Playbook | None:
    reference = house.crm.reference
    return reference.playbooks.get(reference.version)


def of_clients(routes: APIRouter, house: House) -> None:
    @routes.get(
        "/reports/reservoir",
        dependencies=[caught_up(house, "reservoir", "purchases")],
        responses={**documented(409, 503), 200: {"model": ReservoirReport, **SHEETS[200]}},
    )
    def reservoir_report(
        *,
        sight: Annotated[Sight, house.seeing],
        since: Since = None,
        until: Until = None,
        owner_id: UUID | None = None,
        segment: Text = None,
        sector: Text = None,
        currency: Currency = None,
        form: Form = "json",
    ) -> Response:
        """How many clients are active, came and went, month by month; of the clients that one may see.

        A year of months where nothing else is asked for.
        """
        found = playbook(house)
        with house.database() as db:
            lines = reservoir(
                db,
                house.crm.reference.calendar,
                datetime.now(UTC),
                found.reservoir if found else Reservoir(),
                since=since,
                until=until,
                currency=currency,
                limits=sight.limits,
                owner_id=owner_id,
                segment=segment,
                sector=sector,
            )
        return told("reservoir", lines, form)

    @routes.get(
        "/reports/leaks",
        dependencies=[caught_up(house, "reservoir", "complaints", "deals")],
        responses={**documented(409, 503), 200: {"model": LeakReport, **SHEETS[200]}},
    )
    def leak_report(
        *,
        sight: Annotated[Sight, house.seeing],
        by: LeaksBy = "reason",
        order: Order = "clients",
        since: Since = None,
        until: Until = None,
        currency: Currency = None,
        form: Form = "json",
    ) -> Response:
        """Why clients left, the widest hole first, by count or by money; and why deals were lost.

        Of the last year where nothing else is asked for. By department: as the playbook tells who answers for a cause.
        """
        found = playbook(house)
        with house.database() as db:
            lost = leaks(
                db,
                house.crm.reference.calendar,
                datetime.now(UTC),
                found.complaints if found else Complaints(),
                by=by,
                order=order,
                since=since,
                until=until,
                currency=currency,
                limits=sight.limits,
            )
        return answer(lost._asdict()) if form == "json" else told("leaks", lost.rows, form)

    @routes.get(
        "/clients/{id}/timeline",
        tags=["clients"],
        responses={**documented(404), 200: {"model": Timeline, **SHEETS[200]}},
    )
    def client_timeline(
        *,
        client_id: Annotated[UUID, Path(alias="id")],
        sight: Annotated[Sight, house.seeing],
        before: Annotated[int | None, Query(ge=0, le=LARGEST_POSITION)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 50,
        form: Form = "json",
    ) -> Response:
        """All that happened with a client, newest first: deals, invoices, prices, orders, complaints, calls.

        Whoever sees the client sees its whole history.
        """

        def look() -> UUID | None:
            with house.database() as db:
                return client_id if sight.row(CLIENTS, db, client_id) else None

        house.found(readers(CLIENTS), look)
        with house.database() as db:
            lines = timeline(db, client_id, before=before, limit=limit + 1)
        following = lines[limit - 1]["position"] if len(lines) > limit else None
        if form != "json":
            return exported("timeline", list(lines[0]) if lines else [], [lines[:limit]], form)
        return answer({"rows": lines[:limit], "next_before": following})


def of_sales(routes: APIRouter, house: House) -> None:
    @routes.get(
        "/reports/campaigns",
        dependencies=[caught_up(house, "campaigns", "clients", "purchases")],
        responses={**documented(409, 503), 200: {"model": CampaignReport, **SHEETS[200]}},
    )
    def campaign_report(*, sight: Annotated[Sight, house.seeing], form: Form = "json") -> Response:
        """How many clients each campaign brought, how many became regular, and what each has cost."""
        with house.database() as db:
            lines = campaigns(db, limits=sight.limits)
        return told("campaigns", lines, form)

    @routes.get(
        "/reports/wins",
        dependencies=[caught_up(house, "deals", "clients")],
        responses={**documented(409, 503), 200: {"model": WinReport, **SHEETS[200]}},
    )
    def win_report(
        *,
        sight: Annotated[Sight, house.seeing],
        by: WinsBy = "agent",
        since: Since = None,
        until: Until = None,
        currency: Currency = None,
        form: Form = "json",
    ) -> Response:
        """Deals won and lost, how often, for how much, and how long they took; of the deals that one may see."""
        calendar = house.crm.reference.calendar
        with house.database() as db:
            lines = wins(db, calendar, by=by, since=since, until=until, currency=currency, limits=sight.limits)
        return told("wins", lines, form)
