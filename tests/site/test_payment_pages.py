"""A request for payment on one page: the way of approval, files, words, and only what is legal (S1-22, S1-24, X-37)."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest
from browsing import Site
from contents import PDF
from examples import ANN, BOB, CAROL, HEAD, REQUEST
from paying import approved, drafted, submitted

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
PAGE = f"/payment-requests/{REQUEST}"
pytestmark = pytest.mark.parametrize("language", ["en"])


@pytest.fixture(autouse=True)
def in_english(language: str) -> str:
    return language


def test_all_that_is_needed_stands_on_the_page(site: Site, visit: Visit) -> None:
    submitted(site)
    page = visit(HEAD).get(PAGE).text
    for text in ("Printing", "RUB\xa040,000.00", "40702810900000002851", "Оплата по счету 17", "Ann", "Helen"):
        assert text in page, text
    assert 'aria-current="step"' in page


def test_who_is_asked_finds_yes_back_and_no_and_others_do_not(site: Site, visit: Visit) -> None:
    submitted(site)
    assert all(f'value="{said}"' in visit(HEAD).get(PAGE).text for said in ("approve", "return", "reject"))
    assert 'value="approve"' not in visit(ANN).get(PAGE).text
    assert visit(BOB).get(PAGE).status_code == 404


def test_one_tap_says_yes(site: Site, visit: Visit) -> None:
    submitted(site)
    answer = visit(HEAD).post(f"{PAGE}/decide", data={"decision": "approve"}, headers=PARTLY)
    assert (answer.status_code, "done" in answer.headers["hx-trigger"]) == (204, True)
    assert visit(ANN).get(f"/api/v1{PAGE}").json()["status"] == "approved"


@pytest.mark.parametrize("decision", ["return", "reject"])
def test_a_no_needs_a_word(site: Site, visit: Visit, decision: str) -> None:
    submitted(site)
    answer = visit(HEAD).post(f"{PAGE}/decide", data={"decision": decision}, headers=PARTLY)
    assert (answer.status_code, "Say why" in answer.text) == (422, True)
    said = {"decision": decision, "comment": "Another <b>invoice</b>"}
    assert visit(HEAD).post(f"{PAGE}/decide", data=said, headers=PARTLY).status_code == 204
    page = visit(ANN).get(PAGE).text
    assert "Another &lt;b&gt;invoice&lt;/b&gt;" in page


def test_nobody_decides_what_somebody_else_changed_meanwhile(site: Site, visit: Visit) -> None:
    submitted(site)
    visit(HEAD).post(f"{PAGE}/comment", data={"comment": "Hm"}, headers=PARTLY)
    answer = visit(HEAD).post(f"{PAGE}/decide", data={"decision": "approve", "_version": "1"}, headers=PARTLY)
    assert (answer.status_code, "data-reload" in answer.text) == (412, True)


def test_what_cannot_be_decided_is_told_and_other_words_are_nothing(site: Site, visit: Visit) -> None:
    submitted(site)
    looking = visit(ANN)
    assert looking.post(f"{PAGE}/decide", data={"decision": "approve"}, headers=PARTLY).status_code == 409
    assert looking.post(f"{PAGE}/decide", data={"decision": "approve"}).status_code == 409
    assert looking.post(f"{PAGE}/decide", data={"decision": "fly"}).status_code == 404


def test_files_are_put_to_it_and_saved_from_it(site: Site, visit: Visit) -> None:
    drafted(site)
    looking = visit(ANN)
    sent = {"file": ("Invoice 17.pdf", PDF)}
    answer = looking.post(f"{PAGE}/files", data={"kind": "invoice"}, files=sent, headers=PARTLY)
    assert answer.status_code == 204, answer.text
    page = looking.get(PAGE).text
    assert "Invoice 17.pdf" in page
    assert f'href="/api/v1{PAGE}/files/' in page
    nothing = looking.post(f"{PAGE}/files", data={"kind": "invoice"}, headers=PARTLY)
    assert nothing.status_code == 422


def test_words_are_kept_in_order(site: Site, visit: Visit) -> None:
    submitted(site)
    for said in ("First", "Second"):
        assert visit(HEAD).post(f"{PAGE}/comment", data={"comment": said}, headers=PARTLY).status_code == 204
    page = visit(ANN).get(PAGE).text
    assert page.index("First") < page.index("Second")
    assert visit(HEAD).post(f"{PAGE}/comment", data={"comment": " "}, headers=PARTLY).status_code == 422


def test_accounting_pays_and_its_author_does_not(site: Site, visit: Visit) -> None:
    approved(site)
    assert f"/payment-requests/-/pay?ids={REQUEST}" in visit(CAROL).get(PAGE).text
    assert "/-/pay?" not in visit(ANN).get(PAGE).text


def test_a_draft_is_sent_for_approval_from_its_page(site: Site, visit: Visit) -> None:
    drafted(site)
    page = visit(ANN).get(PAGE).text
    assert f'action="{PAGE}/submit"' in page
    answer = visit(ANN).post(f"{PAGE}/submit", headers=PARTLY)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, PAGE)


def test_what_a_draft_lacks_is_told_where_it_is_sent(site: Site, visit: Visit) -> None:
    drafted(site, purpose=None)
    answer = visit(ANN).post(f"{PAGE}/submit", headers=PARTLY)
    assert (answer.status_code, "purpose" in answer.text) == (409, True)


def test_the_request_is_shown_as_it_was(site: Site, visit: Visit) -> None:
    submitted(site)
    assert visit(ANN).get(f"{PAGE}?version=1").status_code == 200
