"""The pages as a browser sees them: a server for the company of the test that runs now, and what must never happen."""

from __future__ import annotations

import re
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from time import monotonic, sleep
from typing import Any, Final, cast
from uuid import UUID

import uvicorn
from axe_playwright_python.base import AXE_SCRIPT
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError
from stage import Stage

from crm_es.api.app import prepare
from crm_es.api.security import COOKIE
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.demo.people import person
from crm_es.messages import Command
from crm_es.runners.worker import Worker, settle
from crm_es.site.news import News
from crm_es.store.accounts import open_session

DESKTOP: Final[dict[str, Any]] = {"viewport": {"width": 1440, "height": 900}}
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
REFUSED: Final = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d ")
"""What the browser says of an answer that a page shows as a sentence."""
WITHIN: Final = ("data:", "blob:", "about:")
SERIOUS: Final = ("serious", "critical")
KNOWN: Final = {"aria-required-children": ".tabulator"}
"""What the makers of widgets leave, by rule: a table that has other tables as its rows."""
LOOK: Final = """async ([passed_over, known]) => {
    const exclude = passed_over.map(selector => [selector])
    const told = await axe.run({exclude}, {resultTypes: ["violations"]})
    const is_known = (rule, [target]) => known[rule] && document.querySelector(target)?.matches(known[rule])
    return told.violations.map(one => ({...one, nodes: one.nodes.filter(node => !is_known(one.id, node.target))}))
}"""
SECONDS: Final = 10
"""How long the server may take to begin and to end."""


class Site:
    """The pages, for browsers; of one company after the other."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.app: FastAPI | None = None
        self.url = ""

    @property
    def crm(self) -> Crm:
        """The company of the test that runs now."""
        assert self.stage.crm is not None, "Ask for the fixture `site`."
        return self.stage.crm

    @contextmanager
    def of(self, crm: Crm) -> Iterator[Site]:
        """Shows this company, which is at work meanwhile."""
        self.stage.crm = crm
        prepare(crm)
        if self.app is None:
            self.app = self._begin()
        self.app.state.news = News(crm)
        worker = Worker(crm)
        worker.start()
        try:
            yield self
        finally:
            worker.stop()

    def _begin(self) -> FastAPI:
        """A server on a free port: an application takes long to make, and is made for the first company."""
        from crm_es.site.app import create_site  # tests of words and templates need none of it

        app = create_site(cast(Crm, self.stage))
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", timeout_graceful_shutdown=1))
        self.thread = Thread(target=self.server.run, kwargs={"sockets": [listening]}, name="pages", daemon=True)
        self.thread.start()
        until = monotonic() + SECONDS
        while not self.server.started and monotonic() < until:
            sleep(0.01)
        assert self.server.started, "The server of the pages has not begun."
        return app

    def end(self) -> None:
        if self.app:
            self.server.should_exit = True
            self.thread.join(SECONDS)

    def tell(self, *commands: Command, context: Context) -> None:
        """Somebody asks for this, and everything that follows from it happens."""
        for command in commands:
            self.crm.handle(command, context)
        self.settle()

    def settle(self) -> None:
        """Everybody has heard of everything."""
        settle(self.crm)

    def token(self, who: UUID | str) -> str:
        """A session of a person by id, or of one of the demo company by login."""
        staff_member_id = person(who) if isinstance(who, str) else who
        with self.crm.log.datastore.get_connection() as db:
            return open_session(db, staff_member_id, "session", "a browser", timedelta(hours=1))[0]

    def sign_in(self, who: UUID | str, browser: BrowserContext) -> None:
        """Without the form."""
        browser.add_cookies(
            [{"name": COOKIE, "value": self.token(who), "url": self.url, "httpOnly": True, "sameSite": "Lax"}]
        )


class Watch:
    """What went wrong in a browser, unseen: errors of scripts, requests to others."""

    def __init__(self, browser: BrowserContext, url: str) -> None:
        self.browser, self.url = browser, url
        self.complaints: list[str] = []
        browser.on("weberror", self.failed)
        browser.on("console", self.said)
        browser.on("request", self.asked)

    def failed(self, error: WebError) -> None:
        self.complaints.append(f"A script failed: {error.error}")

    def said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSED.match(message.text):
            self.complaints.append(f"The browser says at {message.location['url']}: {message.text}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.url + "/", *WITHIN)):
            self.complaints.append(f"A page asked {request.url}, which is not ours.")

    def found(self) -> list[str]:
        """All of it, up to now."""
        self.browser.cookies()  # what happened before this answer is told before it
        return self.complaints


def violations(page: Page, passed_over: Collection[str] = ()) -> list[str]:
    """What keeps people from using a page, as sentences; elements of these selectors are passed over."""
    page.evaluate(AXE_SCRIPT)
    told = page.evaluate(LOOK, [list(passed_over), KNOWN])
    return [
        f"{one['impact']} {one['id']}: {one['help']} {node['target']} {node['failureSummary']}"
        for one in told
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]
