"""Every command is an address; what it answers can be relied on."""

from collections.abc import Callable
from uuid import UUID, uuid4

from examples import ANN, BOB, CLIENT, DEAL, ID, OPERATOR
from fastapi import FastAPI
from starlette.testclient import TestClient

from crm_es.aggregates import DECIDERS
from crm_es.aggregates.invoice_desk import IssueInvoice
from crm_es.aggregates.payment_request import ApprovePaymentRequest, DraftPaymentRequest
from crm_es.api.commands import address
from crm_es.application import Crm
from crm_es.ids import derived

SignedIn = Callable[[UUID], dict[str, str]]
ACME = {"id": str(CLIENT), "name": "Acme", "owner_id": str(ANN)}
TASK = {"id": str(ID), "what": "Call Acme", "responsible_id": str(ANN), "due": "2099-01-01T09:00:00Z"}


def test_an_address_is_the_command_without_the_name_of_its_record() -> None:
    addresses = {command: address(decider, command) for decider in DECIDERS for command in decider.commands}
    assert addresses[DraftPaymentRequest] == "/payment-requests"
    assert addresses[ApprovePaymentRequest] == "/payment-requests/{id}/approve"
    assert addresses[IssueInvoice] == "/invoice-desks/{id}/issue-invoice"
    assert len(set(addresses.values())) == len(addresses)


def test_what_only_machines_may_do_has_no_address(app: FastAPI) -> None:
    paths = app.openapi()["paths"]
    assert "/api/v1/payment-requests/{id}/approve" in paths
    assert not [path for path in paths if path.endswith(("{id}/adopt", "block-desk", "call-overdue", "add-entry"))]


def test_a_command_answers_where_to_read_and_which_version_it_made(
    client: TestClient, signed_in: SignedIn, staffed: Crm
) -> None:
    head = staffed.log.head()
    answer = client.post("/clients", json=ACME, headers=signed_in(ANN))
    assert (answer.status_code, answer.json()) == (202, {"id": str(CLIENT), "version": 1, "position": head + 1})
    assert answer.headers["ETag"] == '"1"'
    renamed = client.post(f"/clients/{CLIENT}/rename", json={"name": "Acme Ltd"}, headers=signed_in(ANN))
    assert renamed.json()["version"] == 2


def test_who_opens_something_without_an_id_gets_one(client: TestClient, signed_in: SignedIn) -> None:
    answer = client.post("/clients", json=ACME | {"id": None}, headers=signed_in(ANN))
    other = client.post("/clients", json=ACME | {"id": None}, headers=signed_in(ANN))
    assert UUID(answer.json()["id"]) != UUID(other.json()["id"])


def test_a_request_sent_again_with_its_key_does_nothing_twice(client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in(ANN) | {"Idempotency-Key": str(uuid4())}
    answers = [client.post("/clients", json=ACME | {"id": None}, headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()


def test_a_key_that_stands_for_another_wish_is_refused(client: TestClient, signed_in: SignedIn) -> None:
    """Neither does it answer for something else, nor tell anybody what another person asked."""
    key = {"Idempotency-Key": str(uuid4())}
    assert client.post("/clients", json=ACME, headers=signed_in(ANN) | key).status_code == 202
    for person, body in ((ANN, ACME | {"name": "Other"}), (BOB, ACME)):
        answer = client.post("/clients", json=body, headers=signed_in(person) | key)
        assert (answer.status_code, answer.json()["rule"]) == (409, "one key, one wish")


def test_nobody_takes_the_key_of_a_policy(client: TestClient, signed_in: SignedIn) -> None:
    """Ids of policies follow from events: whoever computes one must not have the policy's command pass for done."""
    key = {"Idempotency-Key": str(derived(CLIENT, "block_invoice_desk", 7, 0))}
    answer = client.post("/clients", json=ACME, headers=signed_in(ANN) | key)
    assert answer.status_code == 422
    assert "at random" in answer.json()["detail"]


def test_nobody_opens_a_record_under_the_id_that_a_policy_will_give(client: TestClient, signed_in: SignedIn) -> None:
    """Else the task of a stage to come would be there already, with a due time and supervisor of one's choice."""
    answer = client.post("/tasks", json=TASK | {"id": str(derived(DEAL, "stage task", 2, 0))}, headers=signed_in(ANN))
    assert answer.status_code == 422
    assert "at random" in answer.json()["detail"]


def test_a_version_that_is_no_more_is_not_overwritten(client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in(ANN)
    seen = client.post("/tasks", json=TASK, headers=headers).headers["ETag"]
    path, done = f"/tasks/{ID}/reschedule", {"due": "2099-01-02T09:00:00Z", "reason": "they asked"}
    assert client.post(path, json=done, headers=headers | {"If-Match": seen}).status_code == 202
    stale = client.post(path, json=done | {"reason": "again"}, headers=headers | {"If-Match": seen})
    assert stale.status_code == 412
    assert "you saw version 1, it is 2 now" in stale.json()["detail"]


def test_an_operator_enters_for_somebody_else(client: TestClient, signed_in: SignedIn, staffed: Crm) -> None:
    """S0-46."""
    headers = {"X-On-Behalf-Of": str(ANN)}
    assert client.post("/clients", json=ACME, headers=signed_in(BOB) | headers).status_code == 409
    assert client.post("/clients", json=ACME, headers=signed_in(OPERATOR) | headers).status_code == 202
    with staffed.log.datastore.get_connection() as db:
        event = db.execute("SELECT actor, on_behalf_of FROM events WHERE originator_id = %s", (CLIENT,)).fetchone()
    assert event == {"actor": str(OPERATOR), "on_behalf_of": ANN}


def test_a_refusal_is_a_sentence_with_its_rule(client: TestClient, signed_in: SignedIn) -> None:
    answer = client.post(f"/deals/{DEAL}/win", headers=signed_in(ANN))
    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["title"] == "Conflict"
    assert answer.json()["detail"].endswith(".")
    assert answer.json()["rule"]


def test_what_a_command_names_has_to_be_there(client: TestClient, signed_in: SignedIn) -> None:
    ann, of_nobody = signed_in(ANN), TASK | {"client_id": str(CLIENT)}
    answer = client.post("/tasks", json=of_nobody, headers=ann)
    assert (answer.status_code, answer.json()["rule"]) == (409, "no such client")
    client.post("/clients", json=ACME, headers=ann)
    assert client.post("/tasks", json=of_nobody, headers=ann).status_code == 202


def test_a_command_with_nothing_to_say_needs_no_body(client: TestClient, signed_in: SignedIn) -> None:
    draft = {"form": {"what_for": "Rent", "amount": {"amount": "40.00", "currency": "RUB"}}}
    made = client.post("/payment-requests", json=draft, headers=signed_in(ANN)).json()
    path = f"/payment-requests/{made['id']}/withdraw"
    assert client.post(path, headers=signed_in(ANN)).status_code == 202
