"""What no honest request needs: a huge body, or the same parameter twice."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_es.api.problems import documented, problem
from crm_es.exchange import activitywatch, invoice_reading
from crm_es.exchange.client_bank.reading import LARGEST as LARGEST_STATEMENT
from crm_es.exchange.commerceml import LARGEST as LARGEST_COMMERCEML
from crm_es.files import too_large

LARGEST_BODY: Final = 1_000_000
"""Of all but files, and of what is said around a file."""
STATEMENT_TOO_LARGE: Final = f"The statement is larger than {LARGEST_STATEMENT // 10**6} MB: get it in parts."
COMMERCEML_TOO_LARGE: Final = f"The file is larger than {LARGEST_COMMERCEML // 10**6} MB: send it in parts."
EXPORT_TOO_LARGE: Final = f"The export is larger than {activitywatch.LARGEST // 2**20} MB: export a shorter time."


def limited(said: str) -> dict[int | str, dict[str, Any]]:
    """How an address declares that it takes another size than others."""
    return {413: documented(413)[413] | {"description": said}}


class Limited:
    """Refuses large bodies: at once where the length is told, else when they have grown too large."""

    def __init__(self, app: ASGIApp, largest_file: int) -> None:
        self.app, self.largest_file = app, largest_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = dict(scope.get("headers", ())).get(b"content-length", b"0")
        largest, said = LARGEST_BODY, None
        if scope.get("method") == "POST" and scope["path"].endswith(("/files", "/agent/screenshots", "/service-form")):
            largest, said = LARGEST_BODY + self.largest_file, too_large(self.largest_file)
        elif scope.get("method") == "POST" and scope["path"].endswith("/readings"):
            largest, said = LARGEST_BODY + invoice_reading.LARGEST, invoice_reading.TOO_LARGE
        elif scope.get("method") == "POST" and scope["path"].endswith("/bank-statements"):
            largest, said = LARGEST_BODY + LARGEST_STATEMENT, STATEMENT_TOO_LARGE
        elif scope.get("method") == "POST" and scope["path"].endswith("/commerceml"):
            largest, said = LARGEST_COMMERCEML, COMMERCEML_TOO_LARGE
        elif scope.get("method") == "POST" and scope["path"].endswith("/activity-exports"):
            largest, said = LARGEST_BODY + activitywatch.LARGEST, EXPORT_TOO_LARGE
        if told.isdigit() and int(told) > largest:
            await problem(413, said)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > largest:
                raise HTTPException(413, said)
            return message

        await self.app(scope, counted, send)


async def once(request: Request) -> None:
    """Nobody has to guess which of two values counts."""
    if request.scope["query_string"]:
        names = [name for name, _ in request.query_params.multi_items()]
        if twice := {name for name in names if names.count(name) > 1}:
            errors = [{"type": "twice", "loc": ("query", name), "msg": "Say it once"} for name in sorted(twice)]
            raise RequestValidationError(errors)
