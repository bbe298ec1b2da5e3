"""A browser that looks at the pages of a company at work, and people who are signed in there.

A test of pages shows the small company of the examples, made for it alone; one that asks for `demo` shows the demo
company, which all such tests share: look at it, and change nothing that others look at.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import httpx2
import pytest
from browsing import DESKTOP, PHONE, Site, Watch, violations
from chromium import MISSING, on_path, works
from companies import Companies
from playwright.sync_api import BrowserContext, Page, Playwright

from crm_es.api.security import COOKIE
from crm_es.application import Crm
from crm_es.demo import make_demo
from crm_es.files.folder import Folder
from crm_es.site.visitor import LANGUAGE
from crm_es.store.database import Database
from crm_es.store.log import Log

DAYS = 21
"""Of the demo company's history: with less, its reports have little to show."""
LOCALES = {"ru": "ru-RU", "en": "en-US"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers last: their event loop stays in the process, and other tests begin loops of their own."""
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))


# ── Companies ───────────────────────────────────────────────────────────────


@pytest.fixture
def schema(companies: Companies) -> Iterator[str]:
    """That of a company with all tables, also where only `site` asks for it."""
    yield (taken := companies.take())
    companies.give_back(taken)


@pytest.fixture(scope="session")
def demo(server_url: str, companies: Companies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    """The demo company."""
    database = Database(server_url, companies.take())
    crm = Crm(Log(database), Folder(tmp_path_factory.mktemp("demo")))
    make_demo(crm, days=DAYS)
    yield crm
    crm.close()
    database.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    yield (site := Site())
    site.end()


@pytest.fixture
def site(server: Site, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The pages of the demo company where the test asks for `demo`, else those of the examples."""
    with server.of(request.getfixturevalue("demo" if "demo" in request.fixturenames else "staffed")) as site:
        yield site


@pytest.fixture
def visit(site: Site, language: str) -> Iterator[Callable[..., httpx2.Client]]:
    """Looks at pages as somebody does, without a browser: `visit(ANN).get("/deals")`."""
    with ExitStack() as clients:

        def made(who: UUID | str) -> httpx2.Client:
            cookies = {COOKIE: site.token(who), LANGUAGE: language}
            return clients.enter_context(httpx2.Client(base_url=site.url, cookies=cookies, timeout=30))

        yield made


# ── Browsers ────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], playwright: Playwright) -> dict[str, Any]:
    found = on_path() or playwright.chromium.executable_path
    assert works(found), MISSING
    unboxed = ["--no-sandbox", "--disable-dev-shm-usage"]  # the first is needed as root, the second in containers
    return {**browser_type_launch_args, "executable_path": found, "args": unboxed}


@pytest.fixture(scope="session")
def base_url() -> None:
    """None for all: each browser is told that of its site."""


@pytest.fixture
def language() -> str:
    """That of the browser: `parametrize("language", ["ru", "en"])` asks for both."""
    return "ru"


@pytest.fixture
def new_context(site: Site, language: str, new_context: Callable[..., BrowserContext]) -> Iterator[Any]:
    """Another browser. No test passes in which a script failed or somebody else was asked for anything."""
    watches = []

    def make(**how: Any) -> BrowserContext:
        usual = {"base_url": site.url, "locale": LOCALES[language], "timezone_id": "Asia/Yekaterinburg"}
        browser = new_context(**{**usual, **DESKTOP, **how})
        watches.append(Watch(browser, site.url))
        return browser

    yield make
    assert [complaint for watch in watches for complaint in watch.found()] == []


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """A page on a phone; `page` is one on a desktop."""
    return new_context(**PHONE).new_page()


@pytest.fixture
def as_person(site: Site, page: Page) -> Callable[..., Page]:
    """Signs somebody in, by id or by login of the demo company; on `page`, or on another that is given."""

    def signed_in(who: UUID | str, on: Page = page) -> Page:
        site.sign_in(who, on.context)
        return on

    return signed_in


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fails where a page keeps people from using it; elements of selectors given besides are passed over."""

    def check(page: Page, *passed_over: str) -> None:
        found = violations(page, passed_over)
        assert found == [], "\n".join(found)

    return check
