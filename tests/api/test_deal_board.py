"""The board shows where each deal stands, what it is worth, what is late, and what keeps it there (X-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, CAROL, CLIENT, HEAD, PLAYBOOK
from fold import keep
from starlette.testclient import TestClient

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.projections.deal_registry import Deal
from crm_es.projections.task_list import Task
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
Ask = Callable[..., Any]
NOW = datetime.now(UTC)
FIRST, SECOND, THIRD = (UUID(int=n) for n in (101, 102, 103))


@pytest.fixture
def ask(client: TestClient, signed_in: SignedIn) -> Ask:
    def asked(who: UUID, status: int = 200, **question: Any) -> Any:
        answer = client.get(f"/deals/board?{urlencode(question)}", headers=signed_in(who))
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


@pytest.fixture
def send(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Callable[..., int]:
    def sent(who: UUID, path: str, **body: Any) -> int:
        answer = client.post(path, json=body, headers=signed_in(who))
        settle(staffed)
        return answer.status_code

    return sent


@pytest.fixture
def deals(send: Callable[..., int]) -> None:
    """Two of Ann's, of which one is in the second stage; one of Bob's."""
    send(ANN, "/clients", id=str(CLIENT), name="Acme", owner_id=str(ANN))
    roubles = {"amount": "100.00", "currency": "RUB"}
    for who, deal_id, value in (
        (ANN, FIRST, roubles),
        (ANN, SECOND, roubles | {"currency": "CNY"}),
        (BOB, THIRD, None),
    ):
        wish = {"title": "Flour", "client_id": str(CLIENT), "owner_id": str(who), "value": value}
        assert send(who, "/deals", id=str(deal_id), pipeline="wholesale", **wish) == 202
    assert send(ANN, f"/deals/{SECOND}/move", stage="contract", reason="They know what they want") == 202


def column(board: Any, stage: str) -> Any:
    return next(one for one in board["columns"] if one["stage"] == stage)


@pytest.mark.usefixtures("deals")
def test_columns_are_the_stages_of_the_pipeline_from_first_to_last(ask: Ask) -> None:
    board = ask(HEAD)
    assert [(one["stage"], one["count"]) for one in board["columns"]] == [
        ("lead", 2),
        ("offer", 0),
        ("contract", 1),
        ("shipment", 0),
    ]
    assert board["pipelines"] == [{"name": "wholesale", "open": 3}, {"name": "repeat order", "open": 0}]
    assert board["loss_reasons"] == ["price", "silence"]
    assert column(board, "lead")["sums"] == [{"currency": "RUB", "amount": "100.00"}]
    assert column(board, "lead")["norm_days"] == 5


@pytest.mark.usefixtures("deals")
def test_people_see_their_own_deals_and_leaders_their_team(ask: Ask) -> None:
    counts = {who: column(ask(who), "lead")["count"] for who in (ANN, BOB, HEAD, ADMIN, CAROL)}
    assert counts == {ANN: 1, BOB: 1, HEAD: 2, ADMIN: 2, CAROL: 0}
    assert column(ask(HEAD, owner_id=BOB), "lead")["count"] == 1
    assert [one["open"] for one in ask(BOB)["pipelines"]] == [1, 0]


@pytest.mark.usefixtures("deals")
def test_a_stage_says_where_its_deals_may_go(ask: Ask, send: Callable[..., int]) -> None:
    """What the board says is what the deal decides."""
    board = ask(ANN)
    offer = column(board, "offer")
    assert (offer["at_once"], offer["with_reason"]) == (["contract"], ["lead", "shipment"])
    assert [one["win_at_once"] for one in board["columns"]] == [False, False, False, True]
    for stage in column(board, "lead")["with_reason"][:1]:
        assert send(ANN, f"/deals/{FIRST}/move", stage=stage) == 409


@pytest.mark.usefixtures("deals")
def test_a_card_tells_its_nearest_task_and_what_holds_it(ask: Ask, send: Callable[..., int]) -> None:
    (card,) = column(ask(ANN), "lead")["cards"]
    (held,) = card["held_by"]
    assert (card["client"], card["owner"], card["colour"], card["version"]) == ("Acme", "Ann", "later", 1)
    assert (card["task"], card["task_id"], card["task_responsible"]) == ("Call the client", held["task_id"], "Ann")
    assert (card["days_in_stage"], card["rotting"]) == (0, False)
    assert send(ANN, f"/deals/{FIRST}/move", stage="offer") == 409
    assert send(ANN, f"/tasks/{held['task_id']}/finish", result="They are in") == 202
    (card,) = column(ask(ANN), "lead")["cards"]
    assert (card["held_by"], card["colour"], card["version"]) == ([], "none", 2)
    assert send(ANN, f"/deals/{FIRST}/move", stage="offer") == 202


@pytest.mark.usefixtures("deals")
def test_what_was_won_and_lost_this_month_is_told_beside(ask: Ask, send: Callable[..., int]) -> None:
    assert send(ANN, f"/deals/{FIRST}/lose", reason="price") == 202
    assert send(ANN, f"/deals/{SECOND}/win", reason="They paid at once") == 202
    board = ask(ANN)
    assert board["lost"] == {"count": 1, "sums": [{"currency": "RUB", "amount": "100.00"}]}
    assert board["won"]["sums"] == [{"currency": "CNY", "amount": "100.00"}]
    assert ask(BOB)["won"]["count"] == 0


def deal(n: int, **changes: Any) -> Deal:
    told: dict[str, Any] = {"client_id": None, "amount": None, "currency": None, "product": None} | changes
    times = {"opened_at": NOW, "since": NOW - timedelta(3)}
    at: dict[str, Any] = {"pipeline": "wholesale", "playbook_version": 1, "stage": "lead", "outcome": "open"}
    return Deal(deal_id=UUID(int=n), title=f"Deal {n}", owner_id=ANN, **at | times | told)


def task(n: int, due: datetime, **changes: Any) -> Task:
    ids = {"task_id": UUID(int=1000 + n), "deal_id": UUID(int=n), "responsible_id": ANN, "supervisor_id": HEAD}
    told: dict[str, Any] = {"what": f"Task {n}", "stage": None, "first_due": due, "assigned_at": NOW} | changes
    return Task(due=due, **ids | told)


@pytest.fixture
def coloured(staffed: Crm) -> None:
    """One late, one rotting and due in a week, two with nothing to do, one of a stage that is no more."""
    rotten = NOW - timedelta(1)
    with staffed.log.datastore.get_connection() as db:
        keep(db, deal(1), deal(2, rots_at=rotten), deal(3), deal(4), deal(5, stage="talks"))
        keep(db, task(1, NOW - timedelta(1)), task(2, NOW + timedelta(7)), task(3, NOW, status="done", to_do=False))


def cards(found: Any) -> list[int]:
    return [UUID(card["deal_id"]).int for card in found["cards"]]


@pytest.mark.usefixtures("coloured")
def test_each_stage_counts_what_is_late_and_what_rots(ask: Ask) -> None:
    lead = column(ask(ANN), "lead")
    assert lead["tasks"] == {"late": 1, "today": 0, "later": 1, "none": 2}
    assert (lead["rotting"], cards(lead)) == (1, [1, 2, 3, 4])
    assert [card["colour"] for card in lead["cards"]] == ["late", "later", "none", "none"]
    assert {name: cards(column(ask(ANN, tasks=name), "lead")) for name in ("late", "today", "later", "none")} == {
        "late": [1],
        "today": [],
        "later": [2],
        "none": [3, 4],
    }


@pytest.mark.usefixtures("coloured")
def test_a_stage_that_the_playbook_has_no_more_stands_behind(ask: Ask) -> None:
    last = ask(ANN)["columns"][-1]
    assert (last["stage"], last["known"], last["at_once"], cards(last)) == ("talks", False, [], [5])


@pytest.mark.usefixtures("coloured")
def test_the_cards_of_one_stage_are_turned_page_by_page(ask: Ask) -> None:
    found, cursor = [], None
    while True:
        (lead,) = ask(ANN, stage="lead", limit=1, **({"cursor": cursor} if cursor else {}))["columns"]
        found += cards(lead)
        if (cursor := lead["next_cursor"]) is None:
            break
    assert found == [1, 2, 3, 4]


@pytest.mark.usefixtures("coloured")
def test_a_figure_leads_to_its_deals(ask: Ask, client: TestClient, signed_in: SignedIn) -> None:
    rows = client.get(f"/deals?{column(ask(ANN), 'lead')['query']}", headers=signed_in(ANN)).json()["rows"]
    assert len(rows) == 4


def test_a_pipeline_that_is_gone_is_still_seen_while_it_has_deals(staffed: Crm, ask: Ask) -> None:
    with staffed.log.datastore.get_connection() as db:
        keep(db, deal(1, pipeline="old ways"))
    board = ask(ANN, pipeline="old ways")
    assert [(one["stage"], one["known"], one["count"]) for one in board["columns"]] == [("lead", False, 1)]
    assert board["pipelines"][-1] == {"name": "old ways", "open": 1}


def test_another_pipeline_is_asked_for_by_name(staffed: Crm, ask: Ask) -> None:
    staffed.handle(PublishPlaybook(playbook=PLAYBOOK.model_copy(update={"pipelines": PLAYBOOK.pipelines[1:]})), admin())
    assert [one["stage"] for one in ask(ANN, pipeline="repeat order")["columns"]] == ["order", "shipment"]
    assert ask(ANN)["pipeline"] == "repeat order"
    assert [one["name"] for one in ask(ANN)["pipelines"]] == ["repeat order"]


def admin() -> Context:
    return Context(by=ADMIN, at=NOW, roles=frozenset({"administrator"}))


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({"pipeline": "none such"}, 409),
        ({"cursor": "x"}, 409),
        ({"cursor": "bnVsbA=="}, 409),
        ({"tasks": "red"}, 422),
        ({"limit": 5000}, 422),
        ({"stage": "\0"}, 422),
        ({"limit": 0}, 200),
        ({"stage": "none such"}, 200),
    ],
)
def test_bad_questions_are_told(ask: Ask, question: dict[str, Any], status: int) -> None:
    assert ask(ANN, status, **question)


@pytest.mark.usefixtures("deals")
def test_words_are_looked_for_in_titles_products_and_names_of_clients(ask: Ask) -> None:
    for words, found in (("acme", 3), ("FLOUR", 3), ("barley", 0), ("%", 0)):
        board = ask(HEAD, q=words)
        assert sum(one["count"] for one in board["columns"]) == found, words
    assert "q=acme" in column(ask(HEAD, q="acme"), "lead")["query"]
