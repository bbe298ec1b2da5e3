"""When books differ, the manager is told, until they agree or it is settled (S0-35)."""

from datetime import date
from typing import Any

from examples import ANN, BOB, CLIENT, ID, roubles

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.reconciliation import DifferenceSettled, ReconciliationAgreed, ReconciliationDiffered
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_manager_of_difference import react

ENTRY = derived(ID, "reconciliation")
books: dict[str, Any] = {
    "reconciliation_id": ID,
    "client_id": CLIENT,
    "manager_id": ANN,
    "since": date(2026, 7, 1),
    "until": date(2026, 9, 30),
    "our_balance": roubles(100),
    "their_balance": roubles(40),
}
differed = ReconciliationDiffered(**books, difference=roubles(60), told_before=None)
added = AddEntry(
    notebook_id=notebook_of(ANN),
    person_id=ANN,
    entry_id=ENTRY,
    kind="reconciliation",
    about="reconciliation",
    subject_id=ID,
    text="Books from 01.07.2026 to 30.09.2026 differ by 60.00 RUB: ours say 100.00 RUB, the client's 40.00 RUB",
)


def closed(result: str, person_id: Any = ANN) -> CloseEntry:
    return CloseEntry(notebook_id=notebook_of(person_id), entry_id=ENTRY, result=result)


def test_only_a_difference_is_told() -> None:
    assert list(react(differed)) == [added]
    assert list(react(ReconciliationAgreed(**books, told_before=None))) == []


def test_another_difference_takes_the_place_of_the_first() -> None:
    again = differed.model_copy(update={"told_before": BOB})
    assert list(react(again)) == [closed("It was compared anew.", BOB), added]


def test_it_goes_when_books_agree_or_somebody_settles_it() -> None:
    assert list(react(ReconciliationAgreed(**books, told_before=ANN))) == [closed("Both books agree now.")]
    settled = DifferenceSettled(**books, difference=roubles(60), settled_by=BOB, reason="A credit note")
    assert list(react(settled)) == [closed("A credit note")]
