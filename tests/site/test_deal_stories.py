"""What a manager does with deals in a browser: drags cards, is told why not, looks back (X-02, S2-17, S2-21, X-29)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import pytest
from browsing import Site
from examples import ANN, CLIENT, DEAL, HEAD, MONDAY
from playwright.sync_api import Page, expect

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.deal import MoveDeal, OpenDeal, RevalueDeal
from crm_es.aggregates.task import FinishTask
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.money import Money

Someone = Callable[..., Page]
CARD = f"#deal-{DEAL}"


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def deal(site: Site) -> UUID:
    site.tell(MeetClient(client_id=CLIENT, name="Rye & Co", owner_id=ANN), context=Context(ANN, MONDAY))
    wish = OpenDeal(deal_id=DEAL, title="Flour", client_id=CLIENT, owner_id=ANN, pipeline="wholesale")
    site.tell(wish, context=Context(ANN, MONDAY))
    return DEAL


def call(site: Site) -> None:
    """The task of the first stage is done."""
    task = derived(DEAL, "stage task", 1, 0)
    site.tell(FinishTask(task_id=task, result="They want flour"), context=Context(ANN, MONDAY))


def column(page: Page, n: int) -> str:
    return f"#cards-{n}"


def drag(page: Page, target: str) -> None:
    """By hand: pick the card up, carry it, let it go."""
    page.locator(CARD).hover()
    page.mouse.down()
    box = page.locator(CARD).bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 40, steps=4)
    expect(page.locator("body")).to_have_class("is-dragging")
    place = page.locator(target).bounding_box()
    assert place
    for offset in (0, 4, 8):
        page.mouse.move(place["x"] + place["width"] / 2 + offset, place["y"] + 30 + offset, steps=4)
    page.mouse.up()


@pytest.mark.usefixtures("deal")
def test_a_card_is_dragged_to_the_next_stage(site: Site, as_person: Someone) -> None:
    call(site)
    page = as_person(ANN)
    page.goto("/deals/board")
    drag(page, "#cards-2")
    expect(page.locator(f"#cards-2 {CARD}")).to_be_visible()
    expect(page.locator("#notes")).to_contain_text("Moved on: offer")
    expect(page.locator("#column-2 .board-head")).to_contain_text("1")


@pytest.mark.usefixtures("deal")
def test_a_card_cannot_be_dropped_where_it_may_not_go_and_says_why(as_person: Someone) -> None:
    page = as_person(ANN)
    page.goto("/deals/board")
    drag(page, "#cards-2")
    expect(page.locator(f"#cards-1 {CARD}")).to_be_visible()
    page.locator(f"{CARD} .card-move").click()
    expect(page.locator("#dialog")).to_contain_text("Finish: Call the client")


@pytest.mark.usefixtures("deal")
def test_back_takes_a_reason_and_so_does_losing(site: Site, as_person: Someone) -> None:
    site.tell(MoveDeal(deal_id=DEAL, stage="contract", reason="They know us"), context=Context(ANN, MONDAY))
    page = as_person(ANN)
    page.goto("/deals/board")
    drag(page, "#cards-1")
    page.locator("#dialog").get_by_label("Reason").fill("Too early")
    page.locator("#dialog .btn-primary").click()
    expect(page.locator(f"#cards-1 {CARD}")).to_be_visible()
    drag(page, "[data-end=LoseDeal]")
    page.locator("#dialog").get_by_label("Reason").select_option("price")
    page.locator("#dialog .btn-primary").click()
    expect(page.locator(CARD)).to_have_count(0)
    expect(page.locator(".board-ended")).to_contain_text("Lost this month: 1")


def test_a_deal_that_somebody_else_changed_is_not_overwritten(site: Site, as_person: Someone, deal: UUID) -> None:
    call(site)
    page = as_person(ANN)
    page.goto(f"/deals/{deal}")
    page.locator("#deal-facts a[href*='/do/RevalueDeal']").click()
    value = Money(amount=Decimal(10), currency="RUB")
    site.tell(RevalueDeal(deal_id=deal, value=value), context=Context(HEAD, MONDAY))
    page.locator("#dialog [name='f.value.amount']").fill("20")
    page.locator("#dialog .btn-primary").click()
    expect(page.locator("#dialog [role=alert]")).to_be_visible()
    expect(page.locator("#dialog [name='f.value.amount']")).to_have_value("20")


def test_the_slider_shows_an_earlier_state_with_the_differences(site: Site, as_person: Someone, deal: UUID) -> None:
    for amount in ("10", "20"):
        value = Money(amount=Decimal(amount), currency="RUB")
        site.tell(RevalueDeal(deal_id=deal, value=value), context=Context(ANN, MONDAY))
    page = as_person(ANN)
    page.goto(f"/deals/{deal}")
    slider = page.locator("#then-slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#then table")).to_contain_text("10.00")
    expect(page.locator("#then")).to_contain_text("Step 2")


@pytest.mark.usefixtures("deal")
def test_a_client_is_found_by_keys_alone_and_a_record_leads_back_to_its_list(as_person: Someone) -> None:
    page = as_person(ANN)
    page.goto("/deals/board?q=flour")
    page.keyboard.press("n")
    page.locator("#dialog").get_by_label("Title").fill("Oats")
    client = page.get_by_role("combobox", name="Client")
    client.press_sequentially("rye")
    expect(page.get_by_role("option", name="Rye & Co")).to_have_attribute("aria-selected", "true")
    client.press("Enter")
    expect(client).to_have_value("Rye & Co")
    client.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Oats")
    page.goto("/deals/board?q=flour")
    page.locator(f"{CARD} .card-name").click()
    expect(page.locator("[data-back]")).to_have_attribute("href", "/deals/board?q=flour")


@pytest.mark.usefixtures("deal")
def test_pages_of_sales_keep_nobody_out_and_fit_a_phone(
    as_person: Someone, phone: Page, axe: Callable[..., None]
) -> None:
    for page in (as_person(ANN), as_person(ANN, phone)):
        for path in ("/deals/board", f"/deals/{DEAL}", f"/clients/{CLIENT}", f"/deals/{DEAL}/moving"):
            page.goto(path)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
