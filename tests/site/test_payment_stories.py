"""Payments in a browser: an author, an approver on a phone, and an accountant (S1-21..S1-26, S1-37, X-09)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from browsing import Site
from examples import ANN, CAROL, CONTRACTOR, HEAD, REQUEST, roubles
from paying import CODE, approved, contractor_known, submitted
from playwright.sync_api import Page, expect

AsPerson = Callable[..., Page]
Axe = Callable[..., None]
OTHER = UUID(int=303)
NEW = "/payment-requests/new"


@pytest.fixture
def language() -> str:
    return "en"


def is_narrow(page: Page) -> bool:
    """Whether nothing of the page lies beside the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_an_author_pastes_a_code_and_the_form_fills_in(site: Site, as_person: AsPerson, axe: Axe) -> None:
    contractor_known(site)
    page = as_person(ANN)
    page.goto(NEW)
    page.locator("#code").fill(CODE)
    page.locator("#code").press("Tab")
    expect(page.locator("#account")).to_have_value("40702810900000002851")
    expect(page.locator("#amount")).to_have_value("1250.50")
    expect(page.locator("#contractor")).to_have_value("ООО «Вектор»")
    expect(page.locator("#inn-origin")).to_contain_text("%")
    axe(page)
    page.locator("#what_for").fill("Printing")
    page.locator("#inn").fill("7707083894")
    page.locator("#inn").press("Tab")
    expect(page.locator("#inn-wrong")).to_contain_text("does not add up")
    page.get_by_role("button", name="Send for approval").click()
    expect(page.locator("#pay_by-wrong")).to_have_text("Fill this in.")
    expect(page.locator("#purpose")).to_have_value("Оплата по счету 17")
    page.locator("#inn").fill("7707083893")
    page.locator("#pay_by").fill((datetime.now(UTC).date() + timedelta(3)).isoformat())
    page.get_by_role("button", name="Send for approval").click()
    page.wait_for_url(re.compile(r"/payment-requests/[0-9a-f-]{36}$"))
    expect(page.locator(".route-open")).to_contain_text("Helen")


def test_nothing_typed_is_lost_by_leaving(site: Site, as_person: AsPerson) -> None:
    contractor_known(site)
    page = as_person(ANN)
    page.goto(NEW)
    page.locator("#what_for").fill("Printing")
    page.locator("#inn").fill("7707083893")
    expect(page.locator("#account")).to_have_value("40702810900000002851")
    expect(page.locator("#account-origin")).to_contain_text("contractor")
    page.goto("/payment-requests")
    page.goto(NEW)
    expect(page.locator("#what_for")).to_have_value("Printing")
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator("#what_for")).to_have_value("")


def test_an_approver_decides_on_a_phone_in_two_taps(site: Site, phone: Page, as_person: AsPerson, axe: Axe) -> None:
    contractor_known(site)
    submitted(site)
    page = as_person(HEAD, phone)
    page.goto("/payment-requests?status=submitted&asked=me")
    page.get_by_text("Printing").first.tap()
    approve = page.get_by_role("button", name="Approve")
    expect(approve).to_be_in_viewport()
    expect(page.locator(".payment-sum")).to_be_in_viewport()
    box = approve.bounding_box()
    assert box
    assert box["height"] >= 40
    assert is_narrow(page)
    axe(page)
    approve.tap()
    expect(page.locator("#decision")).to_have_count(0)
    expect(page.locator(".route-approved")).to_contain_text("Helen")


def test_an_accountant_sees_the_sum_of_two_and_pays_them(site: Site, as_person: AsPerson, axe: Axe) -> None:
    contractor_known(site)
    approved(site)
    approved(site, OTHER, what_for="Rent", amount=roubles(500))
    page = as_person(CAROL)
    page.goto("/payment-requests?status=approved&sort=pay_by")
    for box in page.locator("[data-choose]").all():
        box.check()
    expect(page.locator("[data-actions]")).to_contain_text("40,500.00")
    page.locator("[data-actions] .btn-primary").click()
    dialog = page.locator("#dialog")
    expect(dialog.locator("tbody tr")).to_have_count(2)
    axe(page)
    dialog.get_by_role("textbox", name="Payment order №: Rent").fill("31")
    dialog.locator(".btn-primary").click()
    expect(dialog).to_contain_text("Done: 2 of 2")
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.locator("tbody tr")).to_have_count(0)


def test_pages_of_payments_are_for_everybody_and_every_screen(
    site: Site, page: Page, phone: Page, as_person: AsPerson, axe: Axe
) -> None:
    contractor_known(site)
    approved(site)
    for path in ("/payments/calendar", "/payments/calendar?by=week", f"/contractors/{CONTRACTOR}", "/bank-statements"):
        as_person(CAROL, page).goto(path)
        axe(page)
        as_person(CAROL, phone).goto(path)
        assert is_narrow(phone), path
    phone.goto(NEW)
    assert is_narrow(phone)
    as_person(CAROL, page).goto(f"/payment-requests/{REQUEST}")
    axe(page)
