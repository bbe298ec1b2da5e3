"""The board shows what the service has to do, from left to right, and what is red (S3-03..S3-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import psycopg
import pytest
from examples import ANN, BOB, CLIENT, HEAD, MONDAY
from fold import fold, keep, recorded
from ticket_facts import SERVICE, hours, opened

from crm_es.pages import page
from crm_es.projections import ticket_registry
from crm_es.projections.ticket_registry import Ticket
from crm_es.registries import registry
from crm_es.ticket_board import board

Db = psycopg.Connection[Any]
NOON = MONDAY + hours(3)
(new,) = fold(ticket_registry, recorded(opened)).values()
working = replace(new, stage="in work", status="working", responded_at=MONDAY, resolution_due=NOON + hours(6))


def ticket(n: int, row: Ticket = new, **changes: Any) -> Ticket:
    return replace(row, ticket_id=UUID(int=n), **changes)


@pytest.fixture
def tickets(company: Db) -> Db:
    """Two new ones, of which one is late; three in work; one waits, one was done now, one long ago."""
    waiting: dict[str, Any] = {
        "stage": "waiting for the client",
        "status": "waiting",
        "paused_since": MONDAY - timedelta(20),
    }
    done: dict[str, Any] = {"stage": "done", "status": "done", "paused_since": MONDAY, "done_at": MONDAY}
    keep(
        company,
        ticket(1, first_response_due=NOON - hours(1)),
        ticket(2, first_response_due=NOON + hours(1), client_id=None),
        ticket(3, working, spent_minutes=500, limit_state="near", awaits_answer=False),
        ticket(4, working, spent_minutes=700, limit_state="over", next_response_due=NOON + hours(1)),
        ticket(5, working, responsible_id=BOB, involved=(BOB,), spent_minutes=60, next_response_due=NOON - hours(1)),
        ticket(6, **waiting, first_response_due=MONDAY - timedelta(20)),
        ticket(7, **done),
        ticket(8, **done | {"done_at": MONDAY - timedelta(20)}),
    )
    return company


def cards(line: Any) -> list[int]:
    return [card["ticket_id"].int for card in line["cards"]]


def test_columns_are_those_of_the_playbook_from_left_to_right(tickets: Db) -> None:
    """S3-03: new ones far left, what is done far right, for two weeks."""
    lines = board(tickets, SERVICE, NOON)
    assert [(line["stage"], line["status"], line["tickets"]) for line in lines] == [
        ("task", "new", 2),
        ("in work", "working", 3),
        ("waiting for the client", "waiting", 1),
        ("done", "done", 1),
    ]
    assert board(tickets, SERVICE, NOON, done_days=30)[-1]["tickets"] == 2


def test_each_column_tells_its_labour_and_what_is_late_near_or_over(tickets: Db) -> None:
    """S3-05: what is over is red before anybody asks."""
    first, second, third, _ = board(tickets, SERVICE, NOON)
    assert (first["overdue"], first["awaiting"]) == (1, 2)
    assert (second["overdue"], second["near"], second["over"], second["awaiting"]) == (1, 1, 1, 2)
    assert (second["spent_minutes"], second["agreed_minutes"]) == (1260, 1800)
    assert third["overdue"] == 0


def test_cards_begin_with_what_is_late_and_then_what_is_due_next(tickets: Db) -> None:
    first, second, *_ = board(tickets, SERVICE, NOON)
    assert (cards(first), cards(second)) == ([1, 2], [5, 4, 3])
    late = second["cards"][0]
    assert (late["overdue"], late["next_due"], late["percent_spent"]) == (True, NOON - hours(1), 10)
    assert [cards(line) for line in board(tickets, SERVICE, NOON, cards=1)[:2]] == [[1], [5]]


def test_it_is_asked_for_one_person_or_client(tickets: Db) -> None:
    assert [cards(line) for line in board(tickets, SERVICE, NOON, responsible_id=BOB)] == [[], [5], [], []]
    assert [line["tickets"] for line in board(tickets, SERVICE, NOON, client_id=CLIENT)] == [1, 3, 1, 1]


def test_one_sees_what_one_may_see(tickets: Db) -> None:
    def limits(people: set[UUID], **besides: Any) -> Any:
        return lambda _: {"sight": frozenset(people), "besides": besides}

    assert [line["tickets"] for line in board(tickets, SERVICE, NOON, limits=limits({BOB}))] == [0, 1, 0, 0]
    assert [line["tickets"] for line in board(tickets, SERVICE, NOON, limits=limits({ANN}))] == [2, 2, 1, 1]
    assert [line["tickets"] for line in board(tickets, SERVICE, NOON, limits=limits({HEAD}))] == [2, 3, 1, 1]


def test_each_figure_leads_to_its_tickets(tickets: Db) -> None:
    """Drill-down: the list shows as many."""
    asked = {"query": "tickets", "awaiting_query": "awaiting", "near_query": "near", "over_query": "over"}
    for line in board(tickets, SERVICE, NOON):
        for question, figure in asked.items():
            rows = page(registry("tickets"), tickets, filters=dict(parse_qsl(line[question]))).rows
            assert len(rows) == line[figure], (line["stage"], figure)


def test_a_stage_that_the_playbook_does_not_have_any_more_still_shows_its_tickets(tickets: Db) -> None:
    fewer = SERVICE.model_copy(update={"stages": tuple(s for s in SERVICE.stages if s.name != "in work")})
    assert [(line["stage"], line["tickets"]) for line in board(tickets, fewer, NOON)] == [
        ("task", 2),
        ("waiting for the client", 1),
        ("done", 1),
        ("in work", 3),
    ]


def test_an_empty_board_has_its_columns(company: Db) -> None:
    keep(company, ticket(8, stage="done", status="done", done_at=MONDAY - timedelta(20)))
    first, *_ = board(company, SERVICE, NOON)
    assert (first["stage"], first["tickets"], first["cards"]) == ("task", 0, [])
