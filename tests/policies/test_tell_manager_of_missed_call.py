"""When a manager owes a call back, it stands in the notebook (S0-32)."""

from examples import ANN, BOB, CLIENT, ID, MONDAY, OTHER_ID

from crm_es.aggregates.call_back import CallBackOwed, CallBackSettled
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.tell_manager_of_missed_call import react

owed = CallBackOwed(
    call_back_id=ID,
    call_id=OTHER_ID,
    manager_id=ANN,
    client_id=CLIENT,
    phone="+74951234567",
    caller="Acme",
    called_at=MONDAY,
)


def test_the_manager_is_told_who_called_from_which_number() -> None:
    assert list(react(owed)) == [
        AddEntry(
            notebook_id=notebook_of(ANN),
            person_id=ANN,
            entry_id=derived(ID, "missed call", ANN),
            kind="missed call",
            about="call",
            subject_id=OTHER_ID,
            text="Acme, +74951234567 called on 23.11.2026 at 09:00 and reached nobody",
        )
    ]


def test_a_caller_without_name_or_number_is_a_client_all_the_same() -> None:
    (entry,) = react(owed.model_copy(update={"caller": None, "phone": None}))
    assert isinstance(entry, AddEntry)
    assert entry.text.startswith("A client called")


def test_it_goes_from_the_notebooks_of_all_who_owed_it() -> None:
    settled = CallBackSettled(call_back_id=ID, calls=(OTHER_ID,), managers=(ANN, BOB), result="Spoken with")
    assert list(react(settled)) == [
        CloseEntry(notebook_id=notebook_of(who), entry_id=derived(ID, "missed call", who), result="Spoken with")
        for who in (ANN, BOB)
    ]
