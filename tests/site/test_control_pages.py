"""The head's review of the team, and the story of a head's morning (S2-04, S2-13, S2-19, S2-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, HEAD
from playwright.sync_api import Page, expect

from crm_es.aggregates.task import AssignTask, FinishTask
from crm_es.context import Context

Visit = Callable[..., httpx2.Client]
CALL, VISIT, OFFER = (UUID(int=n) for n in (511, 512, 513))
NOW = datetime.now(UTC)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def late(site: Site) -> Site:
    """Ann and Bob are late with one task each, and Bob's offer waits to be accepted."""
    before = NOW - timedelta(3)
    for task in (
        AssignTask(task_id=CALL, what="Call Acme", responsible_id=ANN, due=before + timedelta(1)),
        AssignTask(task_id=VISIT, what="Visit Rye", responsible_id=BOB, due=before + timedelta(1)),
        AssignTask(task_id=OFFER, what="Write an offer", responsible_id=BOB, due=NOW + timedelta(3), accepted=True),
    ):
        site.tell(task, context=Context(by=HEAD, at=before))
    site.tell(FinishTask(task_id=OFFER, result="Sent without prices"), context=Context(by=BOB, at=NOW))
    return site


def test_the_morning_tells_what_is_overdue_and_what_waits(late: Site, visit: Visit) -> None:
    assert late
    page = visit(HEAD).get("/control?part=morning").text
    assert "Call Acme" in page
    assert f"/do/AcceptTask?id={OFFER}" in page
    assert "Nobody touched" not in page
    assert "Nobody touched" in visit(HEAD).get("/control?part=evening").text


def test_one_person_is_looked_at_alone(late: Site, visit: Visit) -> None:
    assert late
    page = visit(HEAD).get(f"/control?part=morning&person={ANN}").text
    assert "Call Acme" in page
    assert "Visit Rye" not in page


def test_an_earlier_day_is_shown_as_it_looked_then_and_left_as_it_was(late: Site, visit: Visit) -> None:
    assert late
    page = visit(HEAD).get(f"/control?part=evening&day={(NOW - timedelta(1)).date()}").text
    assert "as it looked then" in page
    assert "Visit Rye" in page
    assert "Write an offer" not in page
    assert 'name="ids"' not in page


def test_a_manager_reviews_nobody_else(late: Site, visit: Visit) -> None:
    assert late
    page = visit(ANN).get("/control?part=morning").text
    assert "Call Acme" in page
    assert "Visit Rye" not in page


def test_a_heads_morning(late: Site, as_person: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    """Looks, moves two at once for one reason, sends a result back."""
    assert late
    page = as_person(HEAD)
    page.goto("/control?part=morning")
    axe(page)
    for what in ("Call Acme", "Visit Rye"):
        page.locator("#part-overdue").get_by_label(f"Choose: {what}").check()
    page.get_by_role("button", name="Move them").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Reason").fill("The fair took both days")
    dialog.get_by_role("button", name="Move (2)").click()
    expect(page.locator("#notes")).to_contain_text("2 tasks moved.")
    expect(page.locator("#part-overdue")).to_have_count(0)
    expect(page.locator("#part-moved")).to_contain_text("The fair took both days")
    page.locator("#part-to-accept").get_by_role("link", name="Send back").click()
    dialog.locator("[name='f.reason']").fill("The prices are missing")
    dialog.locator("[name='f.due']").fill((NOW + timedelta(2)).strftime("%Y-%m-%dT12:00"))
    dialog.locator(".btn-primary").click()
    expect(page.locator("#part-returned")).to_contain_text("The prices are missing")
