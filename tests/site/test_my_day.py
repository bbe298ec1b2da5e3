"""My day and the gate before invoices, over HTTP (S0-22, S0-28..S0-30, S0-47)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB, CLIENT, HEAD

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.notebook import AddEntry
from crm_es.context import Context
from crm_es.ids import notebook_of

Visit = Callable[..., httpx2.Client]
ENTRY, INVOICE = UUID(int=301), "00000000-0000-4000-8000-000000000303"
PARTLY = {"HX-Request": "true"}


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def blocked(site: Site) -> Site:
    """Ann has a price decision in her notebook: invoices are closed until she deals with it."""
    now = datetime.now(UTC)
    site.tell(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), context=Context(ANN, now))
    added = AddEntry(
        notebook_id=notebook_of(ANN),
        person_id=ANN,
        entry_id=ENTRY,
        kind="price decision",
        about="client",
        subject_id=CLIENT,
        text="Flour at 45: <granted>",
    )
    site.tell(added, context=Context("policy", now, roles=frozenset({"policy"})))
    return site


def close(looking: httpx2.Client, result: str) -> httpx2.Response:
    told = {"result": result, "key": str(UUID(int=9, version=4))}
    return looking.post(f"/day/entries/{ENTRY}/close", data=told, headers=PARTLY | origin(looking))


def origin(looking: httpx2.Client) -> dict[str, str]:
    return {"Origin": str(looking.base_url).rstrip("/")}


def test_whoever_has_nothing_to_do_is_told_so(visit: Visit) -> None:
    assert "All is done" in visit(BOB).get("/").text


@pytest.mark.usefixtures("blocked")
def test_the_form_of_invoices_leads_to_what_comes_first_and_back(visit: Visit) -> None:
    """S0-28, S0-29."""
    ann = visit(ANN)
    first = ann.get(f"/invoices/new?client_id={CLIENT}")
    assert first.status_code == 303
    page = ann.get(first.headers["location"])
    assert "Invoices are closed until 1 entry is dealt with." in page.text
    assert "Flour at 45: &lt;granted&gt;" in page.text
    empty = close(ann, " ")
    assert empty.status_code == 422
    assert "result-wrong" in empty.text
    assert close(ann, "Told the client").status_code == 204
    again = ann.get(first.headers["location"], headers=PARTLY)
    assert (again.status_code, again.headers["hx-redirect"]) == (204, f"/invoices/new?client_id={CLIENT}")
    form = ann.get(again.headers["hx-redirect"])
    assert (form.status_code, 'value="Acme"' in form.text) == (200, True)


@pytest.mark.usefixtures("blocked")
def test_what_was_typed_when_the_desk_closed_is_kept(visit: Visit) -> None:
    """S0-29."""
    ann = visit(ANN)
    typed = {
        "invoice_id": INVOICE,
        "action": "issue",
        "f.client_id": str(CLIENT),
        "f.what_for": "Delivery",
        "f.amount.amount": "1 250,50",
        "f.amount.currency": "RUB",
    }
    kept = ann.post("/invoices/new", data=typed, headers=origin(ann))
    assert kept.headers["location"].startswith(f"/invoices/new?draft={INVOICE}")
    close(ann, "Told the client")
    form = ann.get(kept.headers["location"])
    assert 'value="1250.50"' in form.text
    issued = ann.post("/invoices/new", data=typed, headers=origin(ann))
    assert issued.headers["location"] == f"/invoices/{INVOICE}"
    assert "Delivery" in ann.get(issued.headers["location"]).text


@pytest.mark.usefixtures("blocked")
def test_an_entry_that_is_opened_is_seen(visit: Visit) -> None:
    """S0-40."""
    ann = visit(ANN)
    assert "is-new" in ann.get("/").text
    opened = ann.post(f"/day/entries/{ENTRY}", headers=PARTLY | origin(ann))
    assert "Flour at 45" in opened.text
    assert "news" in opened.headers["hx-trigger"]
    assert "is-new" not in ann.get("/").text


def test_a_line_becomes_a_task(visit: Visit) -> None:
    """S0-47."""
    ann = visit(ANN)
    dry = ann.post("/day/capture?dry=true", data={"line": "call somebody tomorrow 15:00"}, headers=PARTLY | origin(ann))
    assert "call somebody" in dry.text
    ann.post("/day/capture", data={"line": "call somebody tomorrow 15:00"}, headers=PARTLY | origin(ann))
    assert "call somebody" in ann.get("/").text
    assert 'data-number="0"' in ann.get("/bell").text


def test_nobody_opens_the_day_of_others(visit: Visit, blocked: Site) -> None:
    assert blocked
    assert visit(BOB).get("/", params={"for": str(ANN)}).status_code == 404
    assert visit(BOB).get(f"/day/entries/{ENTRY}").status_code == 404
    assert visit(HEAD).get("/orders/new").status_code == 200
