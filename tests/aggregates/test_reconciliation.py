"""A reconciliation: agreed, or a difference that somebody settles (S0-35)."""

from datetime import date
from decimal import Decimal

import pytest
from examples import ANN, BOB, CLIENT, ID, STRANGER, ann, bob, carol, head, importer, roubles
from spec import Spec

from crm_es.aggregates.reconciliation import (
    DifferenceSettled,
    ReconcileClient,
    ReconciliationAgreed,
    ReconciliationDiffered,
    SettleDifference,
    decider,
)
from crm_es.money import Money

spec = Spec(decider, importer())
QUARTER = {
    "reconciliation_id": ID,
    "client_id": CLIENT,
    "manager_id": ANN,
    "since": date(2026, 7, 1),
    "until": date(2026, 9, 30),
}
same = {"our_balance": roubles(100), "their_balance": roubles(100)}
apart = {"our_balance": roubles(100), "their_balance": roubles(40)}
agreed = ReconciliationAgreed.model_validate(QUARTER | same | {"told_before": None})
differed = ReconciliationDiffered.model_validate(QUARTER | apart | {"difference": roubles(60), "told_before": None})
settle = SettleDifference(reconciliation_id=ID, reason="A credit note was on its way")
settled = DifferenceSettled.model_validate(
    QUARTER | apart | {"difference": roubles(60), "settled_by": ANN, "reason": "A credit note was on its way"}
)


def reconcile(**changes: object) -> ReconcileClient:
    return ReconcileClient.model_validate(QUARTER | same | changes)


def test_books_agree_or_differ() -> None:
    spec.when(reconcile()).then(agreed)
    spec.when(reconcile(**apart)).then(differed)


def test_the_same_balances_are_told_once() -> None:
    spec.given(agreed).when(reconcile()).then_nothing()
    spec.given(differed).when(reconcile(**apart)).then_nothing()


def test_corrected_books_are_compared_anew() -> None:
    """And whoever was told of the difference is named, so that they hear of it."""
    spec.given(differed).when(reconcile(manager_id=BOB)).then(
        agreed.model_copy(update={"manager_id": BOB, "told_before": ANN})
    )
    (event,) = spec.given(differed).when(reconcile(our_balance=roubles(90))).events()
    assert isinstance(event, ReconciliationDiffered)
    assert (event.difference, event.told_before) == (roubles(-10), ANN)


def test_a_difference_is_settled_with_a_reason() -> None:
    spec.given(differed).when(settle, ann()).then(settled)
    spec.given(differed).when(settle, head()).then(settled.model_copy(update={"settled_by": head().person_id}))
    spec.given(differed).when(settle, carol()).then(settled.model_copy(update={"settled_by": carol().person_id}))
    spec.given(differed, settled).when(settle, ann()).then_nothing()
    spec.given(agreed).when(settle, ann()).then_nothing()


def test_only_who_looks_after_the_client_settles_it() -> None:
    spec.given(differed).when(settle, bob()).then_refused("somebody else's", rule="only who looks after the client")
    spec.when(settle, ann()).then_refused("There is no such reconciliation")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"since": date(2026, 10, 1)}, "ends before it begins"),
        ({"manager_id": STRANGER}, "somebody who works here"),
        ({"their_balance": Money(amount=Decimal(1), currency="EUR")}, "different currencies"),
        ({"our_balance": roubles("9999999999999999"), "their_balance": roubles(0)}, "correct the two"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object], words: str) -> None:
    spec.when(reconcile(**changes)).then_refused(words)


def test_one_id_is_one_period() -> None:
    spec.given(agreed).when(reconcile(until=date(2026, 10, 1))).then_refused("another client or period")
