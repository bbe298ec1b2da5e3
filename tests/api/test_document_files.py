"""The file of a document over HTTP: whoever has to decide can read it, and nobody else (S0-50)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from contents import PDF
from examples import ANN, BOB, HEAD, LAWYER
from starlette.testclient import TestClient

from crm_es.application import Crm
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
CONTRACT = uuid4()


@pytest.fixture
def file(client: TestClient, signed_in: SignedIn, staffed: Crm) -> dict[str, Any]:
    """The contract that Ann has put up."""
    kept = client.post("/files", files={"file": ("Contract 17.pdf", PDF)}, headers=signed_in(ANN))
    wish = {"id": str(CONTRACT), "title": "Contract 17", "kind": "contract", "file": kept.json()}
    answer = client.post("/documents", json=wish, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    settle(staffed)
    found: dict[str, Any] = kept.json()
    return found


def test_whoever_is_asked_reads_it_once_it_is_submitted(
    file: dict[str, Any], client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    path = f"/documents/{CONTRACT}/files/{file['sha256']}"
    seen = {who: client.get(path, headers=signed_in(who)).status_code for who in (ANN, HEAD, LAWYER, BOB)}
    assert seen == {ANN: 200, HEAD: 200, LAWYER: 404, BOB: 404}, "Helen is over Ann"
    answer = client.post(f"/documents/{CONTRACT}/submit", headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    settle(staffed)
    answer = client.get(path, headers=signed_in(LAWYER))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert client.get(path, headers=signed_in(BOB)).status_code == 404
    assert client.get(f"/documents/{uuid4()}/files/{file['sha256']}", headers=signed_in(ANN)).status_code == 404


def test_an_older_version_of_the_file_is_fetched_as_well(
    file: dict[str, Any], client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    newer = client.post("/files", files={"file": ("Contract 17b.pdf", PDF + b"%b\n")}, headers=signed_in(ANN)).json()
    answer = client.post(f"/documents/{CONTRACT}/revise", json={"file": newer}, headers=signed_in(ANN))
    assert answer.status_code == 202, answer.text
    settle(staffed)
    older, newest = (f"/documents/{CONTRACT}/files/{one['sha256']}" for one in (file, newer))
    answer = client.get(older, headers=signed_in(HEAD))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert "Contract 17.pdf" in answer.headers["Content-Disposition"]
    assert client.get(newest, headers=signed_in(HEAD)).content == PDF + b"%b\n"
    assert client.get(older, headers=signed_in(BOB)).status_code == 404
    assert client.get(f"/documents/{CONTRACT}/files/{'0' * 64}", headers=signed_in(ANN)).status_code == 404


def test_nobody_puts_up_a_file_of_somebody_else(file: dict[str, Any], client: TestClient, signed_in: SignedIn) -> None:
    wish = {"title": "Mine", "kind": "contract", "file": file}
    answer = client.post("/documents", json=wish, headers=signed_in(BOB))
    assert (answer.status_code, "send its content first" in answer.json()["detail"]) == (422, True)
