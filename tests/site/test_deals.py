"""The board and the page of a deal: what stands where, what may be done, what happened (X-02, S2-14 to S2-21)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, CAROL, CLIENT, DEAL, HEAD, MONDAY, OTHER_ID

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.deal import MoveDeal, OpenDeal, RevalueDeal
from crm_es.context import Context
from crm_es.money import Money

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
SKIP = {"f.stage": "contract", "f.reason": "They know us"}


@pytest.fixture(autouse=True)
def language() -> str:
    return "en"


@pytest.fixture
def deal(site: Site) -> UUID:
    """Ann pursues a deal with a client of hers."""
    site.tell(MeetClient(client_id=CLIENT, name="Rye & Co", owner_id=ANN), context=Context(ANN, MONDAY))
    wish = OpenDeal(deal_id=DEAL, title="Flour & oats", client_id=CLIENT, owner_id=ANN, pipeline="wholesale")
    site.tell(wish, context=Context(ANN, MONDAY))
    value = Money(amount=Decimal(125000), currency="RUB")
    site.tell(RevalueDeal(deal_id=DEAL, value=value), context=Context(ANN, MONDAY))
    return DEAL


def test_the_board_shows_stages_with_their_money_and_cards_with_what_holds_them(visit: Visit, deal: UUID) -> None:
    page = visit(ANN).get("/deals/board").text
    assert re.findall(r'id="stage-\d">([^<]*)', page) == ["lead", "offer", "contract", "shipment"]
    assert "Flour &amp; oats" in page
    assert "125,000" in page
    assert "First finish: Call the client" in page
    assert f'href="/deals/{deal}/moving"' in page


@pytest.mark.usefixtures("deal")
def test_the_board_is_narrowed_by_owner_words_and_what_is_due(visit: Visit) -> None:
    looking = visit(HEAD)
    for query, found in (
        ({"owner_id": str(ANN)}, True),
        ({"owner_id": "me"}, False),
        ({"q": "rye"}, True),
        ({"q": "barley"}, False),
        ({"tasks": "none"}, False),
        ({"client_id": str(CLIENT)}, True),
    ):
        assert ("Flour &amp; oats" in looking.get("/deals/board", params=query).text) == found, query
    assert looking.get("/deals/board", params={"owner_id": "moon"}).status_code == 422


@pytest.mark.usefixtures("deal")
def test_the_last_pipeline_and_the_list_or_the_board_are_remembered(visit: Visit) -> None:
    looking = visit(ANN)
    assert 'aria-current="page" href="/deals/board?pipeline=repeat+order"' in looking.get(
        "/deals/board?pipeline=repeat+order"
    ).text.replace("\n", " ")
    assert "repeat order" in looking.get("/deals/board").text.split('aria-current="page" href="/deals/board')[1][
        :40
    ].replace("+", " ")
    listed = looking.get("/deals/as/list?pipeline=wholesale")
    assert listed.headers["location"] == "/deals?outcome=open&pipeline=wholesale"
    assert looking.get("/deals/board").headers["location"] == "/deals"
    assert looking.get("/deals/as/board").status_code == 303
    assert looking.get("/deals/board").status_code == 200


def test_whoever_moves_no_deals_gets_no_buttons_for_it(visit: Visit, deal: UUID) -> None:
    page = visit(CAROL).get("/deals/board").text
    assert "can-move" not in page
    assert "/do/OpenDeal" not in page
    assert visit(BOB).get(f"/deals/{deal}").status_code == 404


def test_what_keeps_a_deal_is_said_with_what_clears_it(visit: Visit, deal: UUID) -> None:
    looking = visit(ANN)
    refused = looking.post(f"/deals/{deal}/move", data={"stage": "offer"}, headers=PARTLY)
    assert refused.status_code == 409
    assert "first finish" in refused.text
    assert re.search(r'hx-get="/do/FinishTask\?id=[0-9a-f-]{36}"', refused.text)
    moving = looking.get(f"/deals/{deal}/moving", headers=PARTLY).text
    assert "f.stage=contract" in moving
    assert f"/do/LoseDeal?id={deal}" in moving


def test_a_deal_is_moved_in_one_step_and_without_script_too(site: Site, visit: Visit, deal: UUID) -> None:
    site.tell(MoveDeal(deal_id=deal, stage="contract", reason="They know us"), context=Context(ANN, MONDAY))
    looking = visit(ANN)
    back = looking.post("/do/MoveDeal", data={"id": str(deal), "f.stage": "lead", "f.reason": "Too early"})
    assert back.status_code == 303
    assert '<span class="now" aria-current="step">lead</span>' in looking.get(f"/deals/{deal}").text


def test_nobody_moves_a_deal_that_somebody_else_moved_meanwhile(visit: Visit, deal: UUID) -> None:
    stale = visit(ANN).post(f"/deals/{deal}/move", data={"stage": "offer", "version": "1"}, headers=PARTLY)
    assert stale.status_code == 412
    assert f'href="/deals/{deal}"' in stale.text


def test_the_page_of_a_deal_tells_all_of_it(visit: Visit, deal: UUID) -> None:
    page = visit(ANN).get(f"/deals/{deal}").text
    for said in ("Rye &amp; Co", "125,000.00", "Call the client", "offer sent", "Time in stages", "What happened"):
        assert said in page, said
    assert f"/do/RevalueDeal?id={deal}&amp;_version=2" in page
    assert "/day/tasks/" in page
    assert f"/invoices/new?deal_id={deal}" in page
    seen_by_the_head = visit(HEAD).get(f"/deals/{deal}").text
    assert 'class="btn btn-primary' not in seen_by_the_head.split("</header>")[1].split("<dialog")[0]


def test_a_deal_is_seen_as_it_was_at_a_step_and_on_a_day(visit: Visit, deal: UUID) -> None:
    looking = visit(ANN)
    first = looking.get(f"/deals/{deal}/then?version=2", headers=PARTLY).text
    assert "125,000.00" in first
    assert 'data-version="2"' in looking.get(f"/deals/{deal}/then?on=2026-11-30", headers=PARTLY).text
    assert "not there yet" in looking.get(f"/deals/{deal}/then?on=2020-01-01", headers=PARTLY).text


def test_more_of_what_happened_comes_page_by_page(visit: Visit, deal: UUID) -> None:
    page = visit(ANN).get(f"/deals/{deal}/past", headers=PARTLY).text
    assert page.count("data-kind=") >= 3
    assert 'data-kind="tasks"' in page
    assert "<html" not in page
    assert visit(BOB).get(f"/deals/{OTHER_ID}/past").status_code == 404
