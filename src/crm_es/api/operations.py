"""What operators ask: does it live, does it keep up, how much does it do?"""

from __future__ import annotations

from time import monotonic, perf_counter
from typing import Any, Final

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_es.application import Crm
from crm_es.store.reading import head
from crm_es.store.tracking import places

WEBHOOK: Final = "webhook/"
"""Who begins so goes at the pace of another system."""
STILL: Final = 10.0
"""Seconds after which a reader that lags and does not move is taken for stuck."""


class Lag(BaseModel):
    """How far readers are behind the log."""

    ready: bool
    head: int
    lag: dict[str, int]
    """Events that each policy and projection has yet to read."""
    stuck: list[str]
    """Those which lag and have not moved for a while."""


class Metrics:
    """Counters of this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "crm_es_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "crm_es_request_seconds", "How long answers took.", ("method", "route"), registry=self.registry
        )
        self.commands = Counter("crm_es_commands", "Commands answered.", ("command", "outcome"), registry=self.registry)
        self.refusals = Counter("crm_es_refusals", "Refusals by rule.", ("rule",), registry=self.registry)
        self.lag = Gauge("crm_es_lag", "Events yet to be read.", ("reader",), registry=self.registry)
        self.head = Gauge("crm_es_log_head", "Position of the newest event.", registry=self.registry)

    def accepted(self, command: str) -> None:
        self.commands.labels(command, "accepted").inc()

    def refused(self, command: str, rule: str) -> None:
        self.commands.labels(command, "refused").inc()
        self.refusals.labels(rule).inc()


class Observed:
    """Counts and times every request, and lets no answer be guessed at, nor kept unless it says so itself."""

    HEADERS: Final = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                told = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in self.HEADERS if one[0] not in told)]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            self.metrics.requests.labels(scope["method"], route, status).inc()
            self.metrics.seconds.labels(scope["method"], route).observe(perf_counter() - began)


class Watch:
    """Tells a reader that is slow from one that stands still."""

    def __init__(self, crm: Crm, still: float = STILL) -> None:
        self.crm, self.still = crm, still
        self._moved: dict[str, tuple[int, float]] = {}
        """Where each reader was last found to have moved to, and when."""

    def look(self) -> Lag:
        now = monotonic()
        with self.crm.log.datastore.get_connection() as db:
            stands, newest = places(db), head(db)
        lag = {place.name: max(0, newest - place.position) for place in stands}
        for place in stands:
            if self._moved.get(place.name, (-1, now))[0] != place.position or not lag[place.name]:
                self._moved[place.name] = (place.position, now)
        ours = [name for name, behind in lag.items() if behind and not name.startswith(WEBHOOK)]
        stuck = [name for name in ours if now - self._moved[name][1] >= self.still]
        return Lag(ready=not stuck, head=newest, lag=lag, stuck=stuck)


def router(metrics: Metrics, watch: Watch) -> APIRouter:
    routes = APIRouter(tags=["operations"])
    opened: dict[str, Any] = {"security": []}

    @routes.get("/healthz", openapi_extra=opened)
    async def healthz() -> dict[str, str]:
        """The process answers."""
        return {"status": "alive"}

    @routes.get("/readyz", openapi_extra=opened, responses={503: {"model": Lag, "description": "A reader is stuck."}})
    def readyz(response: Response) -> Lag:
        """The database answers, and every policy and projection keeps up with the log."""
        found = watch.look()
        response.status_code = 200 if found.ready else 503
        return found

    @routes.get("/metrics", include_in_schema=False)
    def measured() -> Response:
        """For Prometheus."""
        found = watch.look()
        metrics.head.set(found.head)
        for reader, behind in found.lag.items():
            metrics.lag.labels(reader).set(behind)
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return routes
