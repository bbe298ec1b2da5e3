"""Running deals are moved to the playbook in force over HTTP (X-22)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from company import Company
from examples import ADMIN, ANN, BOB, CAROL, HEAD, MONDAY, PLAYBOOK
from starlette.testclient import TestClient

from crm_es.aggregates.deal import OpenDeal
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.runners.worker import settle

Headers = dict[str, str]


@pytest.fixture(autouse=True)
def two_versions(staffed: Crm) -> None:
    """Two deals go by the first of two versions."""
    company = Company(staffed)
    for n, owner_id in enumerate((ANN, BOB)):
        opening = OpenDeal(deal_id=UUID(int=50 + n), title=f"Deal {n}", owner_id=owner_id, pipeline="wholesale")
        company.ask(owner_id, opening, MONDAY)
    company.ask(ADMIN, PublishPlaybook(playbook=PLAYBOOK.model_copy(update={"name": "Trade anew"})), MONDAY)


def test_the_head_of_sales_moves_the_deals_of_the_team(
    staffed: Crm, client: TestClient, signed_in: Callable[[UUID], Headers]
) -> None:
    told = client.post("/playbook/adopt", headers=signed_in(HEAD)).json()
    assert (told["version"], told["moved"], told["stayed"]) == (2, 2, 0)
    assert {(row["title"], row["owner"], row["outcome"], row["why"]) for row in told["rows"]} == {
        ("Deal 0", "Ann", "moved", None),
        ("Deal 1", "Bob", "moved", None),
    }
    settle(staffed)
    sheet = client.post("/playbook/adopt", params={"format": "csv"}, headers=signed_in(HEAD))
    assert sheet.text.startswith("deal_id,title,client")
    assert len(sheet.text.splitlines()) == 1


def test_an_administrator_may_move_them_too_and_nobody_else(
    client: TestClient, signed_in: Callable[[UUID], Headers]
) -> None:
    for person_id in (ANN, CAROL):
        refused = client.post("/playbook/adopt", headers=signed_in(person_id))
        assert refused.status_code == 409
        assert "head_of_sales" in refused.json()["detail"]
    unknown = client.post("/playbook/adopt", params={"pipeline": "retail"}, headers=signed_in(ADMIN))
    assert unknown.status_code == 409
    assert client.post("/playbook/adopt", headers=signed_in(ADMIN)).json()["moved"] == 2
    assert client.post("/playbook/adopt").status_code == 401
