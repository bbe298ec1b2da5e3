"""The whole site: pages for people, and the API behind them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from crm_es.api.app import create_app
from crm_es.api.problems import SENTENCES
from crm_es.application import Crm
from crm_es.runners import modules_of
from crm_es.site import pages
from crm_es.site.anything import chosen, commands, lists, records
from crm_es.site.assets import Assets
from crm_es.site.guard import Guarded
from crm_es.site.inner import Problem
from crm_es.site.news import News
from crm_es.site.rendering import link, rendered
from crm_es.site.speech import speech
from crm_es.site.visitor import Stranger, here, language

OURS: Final = ("/api/", "/c/", "/service-form", "/static/", "/healthz", "/readyz", "/metrics")
"""What the API answers by itself, for programs and for clients with a link."""
MOVED: Final = 303


def create_site(crm: Crm, *, patience: float = 5.0) -> FastAPI:
    """The pages of a company, with its API under /api/v1."""
    site = FastAPI(title="crm_es", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    site.state.crm, site.state.api, site.state.news = crm, create_app(crm, patience=patience), News(crm)
    site.mount("/assets", Assets())
    for _, module in modules_of(pages):
        site.include_router(module.routes)
    for module in (commands, chosen, records, lists):
        site.include_router(module.routes)
    explain(site)
    site.add_middleware(Guarded)
    site.add_middleware(GZipMiddleware, minimum_size=1000)
    site.add_middleware(Front, api=site.state.api)
    return site


class Front:
    """Sends to the API what is the API's, and everything else to the pages."""

    def __init__(self, pages: ASGIApp, api: ASGIApp) -> None:
        self.pages, self.api = pages, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and not scope["path"].startswith(OURS)
        await (self.pages if is_page else self.api)(scope, receive, send)


def explain(site: FastAPI) -> None:
    """Whatever goes wrong is told as a page with a sentence, or beside the part of the page that asked."""

    @site.exception_handler(Stranger)
    def stranger(request: Request, _: Exception) -> Response:
        if request.headers.get("hx-request") == "true":
            return Response(status_code=204, headers={"HX-Refresh": "true"})
        return RedirectResponse(link("/sign-in", next=here(request.url)), MOVED)

    @site.exception_handler(Problem)
    def problem(request: Request, problem: Problem) -> Response:
        return told(request, problem.status, problem.detail)

    @site.exception_handler(RequestValidationError)
    def unreadable(request: Request, _: Exception) -> Response:
        return told(request, HTTPStatus.NOT_FOUND, SENTENCES[404])

    @site.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> Response:
        return told(request, error.status_code, SENTENCES.get(error.status_code, error.detail))

    @site.exception_handler(Exception)
    def broken(request: Request, _: Exception) -> Response:
        return told(request, HTTPStatus.INTERNAL_SERVER_ERROR, SENTENCES[500])


def told(request: Request, status: int, sentence: str) -> HTMLResponse:
    """A sentence as a page, or as a note where only a part of the page was asked for."""
    chosen = language(request)
    words = speech(chosen)
    template = "note.html" if request.headers.get("hx-request") == "true" else "told.html"
    facts = {"status": status, "sentence": words.refusal(sentence), "language": chosen, "_": words.text}
    return HTMLResponse(rendered(template, **facts), status)
