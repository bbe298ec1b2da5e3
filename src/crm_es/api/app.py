"""The API of one company, all of it under /api/v1."""

from __future__ import annotations

from typing import Final

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import Depends, FastAPI

from crm_es.api import (
    accounts,
    activity,
    approval_courses,
    bank,
    billing,
    capture,
    client_pages,
    command_forms,
    commands,
    company,
    complaints,
    control,
    dead_letters,
    deal_board,
    deal_timeline,
    deal_way,
    evidence,
    files,
    form_checks,
    inbox,
    invoice_sums,
    jobs,
    labour,
    lists,
    offers,
    operations,
    output,
    own_sessions,
    papers,
    payments,
    phone,
    playbook_editing,
    playbook_moves,
    prices,
    projects,
    readers,
    readings,
    records,
    reports,
    sales,
    search,
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
)
from crm_es.api.house import House
from crm_es.api.limits import Limited, once
from crm_es.api.openapi import describe
from crm_es.api.operations import Metrics, Observed, Watch
from crm_es.api.problems import documented, explain
from crm_es.api.security import Door
from crm_es.application import Crm
from crm_es.store import accounts as sign_ins
from crm_es.store import company_secrets, thumbnails, uploads
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
    door, metrics, watch = Door(crm), Metrics(), Watch(crm)
    house = House(crm, door, patience)
    explain(app)
    for routes in (
        sign_in.router(door),
        tokens.router(door),
        own_sessions.router(door),
        accounts.router(house),
        readers.router(house, watch),
        dead_letters.router(house),
        jobs.router(house),
        company.router(house),
        playbook_moves.router(house),
        playbook_editing.router(house, metrics),
        commands.router(crm, door, metrics),
        readings.router(house),
        records.router(house),
        today.router(house),
        prices.router(house),
        invoice_sums.router(house),
        service.router(house),
        projects.router(house),
        deal_board.router(house),
        deal_timeline.router(house),
        deal_way.router(house),
        lists.router(house),
        offers.router(house),
        command_forms.router(house),
        search.router(house),
        payments.router(house, metrics),
        approval_courses.router(house),
        form_checks.router(house),
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
    app.include_router(service_form.page())
    app.include_router(client_pages.router(house))
    app.include_router(operations.router(metrics, watch))
    app.add_middleware(Limited, largest_file=crm.files.limit)
    app.add_middleware(Observed, metrics=metrics)
    app.add_middleware(CorrelationIdMiddleware)
    describe(app)
    return app


def prepare(crm: Crm) -> None:
    """Make the tables beside the log that the API writes to, where they are not there yet."""
    with crm.log.datastore.get_connection() as db:
        for beside in (sign_ins, company_secrets, thumbnails, uploads, webhook_secrets):
            beside.create_tables(db)
