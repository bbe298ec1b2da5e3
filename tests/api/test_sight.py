"""Who may see what goes by the playbook; what others asked for is not told by the books that count it."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from budget_facts import MARKETING_BUDGET, reserve
from examples import (
    ANN,
    CAROL,
    DIRECTOR,
    HEAD,
    ID,
    PLAYBOOK,
    REQUEST,
    administration,
    carol,
    changed,
    policy,
    roubles,
)
from starlette.testclient import TestClient

from crm_es.aggregates.payer_account import Due, RegisterPayerAccount, TakePaymentOrderNumbers
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.api.sight import sight
from crm_es.application import Crm
from crm_es.bank_details import BankDetails
from crm_es.playbook import Limit, Playbook, Projects
from crm_es.reference import Reference
from crm_es.registries import registry
from crm_es.runners.worker import settle

SignedIn = Callable[[UUID], dict[str, str]]
DETAILS = BankDetails(inn="1234567894", kpp="770101001", bik="044525225", account="40702810100000000017")
LIMIT = Limit(name="marketing", budget_lines=("marketing",), amount=roubles(70_000), keeper_role="director")


def paying(**changes: object) -> Playbook:
    return PLAYBOOK.model_copy(update={"payments": PLAYBOOK.payments.model_copy(update=changes)})


@pytest.fixture
def counting(staffed: Crm) -> Crm:
    """A request is counted against a budget, and a payment order of it has a number."""
    due = Due(payment_request_id=REQUEST, round=1, part=roubles(500))
    account = RegisterPayerAccount(payer_account_id=ID, name="Ours", details=DETAILS, bank_name="Bank")
    now = datetime.now(UTC)
    staffed.handle(PublishPlaybook(playbook=paying(limits=(LIMIT,))), administration())
    staffed.handle(reserve, policy(at=now))
    staffed.handle(account, carol(at=now))
    staffed.handle(TakePaymentOrderNumbers(payer_account_id=ID, orders=(due,)), carol(at=now))
    settle(staffed)
    return staffed


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize("place", [f"/budgets/{MARKETING_BUDGET}", f"/payer-accounts/{ID}"])
def test_sums_are_for_everybody_and_what_they_are_made_of_is_not(
    client: TestClient, signed_in: SignedIn, place: str
) -> None:
    """A past sum tells it too: the difference is what somebody asked for."""
    past = ("/history", "/differences?from=0&to=1", "?version=1", f"?as_of={datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    for who, status in ((ANN, 404), (CAROL, 200), (HEAD, 200), (DIRECTOR, 200)):
        assert client.get(place, headers=signed_in(who)).status_code == 200
        answers = {client.get(place + one, headers=signed_in(who)).status_code for one in past[:3]}
        assert answers == {status}
    assert client.get(place + past[3], headers=signed_in(ANN)).status_code == 404


@pytest.mark.parametrize(
    ("role", "payments", "seen"),
    [
        ("accounting", {}, set()),
        ("head", {}, set()),
        ("accountant", {}, {"accounting"}),
        ("cashier", {"accounting_role": "cashier", "head_role": "cashier"}, {"accounting", "head"}),
        ("head", {"accounting_role": "head"}, {"accounting"}),
    ],
)
def test_who_is_accounting_or_a_head_is_said_by_the_playbook_alone(
    role: str, payments: dict[str, str], seen: set[str]
) -> None:
    people = changed(ANN, roles=frozenset({role})).people
    reference = Reference(people, {1: paying(**payments)}, 1)
    assert sight(reference, ANN).roles & {"accounting", "head"} == seen
    unsaid = sight(Reference(people), ANN)
    assert unsaid.roles.isdisjoint({"accounting", "head"})


def test_whoever_the_playbook_makes_head_of_the_projects_sees_all_of_them() -> None:
    """Those from before too, and whatever the role is called."""
    people = changed(ANN, roles=frozenset({"planner"})).people
    for head_role, limit in (("planner", None), ("head_of_service", frozenset({ANN}))):
        playbook = PLAYBOOK.model_copy(update={"projects": Projects(head_role=head_role)})
        seen = sight(Reference(people, {1: playbook}, 1), ANN)
        for name in ("projects", "project-stages", "stage-plans", "project-baselines", "project-work"):
            assert seen.limits(registry(name))["sight"] == limit
