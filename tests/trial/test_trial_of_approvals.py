"""Routes tried on the past: who would have been asked for which payment, price and document?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from document_facts import FILE
from examples import ANN, BOB, CLIENT, HEAD, ID, OTHER_ID, PLAYBOOK, REQUEST, roubles
from past import Past, figures, lines
from payment_facts import FORM

from crm_es.aggregates.document import DraftDocument, SubmitDocument
from crm_es.aggregates.payment_request import ApprovePaymentRequest, DraftPaymentRequest, SubmitPaymentRequest
from crm_es.aggregates.price_approval import RequestPrice
from crm_es.aggregates.staff_member import ChangeRoles
from crm_es.playbook import Documents, Floor, Payments, Playbook, Prices, Route, RouteStep

DIRECTOR_DECIDES = Route(name="strict", steps=(RouteStep(name="director", role="director"),))


def paying(*routes: Route, **changes: Any) -> Playbook:
    return PLAYBOOK.model_copy(update={"payments": Payments(routes=routes, **changes)})


@pytest.fixture
def past() -> Past:
    """Ann asks for 40 000, and Helen approves."""
    past = Past()
    past.ask(ANN, DraftPaymentRequest(payment_request_id=REQUEST, form=FORM))
    past.ask(ANN, SubmitPaymentRequest(payment_request_id=REQUEST))
    past.ask(HEAD, ApprovePaymentRequest(payment_request_id=REQUEST))
    return past


def test_a_payment_would_have_gone_another_way(past: Past) -> None:
    outcome = past.tried(paying(DIRECTOR_DECIDES))
    (line,) = lines(outcome, "approval")
    assert (line["record"], line["record_id"], line["person"]) == ("payment_request", REQUEST, "Ann")
    assert (line["was"], line["was_people"]) == ("small: head [head_of_sales; closes]", "Helen")
    assert (line["would"], line["would_people"]) == ("strict: director [director]", "Dmitry")
    asked = {line["person"]: (line["asked_was"], line["asked_would"]) for line in outcome.by_person()}
    assert asked == {"Helen": (1, 0), "Dmitry": (0, 1)}


def test_the_same_people_at_another_pace_are_a_difference_too(past: Past) -> None:
    head = RouteStep(name="head", role="head_of_sales", closes=True, remind_after_hours=24)
    (line,) = lines(past.tried(paying(Route(name="small", steps=(head,)))), "approval")
    assert line["would"] == "small: head [head_of_sales; closes, reminds after 24 h]"


def test_a_payment_without_what_is_required_would_have_been_refused(past: Past) -> None:
    required = paying(*PLAYBOOK.payments.routes, required=frozenset({"invoice_file"}))
    outcome = past.tried(required)
    (line,) = lines(outcome, "approval")
    assert line["would"] == "refused: Fill in before submitting: the invoice as a file."
    assert figures(outcome) == {"asked": (1, 0), "refused": (0, 1)}


def test_a_price_would_have_needed_no_approval_or_another(past: Past) -> None:
    wanted = RequestPrice(price_approval_id=ID, client_id=CLIENT, product="flour", price=roubles(45), reason="Volume")
    past.ask(ANN, wanted)
    for floor, would in ((40, "no approval needed"), (48, "price: price [director]")):
        prices = Prices(approver_role="director", floors=(Floor(product="flour", price=roubles(floor)),))
        (line,) = lines(past.tried(PLAYBOOK.model_copy(update={"prices": prices})), "approval")
        assert (line["what"], line["would"]) == (f"flour, 1 at {roubles(45)}", would)
    assert "refused" not in figures(past.tried(PLAYBOOK.model_copy(update={"prices": Prices()})))


def test_a_document_would_have_gone_another_way(past: Past) -> None:
    past.ask(ANN, DraftDocument(document_id=ID, title="Supply", kind="contract", file=FILE, amount=roubles(7)))
    past.ask(ANN, SubmitDocument(document_id=ID))
    small = DIRECTOR_DECIDES.model_copy(update={"up_to": Decimal(10), "currency": "RUB"})
    playbook = PLAYBOOK.model_copy(update={"documents": Documents(routes=(small,))})
    (line,) = lines(past.tried(playbook), "approval")
    assert (line["what"], line["was_people"], line["would_people"]) == ("contract: Supply", "Lara, Dmitry", "Dmitry")


def test_the_staff_of_that_time_would_have_been_asked(past: Past) -> None:
    """Bob becomes a director later: nobody would have asked him then."""
    past.ask("cli", ChangeRoles(staff_member_id=BOB, roles=frozenset({"director"})), roles=frozenset({"administrator"}))
    past.ask(ANN, DraftPaymentRequest(payment_request_id=OTHER_ID, form=FORM))
    past.ask(ANN, SubmitPaymentRequest(payment_request_id=OTHER_ID))
    before, after = lines(past.tried(paying(DIRECTOR_DECIDES)), "approval")
    assert (before["would_people"], after["would_people"]) == ("Dmitry", "Bob, Dmitry")


def test_what_nobody_may_approve_is_told(past: Past) -> None:
    lonely = Route(name="lonely", steps=(RouteStep(name="owner", role="owner"),))
    (line,) = lines(past.tried(paying(lonely)), "approval")
    assert line["would"].startswith("refused: Step 'owner' takes 1 with the role 'owner'")
