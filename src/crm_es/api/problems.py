"""What goes wrong, as RFC 9457 tells it: each problem is a sentence for the person, and says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import psycopg
import structlog
from eventsourcing.persistence import InterfaceError, OperationalError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from crm_es.api.expected import told
from crm_es.files import Unreachable
from crm_es.messages import Refused, Remedy, Stale

log = structlog.get_logger()
MEDIA_TYPE: Final = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str = Field(examples=["form.amount"])
    message: str = Field(examples=["Field required"])


class Problem(BaseModel):
    """Why a request was not fulfilled (RFC 9457)."""

    type: str = "about:blank"
    title: str = Field(examples=["Conflict"])
    status: int = Field(examples=[409])
    detail: str = Field(
        description="A sentence for the person.",
        examples=["This deal is closed: open another one."],
    )
    rule: str | None = Field(default=None, description="The rule that said no, without particulars.")
    errors: list[FieldError] | None = Field(default=None, description="What is wrong, field by field.")
    remedies: list[Remedy] | None = Field(
        default=None, description="What may be done about it: commands by name, filled in as far as they are known."
    )


SENTENCES: Final[Mapping[int, str]] = {
    400: "The request cannot be read: send valid JSON.",
    401: "Sign in first: send a session cookie or a bearer token.",
    403: "This is not for you: ask an administrator if it should be.",
    404: "There is nothing at this address that you may see.",
    405: "This address takes another method: see the Allow header.",
    412: "Somebody changed this in the meantime: look at it again, then decide.",
    413: "The request is too large: send at most 1 MB.",
    422: "Some of it is not right: see the errors.",
    429: "Too many attempts: wait a minute, then try again.",
    500: "Something is broken on our side, and it is written down. Try again later.",
    503: "The database does not answer just now: try again in a moment.",
}
"""What is said where nothing more precise is known."""


def problem(
    status: int, detail: str | None = None, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    sentence = detail or SENTENCES.get(status, "This cannot be done.")
    return JSONResponse(content | {"detail": sentence} | more, status, headers, MEDIA_TYPE)


def remedies(refusal: Refused) -> dict[str, Any]:
    """What may be done about a refusal, as a problem tells it; nothing where nothing is known."""
    told = [remedy.model_dump(mode="json") for remedy in refusal.remedies]
    return {"remedies": told} if told else {}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Problems as an operation declares them."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": SENTENCES.get(status, "A rule says no."), "content": content} for status in statuses
    }


def explain(app: FastAPI) -> None:
    """Every error leaves through here."""

    @app.exception_handler(Refused)
    def refused(_: Request, refusal: Refused) -> JSONResponse:
        status = 412 if isinstance(refusal, Stale) else 409
        return problem(status, str(refusal), rule=refusal.rule, **remedies(refusal))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        if any(one["type"] == "json_invalid" for one in error.errors()):
            return problem(400)
        errors = [told(request.scope.get("route"), one) for one in error.errors()]
        sentence = "; ".join(f"{one['field']}: {one['message'].rstrip('.')}" for one in errors)
        return problem(422, f"Correct this: {sentence}.", errors=errors)

    @app.exception_handler(HTTPException)
    def other(_: Request, error: HTTPException) -> JSONResponse:
        said = None if error.detail == HTTPStatus(error.status_code).phrase else error.detail
        return problem(error.status_code, said, error.headers)

    @app.exception_handler(psycopg.DataError)
    def impossible(_: Request, error: psycopg.DataError) -> JSONResponse:
        return problem(422, "A value is outside of what can be stored: correct it.", rule=type(error).__name__)

    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(psycopg.OperationalError)
    def unavailable(_: Request, error: Exception) -> JSONResponse:
        log.warning("the database does not answer", error=str(error))
        return problem(503, headers={"Retry-After": "1"})

    @app.exception_handler(Unreachable)
    def without_files(_: Request, error: Unreachable) -> JSONResponse:
        log.warning("the store of files does not answer", error=str(error))
        return problem(503, "The store of files does not answer just now: try again in a moment.", {"Retry-After": "1"})

    @app.exception_handler(Exception)
    def broken(_: Request, __: Exception) -> JSONResponse:
        return problem(500)
