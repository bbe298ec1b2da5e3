"""The playbook is written, checked, compared and published over HTTP, and nobody overwrites what they have not seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import ADMIN, ANN, DIRECTOR, HEAD, MONDAY, PLAYBOOK
from starlette.testclient import TestClient

from crm_es.aggregates.deal import OpenDeal
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.exchange.playbook_yaml import dump
from crm_es.runners.worker import settle

Headers = dict[str, str]
SignedIn = Callable[[UUID], Headers]
ANEW = PLAYBOOK.model_copy(update={"name": "Trade anew"})
WRONG = dump(PLAYBOOK).replace("norm_days: 5", "norm_days: soon")


@pytest.fixture
def two_versions(staffed: Crm) -> None:
    """A deal goes by the first of two versions."""
    company = Company(staffed)
    company.ask(ANN, OpenDeal(deal_id=UUID(int=50), title="Flour", owner_id=ANN, pipeline="wholesale"), MONDAY)
    company.ask(ADMIN, PublishPlaybook(playbook=ANEW), MONDAY)
    assert staffed.reference_now.version == 2


def asked(client: TestClient, headers: Headers, what: str, text: str | None = None, **more: Any) -> Any:
    body = None if text is None else {"text": text} | more
    return client.post(f"/playbook/{what}", json=body, headers=headers)


# ── Checking ────────────────────────────────────────────────────────────────


def test_a_right_text_comes_back_as_a_trial_takes_it(client: TestClient, signed_in: SignedIn) -> None:
    told = asked(client, signed_in(HEAD), "check", dump(PLAYBOOK)).json()
    assert (told["right"], told["errors"]) == (True, [])
    assert told["playbook"] == PLAYBOOK.model_dump(mode="json")


def test_what_is_wrong_comes_with_its_line(client: TestClient, signed_in: SignedIn) -> None:
    told = asked(client, signed_in(ADMIN), "check", WRONG).json()
    line = WRONG.splitlines().index("    norm_days: soon") + 1
    assert (told["right"], told["playbook"]) == (False, None)
    (error,) = told["errors"]
    assert (error["line"], error["path"]) == (line, "pipelines 'wholesale' > stages 'lead' > norm_days")
    assert error["sentence"].endswith("should be a whole number, and is 'soon': correct it.")


def test_what_only_the_company_knows_is_checked_too(client: TestClient, signed_in: SignedIn) -> None:
    details = "{inn: '7707083890', bik: '044525225', account: '40702810900000000000'}"
    text = f"{dump(PLAYBOOK)}billing:\n  organisation:\n    name: We\n    details: {details}\n"
    told = asked(client, signed_in(ADMIN), "check", text).json()
    (error,) = told["errors"]
    assert (told["right"], error["path"]) == (False, "billing > organisation > details")
    assert "does not add up" in error["sentence"]


# ── Comparing ───────────────────────────────────────────────────────────────


def test_a_text_is_compared_with_what_is_in_force(client: TestClient, signed_in: SignedIn) -> None:
    text = dump(PLAYBOOK).replace("norm_days: 5", "norm_days: 7")
    told = asked(client, signed_in(DIRECTOR), "difference", text).json()
    assert (told["from_version"], told["to_version"]) == (1, None)
    path = "pipelines 'wholesale' > stages 'lead' > norm_days"
    assert told["rows"] == [{"how": "changed", "path": path, "before": 5, "after": 7}]


def test_two_versions_are_compared(client: TestClient, signed_in: SignedIn, two_versions: None) -> None:
    told = asked(client, signed_in(DIRECTOR), "difference?from=1&to=2").json()
    assert told["rows"] == [{"how": "changed", "path": "name", "before": "Trade", "after": "Trade anew"}]
    assert asked(client, signed_in(DIRECTOR), "difference?from=1").json()["to_version"] == 2
    assert asked(client, signed_in(DIRECTOR), "difference?from=3").status_code == 404


def test_a_wrong_text_has_no_difference(client: TestClient, signed_in: SignedIn) -> None:
    answer = asked(client, signed_in(ADMIN), "difference", WRONG)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (
        422,
        "pipelines 'wholesale' > stages 'lead' > norm_days",
    )


# ── Publishing ──────────────────────────────────────────────────────────────


def test_a_text_is_published(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    adam = signed_in(ADMIN)
    answer = asked(client, adam, "publish", dump(ANEW), expected_version=1)
    assert (answer.status_code, answer.json()["version"], answer.headers["ETag"]) == (202, 2, '"2"')
    assert client.get("/playbook", headers=adam).json()["playbook"]["name"] == "Trade anew", "at once"
    assert staffed.reference_now.playbooks[2] == ANEW


def test_two_editors_do_not_overwrite_each_other(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    assert asked(client, signed_in(ADMIN), "publish", dump(ANEW), expected_version=1).status_code == 202
    late = asked(client, signed_in(ADMIN), "publish", dump(PLAYBOOK), expected_version=1)
    assert (late.status_code, "you saw version 1, it is 2 now" in late.json()["detail"]) == (412, True)
    assert staffed.reference_now.version == 2


def test_sent_again_with_its_key_it_is_published_once(client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in(ADMIN) | {"Idempotency-Key": "4be0643f-1d98-473b-97cd-ca98a65347dd"}
    first, second = (asked(client, headers, "publish", dump(ANEW), expected_version=1).json() for _ in range(2))
    assert first == second


def test_a_wrong_text_is_not_published(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    for text in (WRONG, "name: [", "- Trade"):
        answer = asked(client, signed_in(ADMIN), "publish", text, expected_version=1)
        assert (answer.status_code, answer.json()["rule"]) == (422, "the playbook file is not right"), answer.text
    assert asked(client, signed_in(ADMIN), "publish", "x" * 200_001, expected_version=1).status_code == 422
    assert asked(client, signed_in(ADMIN), "publish", dump(ANEW)).status_code == 422, "which version was seen?"
    assert staffed.reference_now.version == 1


def test_only_administrators_publish_and_heads_may_look(client: TestClient, signed_in: SignedIn) -> None:
    for who in (ANN, HEAD, DIRECTOR):
        assert asked(client, signed_in(who), "publish", dump(ANEW), expected_version=1).status_code == 403
    for what in ("check", "difference"):
        assert asked(client, signed_in(ANN), what, dump(ANEW)).status_code == 403
    assert client.get("/playbook/versions", headers=signed_in(ANN)).status_code == 403


# ── Versions ────────────────────────────────────────────────────────────────


def test_every_version_says_who_published_it_and_what_goes_by_it(
    client: TestClient, signed_in: SignedIn, staffed: Crm, two_versions: None
) -> None:
    settle(staffed)
    new, old = client.get("/playbook/versions", headers=signed_in(HEAD)).json()["rows"]
    assert (new["version"], new["name"], new["in_force"], new["open_deals"]) == (2, "Trade anew", True, 0)
    assert (new["published_by"], new["actor"], new["published_at"][:10]) == ("Adam", str(ADMIN), "2026-11-23")
    assert (old["version"], old["in_force"], old["open_deals"], old["published_by"]) == (1, False, 1, None)


def test_an_earlier_version_can_be_read(client: TestClient, signed_in: SignedIn, two_versions: None) -> None:
    ann = signed_in(ANN)
    first = client.get("/playbook?version=1", headers=ann)
    assert (first.json()["version"], first.json()["playbook"]["name"], first.headers["ETag"]) == (1, "Trade", '"1"')
    assert client.get("/playbook?version=2&format=yaml", headers=ann).text == dump(ANEW)
    missing = client.get("/playbook?version=9", headers=ann)
    assert (missing.status_code, "2 is the newest" in missing.json()["detail"]) == (404, True)
