"""Tickets on pages: the board of the service, and one ticket with all that was said (S3-02..S3-05, X-19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import httpx2
import pytest
from browsing import PHONE, Site
from examples import ADMIN, ANN, BOB, CAROL, HEAD
from playwright.sync_api import BrowserContext, Page, expect
from ticket_facts import SERVED

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import ChangeRoles
from crm_es.aggregates.ticket import OpenTicket
from crm_es.aggregates.work_log import RecordWork
from crm_es.context import Context
from crm_es.ids import work_log_of

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
SCALES, OVEN = UUID(int=801), UUID(int=802)
NOW = datetime.now(UTC)


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def service(site: Site) -> Site:
    """Ann and Bob are engineers, Helen leads them; Ann has two tickets."""
    roles = ((ANN, "engineer"), (BOB, "engineer"), (HEAD, "head_of_service"))
    serving = (ChangeRoles(staff_member_id=who, roles=frozenset({role})) for who, role in roles)
    for wish in (PublishPlaybook(playbook=SERVED), *serving):
        site.tell(wish, context=Context(by=ADMIN, at=NOW - timedelta(2)))
    for ticket_id, subject in ((SCALES, "The <scales> stopped"), (OVEN, "The oven is cold")):
        opened = OpenTicket(
            ticket_id=ticket_id,
            subject=subject,
            text="<img src=x onerror=alert(1)> Please come.",
            contact_name="Vera",
            responsible_id=ANN,
            agreed_hours=Decimal(1),
        )
        site.tell(opened, context=Context(by=CAROL, at=NOW - timedelta(hours=1)))
    return site


def worked(service: Site, minutes: int) -> None:
    day = service.crm.reference_now.calendar.day(NOW - timedelta(1))
    ids = {"work_log_id": work_log_of(ANN), "person_id": ANN, "work_id": UUID(int=803), "ticket_id": SCALES}
    told = RecordWork.model_validate({**ids, "kind": "service", "day": day, "minutes": minutes})
    service.tell(told, context=Context(by=ANN, at=NOW))


def test_new_tickets_stand_far_left_with_what_was_promised(service: Site, visit: Visit) -> None:
    assert service
    page = visit(ANN).get("/tickets/board").text
    first, second = page.index(f'id="ticket-{SCALES}"'), page.index('id="stage-2"')
    assert first < second
    assert "The &lt;scales&gt; stopped" in page
    assert "Promised until" in page
    assert f'data-person="{ANN}"' in page
    assert f'class="board-end" data-person="{BOB}"' in page
    assert 'id="ticket-' not in visit(CAROL).get("/tickets/board").text


def test_labour_near_the_limit_is_amber_and_above_it_red(service: Site, visit: Visit) -> None:
    """S3-05."""
    worked(service, 61)
    page = visit(HEAD).get("/tickets/board").text
    assert "1 over it" in page
    assert 'class="late" style="width: 100%' in page
    shown = visit(HEAD).get(f"/tickets/{SCALES}").text
    assert 'is-late fw-medium">1:01 / 1:00' in shown


def test_what_clients_write_is_shown_and_never_run(service: Site, visit: Visit) -> None:
    assert service
    page = visit(ANN).get(f"/tickets/{SCALES}").text
    assert "&lt;img src=x onerror=alert(1)&gt; Please come." in page
    assert "<img src=x" not in page


def test_an_answer_is_noted_and_moves_the_ticket(service: Site, visit: Visit) -> None:
    ann = visit(ANN)
    address = f"/tickets/{SCALES}/reply"
    empty = ann.post(address, data={"text": " ", "channel": "said"}, headers=PARTLY)
    assert (empty.status_code, "alert" in empty.text) == (422, True)
    told = {"text": "We come today.", "channel": "said", "move_to": "in work"}
    assert ann.post(address, data=told, headers=PARTLY).status_code == 204
    service.settle()
    page = ann.get(f"/tickets/{SCALES}").text
    assert "We come today." in page
    assert '<span class="now" aria-current="step">in work</span>' in page


def test_a_ticket_is_opened_with_errors_beside_the_fields(service: Site, visit: Visit) -> None:
    assert service
    ann = visit(ANN)
    refused = ann.post("/tickets/new", data={"subject": "Heat", "contact_email": "nobody"}, headers=PARTLY)
    assert refused.status_code == 422
    assert 'id="contact_email-wrong"' in refused.text
    assert 'value="Heat"' in refused.text
    opened = ann.post("/tickets/new", data={"subject": "Heat", "agreed_hours": "1,5"}, headers=PARTLY)
    assert opened.status_code == 204
    page = ann.get(opened.headers["HX-Redirect"]).text
    assert "Heat" in page
    assert "1:30" in page


def test_others_move_nothing_and_are_told_why(service: Site, visit: Visit) -> None:
    assert service
    for verb, told in (("move", {"stage": "in work"}), ("assign", {"person_id": str(CAROL)})):
        answer = visit(CAROL).post(f"/tickets/{SCALES}/{verb}", data=told, headers=PARTLY)
        assert 400 <= answer.status_code < 500
        assert "alert" in answer.text


def test_a_card_is_dragged_on_and_given_to_somebody(
    service: Site, page: Page, as_person: Callable[..., Page], axe: Callable[..., None]
) -> None:
    """S3-03."""
    assert service
    as_person(ANN)
    page.goto("/tickets/board")
    axe(page)
    page.locator(f"#ticket-{SCALES}").drag_to(page.locator("#cards-2"))
    expect(page.locator(f"#cards-2 #ticket-{SCALES}")).to_be_visible()
    expect(page.locator("#notes")).to_contain_text("in work")
    page.locator(f"#ticket-{OVEN}").drag_to(page.locator("#cards-4"))
    expect(page.locator("#dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#cards-1 #ticket-{OVEN}")).to_be_visible()
    card = page.locator(f"#ticket-{OVEN}")
    card.hover()
    page.mouse.down()
    page.mouse.move(400, 500, steps=5)
    page.locator(f'#board-ends [data-person="{BOB}"]').hover()
    page.locator(f'#board-ends [data-person="{BOB}"]').hover()
    page.mouse.up()
    expect(page.locator(f'#ticket-{OVEN}[data-person="{BOB}"]')).to_be_visible()


def test_an_engineer_starts_switches_and_stops_the_timer_from_tickets(
    service: Site, page: Page, as_person: Callable[..., Page], axe: Callable[..., None]
) -> None:
    """S3-04, X-34."""
    assert service
    as_person(ANN)
    page.goto(f"/tickets/{SCALES}")
    button = page.locator(f'main [data-timer-for="ticket:{SCALES}"]')
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#timer .timer-subject")).to_contain_text("The <scales> stopped")
    expect(page.locator("#timer .timer-clock")).to_contain_text("0:00:0")
    axe(page)
    page.goto(f"/tickets/{OVEN}")
    page.locator(f'main [data-timer-for="ticket:{OVEN}"]').click()
    expect(page.locator("#timer .timer-subject")).to_contain_text("The oven is cold")
    page.locator("#timer").get_by_role("button", name="Stop the timer").click()
    expect(page.locator("#timer .timer-subject")).to_have_count(0)


def test_a_ticket_and_its_board_fit_a_phone(
    service: Site, new_context: Callable[..., BrowserContext], as_person: Callable[..., Page]
) -> None:
    assert service
    page = as_person(ANN, new_context(**PHONE).new_page())
    for place in ("/tickets/board", f"/tickets/{SCALES}", "/tickets/new", "/time", "/time/month", "/evidence"):
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
