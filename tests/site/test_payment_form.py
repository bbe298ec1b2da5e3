"""The one form of a request for payment: it fills itself in, and says what is wrong beside the field (S1-05..S1-21)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from contents import PDF
from examples import ANN, CONTRACTOR, REQUEST
from paying import CODE, contractor_known, drafted, submitted

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
NEW = "/payment-requests/new"
TYPED = {
    "what_for": "Rent",
    "amount": "1 250,50",
    "currency": "RUB",
    "pay_by": (datetime.now(UTC).date() + timedelta(3)).isoformat(),
    "contractor": "ООО «Вектор»",
    "inn": "7707083893",
    "kpp": "773601001",
    "account": "40702810900000002851",
    "purpose": "Аренда",
}
pytestmark = pytest.mark.parametrize("language", ["en"])


@pytest.fixture(autouse=True)
def in_english(language: str) -> str:
    return language


def wrong(page: str) -> dict[str, str]:
    """What is said beside each field."""
    found = re.findall(r'<div class="invalid-feedback[^"]*" id="([\w-]+)-wrong"[^>]*>([^<]*)</div>', page)
    return {name: said for name, said in found if said}


def test_the_form_has_every_field_of_the_trade(visit: Visit) -> None:
    page = visit(ANN).get(NEW).text
    for name in ("what_for", "contractor", "amount", "currency", "pay_by", "inn", "kpp", "bik", "account", "purpose"):
        assert f'name="{name}"' in page, name
    for name in ("correspondent_account", "invoice", "swift", "iban", "kind", "department", "budget_line"):
        assert f'name="{name}"' in page, name


def test_buttons_elsewhere_lead_to_it(site: Site, visit: Visit) -> None:
    drafted(site)
    looking = visit(ANN)
    assert looking.get("/do/DraftPaymentRequest", headers=PARTLY).headers["hx-redirect"] == NEW
    edit = f"/payment-requests/{REQUEST}/edit"
    assert looking.get(f"/do/RevisePaymentRequest?id={REQUEST}").headers["location"] == edit


def test_a_request_is_sent_with_its_contractor_and_its_invoice_at_once(visit: Visit) -> None:
    looking = visit(ANN)
    sent = {"invoice": ("Invoice.pdf", PDF)}
    answer = looking.post(NEW, data=TYPED | {"wish": "submit"}, files=sent, headers=PARTLY)
    assert answer.status_code == 204, wrong(answer.text)
    found = looking.get(f"/api/v1{answer.headers['hx-redirect']}").json()
    assert (found["status"], found["amount"], found["contractor"]) == ("submitted", "1250.50", "ООО «Вектор»")
    assert found["files"] == 1
    known = looking.get(f"/api/v1/contractors/{found['contractor_id']}").json()
    assert known["account"] == TYPED["account"]


def test_a_contractor_who_is_known_is_not_entered_twice(site: Site, visit: Visit) -> None:
    contractor_known(site)
    answer = visit(ANN).post(NEW, data=TYPED | {"wish": "draft"}, headers=PARTLY)
    found = visit(ANN).get(f"/api/v1{answer.headers['hx-redirect']}").json()
    assert (found["status"], found["contractor_id"]) == ("draft", str(CONTRACTOR))


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(visit: Visit) -> None:
    typed = TYPED | {"inn": "7707083894", "purpose": "", "what_for": "", "wish": "submit"}
    answer = visit(ANN).post(NEW, data=typed, files={"invoice": ("Invoice.pdf", PDF)}, headers=PARTLY)
    assert answer.status_code == 422
    said = wrong(answer.text)
    assert set(said) == {"inn", "purpose", "what_for"}
    assert "does not add up" in said["inn"]
    for text in ('value="1 250,50"', 'value="7707083894"', "Invoice.pdf"):
        assert text in answer.text, text


def test_a_file_that_is_not_taken_is_told_beside_it(visit: Visit) -> None:
    sent = {"invoice": ("Invoice.exe", b"MZ\x90\x00" + b"\x00" * 100)}
    answer = visit(ANN).post(NEW, data=TYPED | {"wish": "draft"}, files=sent, headers=PARTLY)
    assert (answer.status_code, set(wrong(answer.text))) == (422, {"invoice_file"})
    assert 'value="Rent"' in answer.text


def test_a_draft_may_lack_what_only_submission_asks_for(visit: Visit) -> None:
    looking = visit(ANN)
    answer = looking.post(NEW, data={"what_for": "Rent", "amount": "10", "wish": "draft"}, headers=PARTLY)
    assert answer.status_code == 204
    nothing = looking.post(NEW, data={"wish": "draft"}, headers=PARTLY)
    assert set(wrong(nothing.text)) == {"what_for", "amount"}


def test_a_draft_is_sent_twice_and_begun_once(visit: Visit) -> None:
    typed = TYPED | {"wish": "draft", "_key": str(UUID(int=7, version=4))}
    first, again = (visit(ANN).post(NEW, data=typed) for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])


def test_what_was_sent_back_is_filled_in_anew(site: Site, visit: Visit) -> None:
    drafted(site)
    looking = visit(ANN)
    edit = f"/payment-requests/{REQUEST}/edit"
    page = looking.get(edit).text
    for text in ('value="Printing"', 'value="40000', 'value="40702810900000002851"'):
        assert text in page, text
    assert looking.post(edit, data=TYPED | {"wish": "submit"}, headers=PARTLY).status_code == 204
    assert looking.get(f"/api/v1/payment-requests/{REQUEST}").json()["what_for"] == "Rent"
    assert looking.get(edit).headers["location"] == f"/payment-requests/{REQUEST}"


def test_what_somebody_else_changed_is_not_overwritten(site: Site, visit: Visit) -> None:
    submitted(site)
    typed = TYPED | {"wish": "draft", "_version": "1"}
    answer = visit(ANN).post(f"/payment-requests/{REQUEST}/edit", data=typed, headers=PARTLY)
    assert answer.status_code == 412
    assert "See what changed" in answer.text
    assert 'value="Rent"' in answer.text


def test_a_code_fills_the_form_in_and_says_how_sure_it_is(site: Site, visit: Visit) -> None:
    contractor_known(site)
    headers = {"content-type": "text/plain"}
    found = visit(ANN).post("/payment-requests/-/reading", content=CODE.encode(), headers=headers).json()
    values = {one["name"]: one["value"] for one in found["fields"]}
    assert (values["inn"], values["amount"], values["contractor"]) == ("7707083893", "1250.50", "ООО «Вектор»")
    assert values["contractor_id"] == str(CONTRACTOR)
    assert all("%" in one["origin"] for one in found["fields"] if one["name"] == "inn")


def test_what_cannot_be_read_is_told(visit: Visit) -> None:
    headers = {"content-type": "text/plain"}
    answer = visit(ANN).post("/payment-requests/-/reading", content=b"nonsense", headers=headers)
    assert (answer.status_code, bool(answer.json()["sentence"])) == (422, True)
    huge = visit(ANN).post("/payment-requests/-/reading", content=b"x" * 21_000_001, headers=headers)
    assert huge.status_code == 413


def test_a_contractor_brings_bank_details_with_where_they_come_from(site: Site, visit: Visit) -> None:
    contractor_known(site)
    looking = visit(ANN)
    (one,) = looking.get("/payment-requests/-/contractors?q=вектор").json()
    assert (one["id"], one["inn"]) == (str(CONTRACTOR), "7707083893")
    for query in ({"contractor_id": str(CONTRACTOR)}, {"inn": "7707083893"}):
        found = looking.get("/payment-requests/-/suggestions", params=query).json()
        account = next(field for field in found["fields"] if field["name"] == "account")
        assert account["value"] == "40702810900000002851"
        assert "contractor" in account["origin"]


def test_an_earlier_request_is_copied(site: Site, visit: Visit) -> None:
    contractor_known(site)
    drafted(site)
    page = visit(ANN).get(f"{NEW}?copy_of={REQUEST}").text
    assert 'value="Printing"' in page
    assert 'value="ООО «Вектор»"' in page


def test_numbers_are_judged_while_one_types(visit: Visit) -> None:
    found = visit(ANN).post("/payment-requests/-/check", data={"inn": "7707083894", "kpp": "1"}).json()
    assert set(found) == {"inn", "kpp"}
    assert visit(ANN).post("/payment-requests/-/check", data={"inn": "7707083893"}).json() == {}
    abroad = visit(ANN).post("/payment-requests/-/check", data={"swift": "COBADEFF", "foreign_account": "000"}).json()
    assert set(abroad) == {"foreign_account"}
