"""Lists and records over HTTP: what is so, and who may see it."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Timer
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, BOB, CAROL, CLIENT, HEAD, ID, LAWYER, REQUEST, standing_in
from starlette.testclient import TestClient

from crm_es.api.app import create_app
from crm_es.api.sight import sight
from crm_es.application import Crm
from crm_es.ids import notebook_of
from crm_es.reference import Reference
from crm_es.registries import REGISTRIES
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
FORM = {
    "what_for": "Rent",
    "amount": {"amount": "40.00", "currency": "RUB"},
    "contractor_id": str(ID),
    "pay_by": "2099-01-01",
    "purpose": "Rent for November",
    "details": {
        "inn": "7707083893",
        "kpp": "773601001",
        "bik": "044525225",
        "account": "40702810500000002851",
        "correspondent_account": "30101810400000000225",
    },
}


@pytest.fixture
def ask(client: TestClient, signed_in: SignedIn) -> Callable[..., Any]:
    """What somebody is answered."""

    def asked(who: UUID, path: str, status: int = 200) -> Any:
        answer = client.get(path, headers=signed_in(who))
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


@pytest.fixture
def trade(client: TestClient, signed_in: SignedIn, staffed: Crm) -> Crm:
    """Ann has met a client and asked for a payment; Bob has met a client."""
    for who, path, body in (
        (ANN, "/clients", {"id": str(CLIENT), "name": "Acme", "owner_id": str(ANN)}),
        (BOB, "/clients", {"name": "Bolt", "owner_id": str(BOB)}),
        (ANN, f"/clients/{CLIENT}/rename", {"name": "Acme Ltd"}),
        (ANN, "/payment-requests", {"id": str(REQUEST), "form": FORM}),
        (ANN, f"/payment-requests/{REQUEST}/submit", {}),
    ):
        answer = client.post(path, json=body, headers=signed_in(who))
        assert answer.status_code == 202, answer.text
    settle(staffed)
    return staffed


def test_every_list_answers_its_page(trade: Crm, ask: Callable[..., Any]) -> None:
    for shown in REGISTRIES:
        assert set(ask(ADMIN, f"/{shown.name}")) == {"rows", "next_cursor"}


def test_people_see_their_own_leaders_their_team_and_directors_all(trade: Crm, ask: Callable[..., Any]) -> None:
    names = {who: {row["name"] for row in ask(who, "/clients")["rows"]} for who in (ANN, BOB, HEAD, ADMIN, LAWYER)}
    both = {"Acme Ltd", "Bolt"}
    assert names == {ANN: {"Acme Ltd"}, BOB: {"Bolt"}, HEAD: both, ADMIN: both, LAWYER: set()}
    ask(BOB, f"/clients/{CLIENT}", 404)
    ask(BOB, f"/clients/{CLIENT}/history", 404)


def test_accounting_sees_requests_once_they_are_approved(
    trade: Crm, client: TestClient, signed_in: SignedIn, ask: Callable[..., Any]
) -> None:
    """S1-30."""
    assert ask(CAROL, "/payment-requests")["rows"] == []
    assert client.post(f"/payment-requests/{REQUEST}/approve", headers=signed_in(HEAD)).status_code == 202
    settle(trade)
    assert [row["status"] for row in ask(CAROL, "/payment-requests")["rows"]] == ["approved"]


def test_a_deputy_sees_what_the_absent_see() -> None:
    today = datetime.now(UTC).date()
    people = standing_in(BOB, HEAD, today, today).people
    assert ANN in (sight(Reference(people), BOB).people or ())
    assert ANN not in (sight(Reference(), BOB).people or ())


def test_a_list_can_be_filtered_sorted_and_turned_page_by_page(trade: Crm, ask: Callable[..., Any]) -> None:
    first = ask(ADMIN, "/clients?sort=-name&limit=1")
    second = ask(ADMIN, f"/clients?sort=-name&limit=1&cursor={first['next_cursor']}")
    assert [page["rows"][0]["name"] for page in (first, second)] == ["Bolt", "Acme Ltd"]
    assert second["next_cursor"] is None
    assert [row["owner"] for row in ask(ADMIN, "/clients?q=acme")["rows"]] == ["Ann"]
    assert [row["amount"] for row in ask(ADMIN, "/payment-requests?amount_from=40")["rows"]] == ["40.00"]


def test_a_position_makes_a_list_show_what_one_wrote(
    trade: Crm, client: TestClient, signed_in: SignedIn, ask: Callable[..., Any]
) -> None:
    wish = {"name": "Cargo", "owner_id": str(ANN)}
    position = client.post("/clients", json=wish, headers=signed_in(ANN)).json()["position"]
    ask(ANN, f"/clients?after={position}", 503)
    settle(trade)
    assert len(ask(ANN, f"/clients?after={position}")["rows"]) == 2


@pytest.mark.parametrize("place", ["", "/history", "?version=1"])
def test_a_record_is_found_right_after_the_command_that_made_it(trade: Crm, signed_in: SignedIn, place: str) -> None:
    patient = TestClient(create_app(trade, patience=20), base_url="http://testserver/api/v1")
    wish = {"id": str(ID), "name": "Cargo", "owner_id": str(ANN)}
    assert patient.post("/clients", json=wish, headers=signed_in(ANN)).status_code == 202
    reading = Timer(0.1, settle, [trade])
    reading.start()
    answer = patient.get(f"/clients/{ID}{place}", headers=signed_in(ANN))
    reading.join()
    assert answer.status_code == 200, answer.text


def test_a_record_bears_its_version_and_can_be_seen_as_it_was(
    trade: Crm, client: TestClient, signed_in: SignedIn, ask: Callable[..., Any]
) -> None:
    answer = client.get(f"/clients/{CLIENT}", headers=signed_in(ANN))
    assert (answer.json()["name"], answer.headers["ETag"]) == ("Acme Ltd", '"2"')
    assert ask(ANN, f"/clients/{CLIENT}?version=1")["name"] == "Acme"
    ask(ANN, f"/clients/{CLIENT}?as_of=2020-01-01T00:00:00Z", 404)


def test_the_history_tells_who_when_and_by_which_command(
    trade: Crm, client: TestClient, signed_in: SignedIn, ask: Callable[..., Any]
) -> None:
    lines = ask(ANN, f"/clients/{CLIENT}/history")
    assert [(line["version"], line["event"], line["command"], line["who"]) for line in lines] == [
        (1, "ClientMet", "MeetClient", "Ann"),
        (2, "ClientRenamed", "RenameClient", "Ann"),
    ]
    table = client.get(f"/clients/{CLIENT}/history?format=csv", headers=signed_in(ANN))
    assert table.headers["Content-Type"].startswith("text/csv")
    assert table.text.splitlines()[0].startswith("occurred_at,who,on_behalf_of_whom,sentence")


def test_two_versions_differ_field_by_field(trade: Crm, ask: Callable[..., Any]) -> None:
    changed = ask(ANN, f"/clients/{CLIENT}/differences?from=1&to=2")
    assert changed == [{"field": "name", "before": "Acme", "after": "Acme Ltd"}]


def test_people_find_in_the_audit_what_their_own_did(trade: Crm, ask: Callable[..., Any]) -> None:
    assert {row["who"] for row in ask(ANN, "/audit")["rows"]} == {"Ann"}
    everything = ask(ADMIN, "/audit?limit=1000")["rows"]
    assert {row["who"] for row in everything} >= {"Ann", "Bob", None}
    assert ask(ADMIN, f"/audit?actor={BOB}")["rows"][0]["event"] == "ClientMet"
    last = ask(ADMIN, "/audit?limit=2")
    following = ask(ADMIN, f"/audit?limit=2&before={last['next_before']}")
    assert [row["position"] for row in (*last["rows"], *following["rows"])] == [
        row["position"] for row in everything[:4]
    ]


def test_what_led_to_what_is_for_those_whom_it_concerns(trade: Crm, ask: Callable[..., Any]) -> None:
    submitted = ask(ANN, f"/payment-requests/{REQUEST}/history")[-1]
    (root,) = ask(ANN, f"/audit/causation/{submitted['correlation_id']}")
    (told,) = root["events"][0]["commands"]
    assert (root["command"], told["command"], told["who"]) == ("SubmitPaymentRequest", "AddEntry", None)
    ask(BOB, f"/audit/causation/{submitted['command_id']}", 404)


def test_refused_attempts_are_counted_by_rule(
    trade: Crm, client: TestClient, signed_in: SignedIn, ask: Callable[..., Any]
) -> None:
    client.post(f"/payment-requests/{REQUEST}/approve", headers=signed_in(ANN))
    found = ask(ADMIN, "/audit/refused")
    assert list(found["rules"].values()) == [1]
    assert (found["rows"][0]["command"], found["rows"][0]["who"]) == ("ApprovePaymentRequest", "Ann")
    assert ask(BOB, "/audit/refused")["rows"] == []


def test_the_notebook_of_a_person_is_theirs(trade: Crm, ask: Callable[..., Any]) -> None:
    assert [row["subject_id"] for row in ask(HEAD, "/notebook")["rows"]] == [str(REQUEST)]
    assert ask(ANN, "/notebook")["rows"] == []
    assert len(ask(HEAD, f"/notebooks/{notebook_of(HEAD)}/history")) == 1
    ask(BOB, f"/notebooks/{notebook_of(HEAD)}/history", 404)


def test_the_playbook_in_force_is_json_or_yaml(trade: Crm, client: TestClient, signed_in: SignedIn) -> None:
    headers = signed_in(ANN)
    assert client.get("/playbook", headers=headers).json()["playbook"]["name"] == "Trade"
    accepting = headers | {"Accept": "application/yaml"}
    for answer in (client.get("/playbook?format=yaml", headers=headers), client.get("/playbook", headers=accepting)):
        assert answer.text.startswith("name: Trade")


def test_one_can_ask_who_one_is(trade: Crm, ask: Callable[..., Any]) -> None:
    me = ask(HEAD, "/me")
    assert (me["name"], me["roles"], me["sees_all"], me["team"]) == ("Helen", ["employee", "head_of_sales"], False, 4)
    assert ask(ADMIN, "/me")["sees_all"] is True


def clients_met(client: TestClient) -> float:
    measured = client.get("http://testserver/metrics").text
    counted = 'crm_es_commands_total{command="MeetClient",outcome="accepted"} '
    return sum(float(line.removeprefix(counted)) for line in measured.splitlines() if line.startswith(counted))


def test_operators_see_how_far_readers_lag(trade: Crm, client: TestClient, signed_in: SignedIn) -> None:
    ready = client.get("http://testserver/readyz").json()
    assert ready["ready"] is True
    assert set(ready["lag"].values()) == {0}
    before = clients_met(client)
    client.post("/clients", json={"name": "Cargo", "owner_id": str(ANN)}, headers=signed_in(ANN))
    assert clients_met(client) == before + 1
    assert client.get("http://testserver/readyz").json()["lag"]["client_registry"] == 1
    assert client.get("http://testserver/healthz").json() == {"status": "alive"}
    measured = client.get("http://testserver/metrics").text
    assert 'crm_es_lag{reader="client_registry"} 1.0' in measured
    assert 'route="/clients"' in measured
