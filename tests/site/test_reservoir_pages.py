"""The reservoir, campaigns, complaints and suggestions as pages (S0-02..S0-11, S0-15..S0-19, S0-36)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from crm_es.application import Crm

Visit = Callable[..., httpx2.Client]


@pytest.fixture
def language() -> str:
    return "en"


def newest(looking: httpx2.Client, registry: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = looking.get(f"/api/v1/{registry}?limit=1").json()["rows"]
    return rows[0]


def test_the_level_tells_what_active_means_and_why_clients_leave(demo: Crm, visit: Visit) -> None:
    assert demo
    looking = visit("elena")
    for query in ("", "?by=manager&order=revenue", "?by=department", "?segment=A"):
        page = looking.get(f"/reservoir/level{query}")
        assert page.status_code == 200, query
        assert "Active is who bought within the last" in page.text
    assert looking.get("/reservoir/level?by=nonsense").status_code == 404


def test_a_campaign_tells_what_it_brought(demo: Crm, visit: Visit) -> None:
    assert demo
    campaign = newest(visit("elena"), "campaigns")
    page = visit("elena").get(f"/campaigns/{campaign['campaign_id']}").text
    assert "Became regular" in page
    assert "Cost of one regular" in page


def test_a_complaint_tells_who_answers_until_when(demo: Crm, visit: Visit) -> None:
    assert demo
    complaint = newest(visit("elena"), "complaints")
    page = visit("elena").get(f"/complaints/{complaint['complaint_id']}").text
    assert complaint["text"] in page
    assert f"{complaint['cause']} → {complaint['department']}" in page


def test_a_suggestion_shows_what_was_said_to_it(demo: Crm, visit: Visit) -> None:
    assert demo
    suggestion = newest(visit("anna"), "suggestions")
    page = visit("anna").get(f"/suggestions/{suggestion['suggestion_id']}").text
    assert "What was said" in page
    if suggestion["answer"]:
        assert suggestion["answer"] in page


def test_the_level_is_drawn(demo: Crm, as_person: Callable[..., Page], axe: Callable[[Page], None]) -> None:
    assert demo
    page = as_person("elena")
    page.goto("/reservoir/level")
    expect(page.locator("[data-chart] svg").first).to_be_visible()
    axe(page)
