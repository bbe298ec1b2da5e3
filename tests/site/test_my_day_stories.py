"""A manager's morning in a browser (S0-22, S0-28, S0-29)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from browsing import Site
from examples import ANN, CLIENT, HEAD
from playwright.sync_api import Page, expect

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.task import AssignTask
from crm_es.context import Context
from crm_es.ids import notebook_of


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def blocked(site: Site) -> Site:
    now = datetime.now(UTC)
    site.tell(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), context=Context(ANN, now))
    added = AddEntry(
        notebook_id=notebook_of(ANN),
        person_id=ANN,
        entry_id=UUID(int=301),
        kind="price decision",
        about="client",
        subject_id=CLIENT,
        text="Flour at 45: granted",
    )
    site.tell(added, context=Context("policy", now, roles=frozenset({"policy"})))
    return site


def test_a_morning_from_the_closed_desk_to_the_issued_invoice(
    blocked: Site, as_person: Callable[..., Page], axe: Callable[..., None]
) -> None:
    page = as_person(ANN)
    page.goto("/invoices/new")
    expect(page.get_by_text("Invoices are closed until 1 entry is dealt with.")).to_be_visible()
    axe(page)
    page.locator("#entry-00000000-0000-0000-0000-00000000012d").get_by_role("link", name="Deal with it").click()
    page.get_by_role("button", name="Told the client").click()
    page.locator("#dialog").get_by_role("button", name="Deal with it").click()
    expect(page.get_by_role("heading", name="New invoice")).to_be_visible()
    axe(page)
    page.get_by_label("Client").first.fill("Acm")
    page.get_by_role("option", name="Acme").click()
    page.get_by_label("Currency").first.select_option("RUB")
    page.get_by_label("Product").fill("flour")
    page.get_by_label("Quantity").fill("2")
    page.get_by_label("Price").fill("100,50")
    expect(page.locator("#sums")).to_contain_text("201.00")
    page.get_by_role("button", name="Issue the invoice").click()
    expect(page.get_by_text("flour").first).to_be_visible()
    assert "/invoices/" in page.url
    assert "new" not in page.url
    assert blocked


def test_what_others_do_appears_without_reload(site: Site, as_person: Callable[..., Page]) -> None:
    page = as_person(ANN)
    with page.expect_response("**/live"):
        page.goto("/")
    page.wait_for_timeout(700)
    now = datetime.now(UTC)
    task = AssignTask(task_id=UUID(int=77), what="Call the mill", responsible_id=ANN, due=now + timedelta(minutes=1))
    site.tell(task, context=Context(HEAD, now))
    expect(page.get_by_text("Call the mill")).to_be_visible(timeout=10_000)
    expect(page).to_have_title("(1) My day · crm_es")
