"""The API of one company, all of it under /api/v1."""

from __future__ import annotations

from typing import Final

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import Depends, FastAPI

from crm_es.api import (
    activity,
    bank,
    billing,
    capture,
    client_pages,
    commands,
    company,
    complaints,
    control,
    evidence,
    files,
    inbox,
    labour,
    lists,
    operations,
    output,
    papers,
    payments,
    phone,
    playbook_moves,
    prices,
    projects,
    readings,
    records,
    reports,
    sales,
    service,
    service_form,
    sheets,
    sign_in,
    tasks,
    time,
    today,
    tokens,
    trial,
    webhooks,
    welcome,
)
from crm_es.api.house import House
from crm_es.api.limits import Limited, once
from crm_es.api.openapi import describe
from crm_es.api.operations import Metrics, Observed, Watch
from crm_es.api.problems import documented, explain
from crm_es.api.security import Door
from crm_es.application import Crm
from crm_es.store import accounts, company_secrets, thumbnails, uploads
from crm_es.store import webhooks as webhook_secrets

PREFIX: Final = "/api/v1"
EVERYWHERE: Final = (400, 401, 403, 413, 422, 503)
"""Problems that any operation may end with."""


def create_app(crm: Crm, *, patience: float = 5.0) -> FastAPI:
    """`patience` is how many seconds a question waits for a list to come to the position that it asks for."""
    prepare(crm)
    app = FastAPI(
        title="crm_es",
        version="1",
        description="Commands are wishes and may be refused with a sentence; lists show what is so.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(once)],
        responses=documented(*EVERYWHERE),
    )
    door, metrics = Door(crm), Metrics()
    house = House(crm, door, patience)
    explain(app)
    for routes in (
        sign_in.router(door),
        tokens.router(door),
        company.router(house),
        playbook_moves.router(house),
        commands.router(crm, door, metrics),
        readings.router(house),
        records.router(house),
        today.router(house),
        prices.router(house),
        service.router(house),
        projects.router(house),
        lists.router(house),
        payments.router(house, metrics),
        reports.router(house),
        sheets.router(house),
        control.router(house),
        sales.router(house),
        trial.router(house),
        tasks.router(house, metrics),
        time.router(house),
        capture.router(house, metrics),
        complaints.router(house),
        files.router(house, metrics),
        papers.router(house),
        activity.router(house),
        evidence.router(house),
        bank.router(house),
        billing.router(house),
        output.router(house),
        labour.router(house),
        inbox.router(house),
        phone.router(house),
        service_form.router(house),
        webhooks.router(house),
    ):
        app.include_router(routes, prefix=PREFIX)
    app.include_router(welcome.router())
    app.include_router(service_form.page())
    app.include_router(client_pages.router(house))
    app.include_router(operations.router(metrics, Watch(crm)))
    app.add_middleware(Limited, largest_file=crm.files.limit)
    app.add_middleware(Observed, metrics=metrics)
    app.add_middleware(CorrelationIdMiddleware)
    describe(app)
    return app


def prepare(crm: Crm) -> None:
    """Make the tables beside the log that the API writes to, where they are not there yet."""
    with crm.log.datastore.get_connection() as db:
        for beside in (accounts, company_secrets, thumbnails, uploads, webhook_secrets):
            beside.create_tables(db)
