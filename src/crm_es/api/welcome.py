"""What a browser is shown at the address of the server: what this is, and where to go on."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>crm_es</title>
<h1>crm_es</h1>
<p>A workflow engine that remembers everything. This server speaks JSON, under <code>/api/v1</code>.</p>
<ul>
<li><a href="/api/v1/openapi.json">What it can be asked</a>, as OpenAPI describes it</li>
<li><a href="/healthz">Whether it lives</a>, and <a href="/readyz">whether it keeps up</a></li>
</ul>
<p>Everybody who works here and was given a login may sign in, with <code>POST /api/v1/sign-in</code>.
An administrator gives logins with <code>crm-es user add</code>; <code>crm-es user list</code> shows them.</p>
</html>
"""


def router() -> APIRouter:
    routes = APIRouter()

    @routes.get("/", include_in_schema=False)
    async def welcome() -> HTMLResponse:
        return HTMLResponse(PAGE)

    return routes
