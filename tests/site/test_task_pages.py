"""Tasks by deadline, and due times that are moved (S2-05, S2-19, X-03)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, HEAD
from playwright.sync_api import Page, expect

from crm_es.aggregates.task import AssignTask, FinishTask
from crm_es.context import Context
from crm_es.site.deadlines import columns

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
CALL, OFFER = UUID(int=501), UUID(int=502)
NOW = datetime.now(UTC)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def given(site: Site) -> Site:
    """Ann has a call to make, and Bob an offer to write whose result must be accepted."""
    due = NOW + timedelta(30)
    for task in (
        AssignTask(task_id=CALL, what="Call <Acme>", responsible_id=ANN, due=due),
        AssignTask(task_id=OFFER, what="Write an offer", responsible_id=BOB, due=due, accepted=True),
    ):
        site.tell(task, context=Context(by=HEAD, at=NOW))
    return site


def test_tasks_stand_in_the_column_of_their_deadline() -> None:
    """A Tuesday morning: the week ends on Sunday."""
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    days = {"overdue": 0, "today": 10, "tomorrow": 30, "week": 60, "later": 24 * 8}
    tasks = [{"due": (now + timedelta(hours=hours)).isoformat(), "what": key} for key, hours in days.items()]
    found = columns(tasks, now)
    assert [(column.key, [task["what"] for task in column.tasks]) for column in found] == [(key, [key]) for key in days]
    assert [column.due for column in found] == [
        *(None, "2026-11-24T18:00", "2026-11-25T18:00"),
        *("2026-11-27T18:00", "2026-11-30T18:00"),
    ]


@pytest.mark.parametrize("day", range(7))
def test_what_is_dropped_into_a_column_belongs_there(day: int) -> None:
    now = datetime(2026, 11, 23 + day, 19, tzinfo=UTC)
    for column in columns([], now)[1:3]:
        dropped = columns([{"due": f"{column.due}:00+00:00"}], now)
        assert [one.key for one in dropped if one.tasks] == [column.key]


def test_the_way_to_look_is_remembered(given: Site, visit: Visit) -> None:
    assert given
    looking = visit(ANN)
    board = looking.get("/tasks/mine").text
    assert 'data-task="00000000-0000-0000-0000-0000000001f5"' in board
    assert "Call &lt;Acme&gt;" in board
    assert "data-choose" in looking.get("/tasks/mine?as=list").text
    assert "data-choose" in looking.get("/tasks/mine").text


def test_what_one_gave_to_others_is_seen_and_judged(given: Site, visit: Visit) -> None:
    """S2-13"""
    assert "Call &lt;Acme&gt;" in visit(HEAD).get("/tasks/mine?whose=given").text
    given.tell(FinishTask(task_id=OFFER, result="It is sent."), context=Context(by=BOB, at=NOW))
    page = visit(HEAD).get("/tasks/mine?whose=given").text
    assert "Results to accept" in page
    assert f"/do/AcceptTask?id={OFFER}" in page
    assert "It is sent." not in visit(ANN).get("/tasks/mine?whose=given").text


def test_many_are_moved_for_one_reason_and_each_is_told_why_not(given: Site, visit: Visit) -> None:
    given.tell(FinishTask(task_id=OFFER, result="It is sent."), context=Context(by=BOB, at=NOW))
    moving = visit(HEAD)
    dialog = moving.get(f"/tasks/move?ids={CALL}&ids={OFFER}", headers=PARTLY).text
    assert "2 tasks" in dialog
    body = {"ids": [str(CALL), str(OFFER)], "key": str(uuid4()), "working_days": "2", "reason": ""}
    unreasoned = moving.post("/tasks/move", data=body, headers=PARTLY)
    assert unreasoned.status_code == 422
    assert 'id="reason-wrong"' in unreasoned.text
    told = moving.post("/tasks/move", data=body | {"reason": "The fair"}, headers=PARTLY).text
    assert "1 task moved." in told
    assert "Write an offer" in told
    moved = moving.get(f"/api/v1/tasks/{CALL}").json()
    assert moved["times_moved"] == 1


def test_a_task_that_is_dropped_is_asked_for_its_reason(given: Site, visit: Visit) -> None:
    assert given
    dialog = visit(ANN).get(f"/tasks/move?ids={CALL}&due=2030-01-05T18:00", headers=PARTLY).text
    assert re.search(r'name="due" value="2030-01-05T18:00"', dialog)
    body = {"ids": str(CALL), "key": str(uuid4()), "due": "2030-01-05T18:00", "reason": "They asked"}
    answer = visit(ANN).post("/tasks/move", data=body, headers=PARTLY)
    assert (answer.status_code, "1 task moved." in answer.headers["hx-trigger"]) == (204, True)
    assert "1 task moved." not in visit(ANN).get("/tasks/mine").text


def test_a_card_is_dragged_to_another_day(given: Site, as_person: Callable[..., Page]) -> None:
    """S2-19: it asks why, and stays where it was unless it is told."""
    assert given
    page = as_person(ANN)
    page.goto("/tasks/mine?as=board")
    card, tomorrow = page.locator(f"#task-{CALL}"), page.locator("#column-tomorrow .board-cards")
    expect(page.locator("#column-later")).to_contain_text("Call <Acme>")
    card.drag_to(tomorrow)
    dialog = page.locator("#dialog")
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.locator("#column-later")).to_contain_text("Call <Acme>")
    card.drag_to(tomorrow)
    expect(dialog.locator("#due")).to_have_value(re.compile("T18:00$"))
    dialog.get_by_label("Reason").fill("They asked for it")
    dialog.get_by_role("button", name="Move").click()
    expect(page.locator("#notes")).to_contain_text("1 task moved.")
    expect(page.locator("#column-tomorrow")).to_contain_text("moved 1 time")


def test_a_line_becomes_a_task_and_a_tick_ends_it(given: Site, as_person: Callable[..., Page]) -> None:
    assert given
    page = as_person(ANN)
    page.goto("/tasks/mine?as=list")
    page.locator("#line").fill("Send samples tomorrow 15:00")
    page.locator("#line").press("Enter")
    expect(page.locator("#tasks")).to_contain_text("Send samples")
    expect(page.locator("#line")).to_have_value("")
    row = page.locator(".task-row", has_text="Send samples")
    row.get_by_role("link", name="Done").click()
    page.locator("#dialog #result").fill("They are on their way")
    page.locator("#dialog").get_by_role("button", name="Done").click()
    expect(row).to_have_count(0)
