"""Asking the API from within: a page is a client of the same addresses, and is let through the same door."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from pydantic_core import from_json, to_json
from starlette.types import ASGIApp, Message

PREFIX: Final = "/api/v1"
PASSED_ON: Final = frozenset(
    {b"cookie", b"user-agent", b"origin", b"host", b"sec-fetch-site", b"x-request-id", b"x-forwarded-for"}
)
"""What the API hears of the visitor's request: who asks, and from which page."""
ERROR: Final = 400


class Answer(NamedTuple):
    """What the API said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return from_json(self.body) if self.body else None


class Problem(Exception):
    """The API said no (RFC 9457): `detail` is a sentence for the person, `errors` say it field by field."""

    def __init__(self, answer: Answer) -> None:
        try:
            told = json.loads(answer.body)
        except ValueError:
            told = {}
        self.status = answer.status
        self.headers = answer.headers
        self.detail: str = told.get("detail") or "This cannot be done."
        self.rule: str | None = told.get("rule")
        self.errors: dict[str, str] = {one["field"]: one["message"] for one in told.get("errors") or ()}
        self.remedies: list[dict[str, Any]] = told.get("remedies") or []
        super().__init__(self.detail)


class Inner:
    """The API, asked in this process as one visitor."""

    def __init__(self, api: ASGIApp, scope: Mapping[str, Any]) -> None:
        self.api, self.scope = api, scope

    async def ask(
        self, method: str, path: str, *, query: str = "", body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Raises Problem where the answer is one."""
        kept = [(name, value) for name, value in self.scope["headers"] if name in PASSED_ON]
        told = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        names = {name for name, _ in told}
        scope = {
            **{name: self.scope[name] for name in ("asgi", "http_version", "scheme", "client", "server")},
            "type": "http",
            "method": method,
            "path": f"{PREFIX}{path}",
            "raw_path": f"{PREFIX}{path}".encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [*(one for one in kept if one[0] not in names), *told],
            "state": {},
        }
        answer = await exchanged(self.api, scope, body)
        if answer.status >= ERROR:
            raise Problem(answer)
        return answer

    async def get(self, path: str, **query: Any) -> Any:
        """What is found; parameters that are None are not asked."""
        return (await self.ask("GET", path, query=asked(query))).json

    async def post(
        self, path: str, body: Any = None, *, expected: int | None = None, key: UUID | None = None, query: str = ""
    ) -> Any:
        """Wish for something. `expected` is the version that was seen, and with the same `key` it happens once."""
        headers = {"content-type": "application/json"}
        if expected is not None:
            headers["if-match"] = f'"{expected}"'
        if key is not None:
            headers["idempotency-key"] = str(key)
        return (await self.ask("POST", path, query=query, body=to_json(body or {}), headers=headers)).json


def asked(query: Mapping[str, Any]) -> str:
    """Parameters as an address has them; what Python calls otherwise ends with _."""
    return urlencode({name.rstrip("_"): value for name, value in query.items() if value is not None}, doseq=True)


async def exchanged(api: ASGIApp, scope: dict[str, Any], body: bytes) -> Answer:
    """One request and its whole answer."""
    sent, status, headers, parts = False, 500, {}, []

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update({name.decode().lower(): value.decode() for name, value in message["headers"]})
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await api(scope, receive, send)
    return Answer(status, headers, b"".join(parts))
