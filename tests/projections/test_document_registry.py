"""Documents with where they stand (S0-50)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest
from document_facts import (
    SECOND,
    approved,
    drafted,
    escalated,
    forwarded,
    rejected,
    reminded,
    returned,
    revised,
    step_approved,
    submitted,
    withdrawn,
)
from examples import ANN, BOB, CLIENT, CONTRACTOR, DIRECTOR, HEAD, ID, LAWYER, MONDAY, OPERATOR, TUESDAY, roubles
from fold import fold, keep, recorded

from crm_es.messages import Corrupt, Event
from crm_es.pages import page
from crm_es.projections import document_registry
from crm_es.projections.document_registry import Document
from crm_es.projections.staff_registry import StaffMember
from crm_es.registries import registry


def document(*later: Event) -> Document:
    facts = [recorded(event, TUESDAY) for event in later]
    found: Document = fold(document_registry, recorded(drafted, MONDAY), *facts)[ID]
    return found


def test_a_draft_shows_its_file_and_what_it_is_about() -> None:
    found = document()
    assert (found.status, found.title, found.kind, found.version) == ("draft", "Contract 17", "contract", 1)
    assert (found.name, found.type, found.size) == ("Contract 17.pdf", "application/pdf", 48_213)
    assert (found.client_id, found.contractor_id, found.involved) == (CLIENT, CONTRACTOR, (ANN,))
    assert (found.amount, found.currency) == (Decimal(40_000), "RUB")


def test_another_version_replaces_the_file() -> None:
    found = document(revised.model_copy(update={"amount": roubles(50_000)}))
    assert (found.version, found.sha256, found.amount) == (2, SECOND.sha256, Decimal(50_000))
    assert document(revised.model_copy(update={"amount": None})).currency is None


def test_on_its_way_it_shows_who_is_asked_and_what_is_left() -> None:
    found = document(submitted.model_copy(update={"submitted_by": OPERATOR}))
    assert (found.status, found.route, found.round, found.submitted_at) == ("submitted", "contract", 1, TUESDAY)
    assert (found.asked, found.steps, found.involved) == ((LAWYER,), ("law", "director"), (ANN, OPERATOR, LAWYER))
    found = document(submitted, step_approved)
    assert (found.asked, found.steps, found.decided_at) == ((DIRECTOR,), ("director",), TUESDAY)


def test_whom_it_is_forwarded_or_escalated_to_is_asked() -> None:
    """X-37"""
    assert document(submitted, forwarded).asked == (HEAD,)
    found = document(submitted, reminded, escalated)
    assert (found.asked, found.involved) == ((LAWYER, DIRECTOR), (ANN, LAWYER, DIRECTOR))


@pytest.mark.parametrize(
    ("end", "status", "reason"),
    [
        (returned, "rework", "Clause 4"),
        (rejected, "rejected", "Clause 4"),
        (withdrawn.model_copy(update={"reason": "Not needed"}), "withdrawn", "Not needed"),
    ],
)
def test_what_is_sent_or_taken_back_shows_why(end: Event, status: str, reason: str) -> None:
    found = document(submitted, end)
    assert (found.status, found.reason, found.asked, found.steps) == (status, reason, (), ())
    again = document(submitted, end, submitted)
    assert (again.status, again.reason, again.decided_at) == ("submitted", None, None)


def test_an_approved_one_shows_since_when() -> None:
    by_deputy = approved.model_copy(update={"decided_by": BOB})
    found = document(submitted, step_approved, by_deputy)
    assert (found.status, found.approved_at, found.asked) == ("approved", TUESDAY, ())
    assert found.involved == (ANN, LAWYER, DIRECTOR, BOB)
    assert document(submitted, by_deputy, withdrawn).approved_at is None


def test_nothing_is_decided_that_was_not_put_up() -> None:
    with pytest.raises(Corrupt):
        fold(document_registry, recorded(approved))


def test_the_list_shows_documents_to_those_involved(company: psycopg.Connection[Any]) -> None:
    keep(company, document(submitted), StaffMember(LAWYER, "Lara", "lawyer", None, MONDAY))
    documents = registry("documents")
    (row,) = page(documents, company, sight=[LAWYER]).rows
    assert (row["title"], row["asked_names"]) == ("Contract 17", "Lara")
    assert page(documents, company, sight=[BOB]).rows == []
