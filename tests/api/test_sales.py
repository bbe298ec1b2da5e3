"""Reports on sales over HTTP, and the one history of a client (S0-01..S0-21)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, BOB, CLIENT, DEAL, DIRECTOR, HEAD, ID, OTHER_ID, PLAYBOOK, REQUEST, administration, roubles
from starlette.testclient import TestClient

from crm_es.aggregates.client import MeetClient, MergeClient
from crm_es.aggregates.deal import OpenDeal, WinDeal
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.price_approval import RequestPrice
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.playbook import Reservoir
from crm_es.runners.worker import settle

Headers = dict[str, str]
PLAN = Reservoir(market=5000, target=10, counts="deal won", active_days=60)
REPORTS = ("reservoir", "leaks", "campaigns", "wins")


@pytest.fixture
def trading(staffed: Crm) -> Crm:
    """Ann has a client who bought and one who did not, Bob another."""
    now = datetime.now(UTC)

    def ask(person_id: UUID, *commands: Any) -> None:
        for command in commands:
            staffed.handle(command, Context(by=person_id, at=now))

    staffed.handle(PublishPlaybook(playbook=PLAYBOOK.model_copy(update={"reservoir": PLAN})), administration())
    deal = OpenDeal(deal_id=DEAL, title="Flour", client_id=CLIENT, owner_id=ANN, pipeline="repeat order")
    ask(
        ANN,
        MeetClient(client_id=CLIENT, name="Rye", owner_id=ANN, sector="bakery"),
        MeetClient(client_id=ID, name="Nails", owner_id=ANN, sector="tools"),
        deal,
        RequestPrice(
            price_approval_id=REQUEST, client_id=CLIENT, product="flour", price=roubles(40), reason="Old friends"
        ),
        WinDeal(deal_id=DEAL, value=roubles(900), reason="at once"),
    )
    ask(BOB, MeetClient(client_id=OTHER_ID, name="Boots", owner_id=BOB))
    settle(staffed)
    return staffed


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.usefixtures("trading")
def test_each_report_is_for_people_and_for_spreadsheets(
    client: TestClient, signed_in: Callable[[UUID], Headers], report: str
) -> None:
    headers = signed_in(DIRECTOR)
    assert client.get(f"/reports/{report}", headers=headers).status_code == 200
    for form in ("csv", "xlsx"):
        assert client.get(f"/reports/{report}?format={form}", headers=headers).status_code == 200


@pytest.mark.usefixtures("trading")
def test_the_target_is_of_the_company_and_everybody_sees_their_part(
    client: TestClient, signed_in: Callable[[UUID], Headers]
) -> None:
    """S0-03."""

    def last(person_id: UUID, query: str = "") -> dict[str, Any]:
        rows: list[dict[str, Any]] = client.get(f"/reports/reservoir{query}", headers=signed_in(person_id)).json()[
            "rows"
        ]
        return rows[-1]

    all_of_it = last(DIRECTOR)
    assert (all_of_it["level_at_end"], all_of_it["target"], all_of_it["distance"]) == (1, 10, 9)
    assert (last(ANN)["level_at_end"], last(BOB)["level_at_end"], last(ANN)["target"]) == (1, 0, None)
    assert (last(DIRECTOR, "?sector=tools")["level_at_end"], last(DIRECTOR, "?sector=bakery")["revenue"]) == (0, "900")


@pytest.mark.usefixtures("trading")
def test_what_cannot_be_shown_is_told(client: TestClient, signed_in: Callable[[UUID], Headers]) -> None:
    headers = signed_in(DIRECTOR)
    for query in (
        "reservoir?from=0001-01-01",
        "leaks?from=2026-03-01&to=2026-02-01",
        "wins?from=2026-03-01&to=2026-02-01",
    ):
        answer = client.get(f"/reports/{query}", headers=headers)
        assert answer.status_code == 409
        assert answer.json()["detail"].endswith(".")
    for query in ("leaks?by=moon", "wins?by=moon", "reservoir?currency=roubles"):
        assert client.get(f"/reports/{query}", headers=headers).status_code == 422
    for query in (
        "wins?from=0001-01-01&to=9999-12-31",
        "leaks?from=0001-01-01&to=9999-12-31",
        "reservoir?to=9999-12-31",
    ):
        assert client.get(f"/reports/{query}", headers=headers).status_code == 200


def test_all_facts_about_a_client_are_in_one_stream(
    client: TestClient, trading: Crm, signed_in: Callable[[UUID], Headers]
) -> None:
    """S0-20: newest first, by pages, with what happened under a merged name."""
    headers = signed_in(ANN)
    found = client.get(f"/clients/{CLIENT}/timeline", headers=headers).json()
    assert [(line["about"], line["event"]) for line in found["rows"]] == [
        ("client", "ClientBought"),
        ("deal", "DealWon"),
        ("price_approval", "PriceRequested"),
        ("deal", "DealOpened"),
        ("client", "ClientMet"),
    ]
    assert found["rows"][-1]["sentence"] == "Met: Rye. Ann looks after it."
    first = client.get(f"/clients/{CLIENT}/timeline?limit=2", headers=headers).json()
    rest = client.get(f"/clients/{CLIENT}/timeline?before={first['next_before']}", headers=headers).json()
    assert [*first["rows"], *rest["rows"]] == found["rows"]
    assert client.get(f"/clients/{CLIENT}/timeline", headers=signed_in(BOB)).status_code == 404
    assert client.get(f"/clients/{CLIENT}/timeline?format=csv", headers=headers).status_code == 200
    trading.handle(MergeClient(client_id=CLIENT, into_id=ID), Context(by=HEAD, at=datetime.now(UTC)))
    settle(trading)
    merged = client.get(f"/clients/{ID}/timeline", headers=headers).json()
    assert {"DealWon", "ClientMet", "ClientAbsorbed"} <= {line["event"] for line in merged["rows"]}


@pytest.mark.usefixtures("trading")
def test_commands_about_clients_are_asked_over_http(client: TestClient, signed_in: Callable[[UUID], Headers]) -> None:
    """X-11, S0-12: phones are kept in one form, and who cannot be merged is told so at once."""
    headers = signed_in(HEAD)

    def post(verb: str, **body: Any) -> int:
        return client.post(f"/clients/{CLIENT}/{verb}", json=body, headers=headers).status_code

    assert post("describe", phones=["8 912 345-67-89"], inn="7707083893") == 202
    assert post("add-contact", contact_id=str(OTHER_ID), name="Vera", email="vera@rye.example") == 202
    assert post("plan-contacts", every_days=7) == 202
    assert post("contact", outcome="interested") == 202
    assert post("merge", into_id=str(REQUEST)) == 409
    assert post("describe", phones=["call me"]) == 422
    assert post("describe", inn="7707083890") == 422
    assert post("explain-lapse", reason="defect") == 409
