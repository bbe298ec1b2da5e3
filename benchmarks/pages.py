"""How long people wait for pages: of the demo company, and where there are many deals, tasks and requests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any, Final

from fastapi import FastAPI

from crm_es.api.security import COOKIE
from crm_es.application import Crm
from crm_es.demo import make_demo
from crm_es.demo.people import person
from crm_es.site.app import create_site
from crm_es.site.inner import exchanged
from crm_es.store.accounts import open_session

LIMIT: Final = "/sign-in"
"""A page that asks nothing."""
LISTS: Final = (
    "/",
    "/tasks/mine",
    "/deals",
    "/deals?q=насос",
    "/deals/board",
    "/clients",
    "/payment-requests",
    "/payment-requests?status=approved&sort=pay_by",
    "/payments/calendar",
)
OF_THE_DEMO: Final = (
    *LISTS,
    "/reservoir/level",
    "/control",
    "/tickets/board",
    "/time",
    "/projects",
    "/work-acts",
    "/audit",
)
RECORDS: Final = ("deals", "payment-requests", "clients", "tickets", "projects")
"""Lists of which the first record is looked at too."""
TIMES: Final = 7


def measure(crm: Crm, paths: tuple[str, ...], person_id: Any) -> dict[str, float]:
    """Milliseconds of each page, warm, for one who sees much."""
    site = create_site(crm)
    with crm.log.datastore.get_connection() as db:
        token, _ = open_session(db, person_id, "session", "a browser", timedelta(hours=1))
    return asyncio.run(_all(site, (LIMIT, *paths), token))


def of_the_demo(crm: Crm) -> dict[str, float]:
    """The pages of the demo company, as the head of sales and the head of service see them."""
    make_demo(crm)
    with crm.log.datastore.get_connection() as db:
        first = [
            db.execute(f"SELECT {key} AS id FROM {table} ORDER BY 1 LIMIT 1").fetchone()
            for table, key in (
                ("deal_registry", "deal_id"),
                ("payment_registry", "payment_request_id"),
                ("client_registry", "client_id"),
                ("ticket_registry", "ticket_id"),
                ("project_registry", "project_id"),
            )
        ]
    records = tuple(f"/{name}/{row['id']}" for name, row in zip(RECORDS, first, strict=True) if row)
    found = measure(crm, (*OF_THE_DEMO, *records), person("viktor"))
    return {f"/{path.split('/')[1]}/…" if path in records else path: ms for path, ms in found.items()}


async def _all(site: FastAPI, paths: tuple[str, ...], token: str) -> dict[str, float]:
    return {path: median([await _once(site, path, token) for _ in range(TIMES)][1:]) for path in paths}


async def _once(site: FastAPI, path: str, token: str) -> float:
    start = perf_counter()
    answer = await exchanged(site, scope(path, token), b"")
    assert answer.status == 200, (path, answer.status)
    return (perf_counter() - start) * 1000


def scope(path: str, token: str) -> dict[str, Any]:
    """The request of a browser."""
    place, _, query = path.partition("?")
    headers: Mapping[str, str] = {"host": "localhost", "cookie": f"{COOKIE}={token}", "accept-language": "ru"}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "GET",
        "path": place,
        "raw_path": place.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "state": {},
    }
