"""Every page can be used: by everybody, on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from browsing import PHONE, Site, violations
from playwright.sync_api import BrowserContext, Page

from crm_es.application import Crm
from crm_es.site.anything.lists import BY_NAME
from crm_es.site.menu import PARTS

Signed = Callable[..., Page]
LOOKERS = {
    "viktor": ("director", "head_of_sales", "manager", "engineer", "project_lead", "accountant"),
    "timur": ("administrator",),
}
"""Who looks at the pages of which roles."""
RECORDS = (
    *("deals", "clients", "tasks", "payment-requests", "contractors", "price-approvals", "invoices", "orders"),
    *("complaints", "campaigns", "suggestions", "documents", "tickets", "projects", "work-acts", "staff-members"),
)
"""Lists of which a record is looked at too."""
FORMS = ("/payment-requests/new", "/invoices/new", "/orders/new", "/do/OpenDeal", "/do/MeetClient")
TIME = ("/time/month", "/time/approvals", "/time/labour", "/time/output", "/time/structure", "/evidence?person_id=all")
REPORTS = ("/deals", "/tickets", *TIME, "/audit/refused", "/imports", "/me")


def places(*roles: str) -> list[str]:
    """Where the menu leads people of these roles."""
    return [item.path for part in PARTS for item in part.items if not item.roles or item.roles & set(roles)]


def first_of(page: Page, registry: str) -> Iterator[str]:
    """The address of one record of a list, where it has any."""
    for row in page.request.get(f"/api/v1/{registry}?limit=1").json()["rows"]:
        yield f"/{registry}/{row[BY_NAME[registry].id_column]}"


def looked_at(page: Page, roles: tuple[str, ...]) -> list[str]:
    """The pages that are looked at, each once."""
    found = places(*roles)
    if "administrator" not in roles:
        found += [*FORMS, *REPORTS, *(place for name in RECORDS for place in first_of(page, name))]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("login", LOOKERS)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_nobody_is_kept_from_using_a_page(demo: Crm, as_person: Signed, login: str, language: str) -> None:
    assert demo
    page, wrong = as_person(login), dict[str, list[str]]()
    for place in looked_at(page, LOOKERS[login]):
        answer = page.goto(place)
        assert answer is not None
        told = (answer.status, page.locator("html").get_attribute("lang"))
        wrong[place] = violations(page) if told == (200, language) else [f"It is {told}."]
    assert {place: found for place, found in wrong.items() if found} == {}


@pytest.mark.parametrize("login", LOOKERS)
def test_every_page_fits_a_phone(
    demo: Crm, site: Site, new_context: Callable[..., BrowserContext], as_person: Signed, login: str
) -> None:
    assert demo
    assert site
    page, wide = as_person(login, new_context(**PHONE).new_page()), dict[str, int]()
    for place in looked_at(page, LOOKERS[login]):
        page.goto(place)
        wide[place] = page.evaluate("document.documentElement.scrollWidth")
    assert {place: width for place, width in wide.items() if width > PHONE["viewport"]["width"]} == {}
