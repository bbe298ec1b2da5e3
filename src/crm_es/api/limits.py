"""What no honest request needs: a huge body, or the same parameter twice."""

from __future__ import annotations

from typing import Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_es.api.problems import problem

LARGEST_BODY: Final = 1_000_000


class Limited:
    """Refuses large bodies: at once where the length is told, else when they have grown too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = dict(scope.get("headers", ())).get(b"content-length", b"0")
        if told.isdigit() and int(told) > LARGEST_BODY:
            await problem(413)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST_BODY:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


async def once(request: Request) -> None:
    """Nobody has to guess which of two values counts."""
    if request.scope["query_string"]:
        names = [name for name, _ in request.query_params.multi_items()]
        if twice := {name for name in names if names.count(name) > 1}:
            errors = [{"type": "twice", "loc": ("query", name), "msg": "Say it once"} for name in sorted(twice)]
            raise RequestValidationError(errors)
