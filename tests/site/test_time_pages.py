"""Working time on pages: the timer, the week that is filled in place, its way to approval (X-34, S3-04)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, HEAD
from playwright.sync_api import Page, expect

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
NOW = datetime.now(UTC)
ADMINISTRATION = "kind::administration"


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def yesterday(site: Site) -> date:
    return site.crm.reference_now.calendar.day(NOW) - timedelta(1)


def typed(client: httpx2.Client, day: date, text: str, was: int = 0) -> httpx2.Response:
    told: dict[str, Any] = {"day": str(day), "key": ADMINISTRATION, "typed": text, "was": was}
    return client.post("/time/cell", data=told, headers=PARTLY)


def entry(client: httpx2.Client) -> dict[str, Any]:
    (found,) = client.get("/api/v1/work-entries").json()["rows"]
    return dict(found)


def test_what_is_typed_into_the_week_is_recorded(visit: Visit, yesterday: date) -> None:
    ann = visit(ANN)
    assert typed(ann, yesterday, "1,5").status_code == 204
    assert (entry(ann)["minutes"], entry(ann)["day"], entry(ann)["kind"]) == (90, str(yesterday), "administration")
    page = ann.get("/time", params={"day": str(yesterday)}).text
    assert f'id="cell-{ADMINISTRATION}-{yesterday}-90"' in page
    assert 'id="week-sum">1:30<' in page


def test_less_than_before_is_a_correction_with_a_reason(visit: Visit, yesterday: date) -> None:
    ann = visit(ANN)
    typed(ann, yesterday, "2:00")
    asked = typed(ann, yesterday, "1:15", was=120)
    assert (asked.status_code, asked.headers["HX-Retarget"]) == (200, "#dialog")
    assert 'value="1:15"' in asked.text
    address = f"/time/entries/{entry(ann)['work_id']}"
    told = {"day": str(yesterday), "typed": "1:15"}
    refused = ann.post(address, data=told, headers=PARTLY)
    assert refused.status_code == 422
    assert "Say why, in a few words." in refused.text
    assert ann.post(address, data={**told, "reason": "Lunch was in it"}, headers=PARTLY).status_code == 204
    assert entry(ann)["minutes"] == 75
    removed = {**told, "reason": "It was never", "remove": "true"}
    assert ann.post(address, data=removed, headers=PARTLY).status_code == 204
    assert ann.get("/api/v1/work-entries").json()["rows"] == []


def test_what_is_no_time_is_told_so(visit: Visit, yesterday: date) -> None:
    answer = typed(visit(ANN), yesterday, "<b>soon")
    assert answer.status_code == 422
    assert "This is no time" in answer.text
    assert "<b>" not in answer.text
    assert typed(visit(ANN), yesterday, "1:00", was=60).status_code == 204


def test_time_is_added_with_its_errors_beside_the_fields(visit: Visit, yesterday: date) -> None:
    ann = visit(ANN)
    lacking = ann.post("/time/new", data={"day": str(yesterday), "kind": "administration"}, headers=PARTLY)
    assert lacking.status_code == 422
    assert "how many minutes" in lacking.text
    told = {"day": str(yesterday), "kind": "self-study", "starts": "09:00", "ends": "10:30", "note": "A <book>"}
    assert ann.post("/time/new", data=told, headers=PARTLY).status_code == 204
    assert entry(ann)["minutes"] == 90
    cell = ann.get("/time/cell", params={"day": str(yesterday), "key": "kind::self-study"}).text
    assert "A &lt;book&gt;" in cell


def test_a_week_goes_to_whoever_is_above_and_comes_back_approved(visit: Visit, yesterday: date) -> None:
    ann, head = visit(ANN), visit(HEAD)
    typed(ann, yesterday, "3:00")
    assert ann.post("/time/submit", data={"day": str(yesterday)}, headers=PARTLY).status_code == 204
    locked = ann.get("/time", params={"day": str(yesterday)}).text
    assert "waits for Helen" in locked
    assert 'name="typed"' not in locked
    page = head.get("/time/approvals", params={"day": str(yesterday)}).text
    assert "Ann" in page
    (period,) = head.get("/api/v1/work-periods").json()["rows"]
    address = f"/time/approvals/{period['work_period_id']}"
    assert address in page
    assert address not in visit(BOB).get("/time/approvals", params={"day": str(yesterday)}).text
    assert visit(BOB).post(address, headers=PARTLY).status_code == 404
    assert head.post(address, headers=PARTLY).status_code == 204
    assert "Approved" in ann.get("/time", params={"day": str(yesterday)}).text
    shown = head.get("/time", params={"day": str(yesterday), "for": str(ANN)}).text
    assert "3:00" in shown


def test_one_click_starts_and_the_next_one_stops(visit: Visit) -> None:
    ann = visit(ANN)
    assert "Start a timer" in ann.get("/timer", headers=PARTLY).text
    for runs in (True, False):
        assert ann.post("/timer/start", data={"what": "kind:self-study"}, headers=PARTLY).status_code == 204
        assert ('data-timer-now="kind:self-study"' in ann.get("/timer", headers=PARTLY).text) is runs
    assert "Go on with self-study" in ann.get("/timer/things", headers=PARTLY).text
    assert ann.post("/timer/continue", headers=PARTLY).status_code == 204
    assert ann.post("/timer/drop", headers=PARTLY).status_code == 204


@pytest.mark.parametrize("what", ["ticket:none", "planet:1", "", "stage:'"])
def test_what_is_not_there_cannot_be_timed(visit: Visit, what: str) -> None:
    assert visit(ANN).post("/timer/start", data={"what": what}, headers=PARTLY).status_code in (404, 422)


def test_reports_lead_from_a_figure_to_what_stands_behind_it(visit: Visit, yesterday: date) -> None:
    """S3-11, S3-21..S3-24."""
    typed(visit(ANN), yesterday, "3:00")
    head = visit(HEAD)
    days = {"from": str(yesterday - timedelta(1)), "to": str(yesterday)}
    for place in ("/time/labour", "/time/output", "/time/structure"):
        page = head.get(place, params=days).text
        assert "Ann" in page or place == "/time/structure"
        assert "3:00" in page
        assert "/time/cells?query=" in page
    query = f"person_id={ANN}&day_from={yesterday}&day_to={yesterday}"
    assert "administration" in head.get("/time/cells", params={"query": query}).text
    assert "3:00" in head.get("/time/month", params={"day": str(yesterday), "for": str(ANN)}).text


def test_nobody_sees_the_time_of_those_who_are_not_below(visit: Visit, yesterday: date) -> None:
    typed(visit(ANN), yesterday, "3:00")
    page = visit(BOB).get("/time", params={"day": str(yesterday), "for": str(ANN)})
    assert "3:00" not in page.text


def test_the_week_is_filled_with_keys_and_approved(
    page: Page, as_person: Callable[..., Page], axe: Callable[..., None], yesterday: date
) -> None:
    as_person(ANN)
    page.goto(f"/time?day={yesterday}&row=kind:administration&row=kind:self-study")
    column = yesterday.weekday()
    page.locator(f'[data-cell="0.{column}"]').fill("1:30")
    page.keyboard.press("Enter")
    expect(page.locator("#week-sum")).to_have_text("1:30")
    expect(page.locator(f'[data-cell="1.{column}"]')).to_be_focused()
    page.keyboard.type("45 min")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#week-sum")).to_have_text("2:15")
    axe(page)
    page.locator(f'[data-cell="0.{column}"]').fill("1:00")
    page.keyboard.press("Enter")
    page.get_by_label("Reason").fill("Counted twice")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#week-sum")).to_have_text("1:45")
    page.get_by_role("button", name="Submit the week").click()
    expect(page.locator("#week-state")).to_have_text("Submitted")
    as_person(HEAD)
    page.goto(f"/time/approvals?day={yesterday}")
    page.locator(f"#person-{ANN}").get_by_role("button", name="Approve").click()
    expect(page.locator(f"#person-{ANN}")).to_contain_text("Approved")
