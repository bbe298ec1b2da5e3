"""A promise that is not kept is in the notebooks of whoever serves and leads, until it is made good (X-19)."""

from __future__ import annotations

from uuid import UUID

from examples import ANN, BOB, HEAD, ID, MONDAY
from ticket_facts import REFERENCE, assigned, called_late, finished, hours, late, replied

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.ids import derived, notebook_of
from crm_es.policies.report_late_tickets import react

due = MONDAY + hours(2)


def entry(person_id: UUID) -> UUID:
    return derived(ID, "ticket late", "first response", due.timestamp(), person_id)


def test_both_are_told() -> None:
    added = list(react(called_late))
    said = f"{REFERENCE} of Vera, first response due on 23.11.2026 11:00, served by Ann: The scales stopped"
    assert [(one.person_id, one.text, one.entry_id) for one in added if isinstance(one, AddEntry)] == [
        (ANN, said, entry(ANN)),
        (HEAD, said, entry(HEAD)),
    ]


def test_nobody_has_it_any_more_once_it_is_made_good() -> None:
    closed = list(react(replied.model_copy(update={"settled": (late,)})))
    assert [(one.notebook_id, one.entry_id) for one in closed if isinstance(one, CloseEntry)] == [
        (notebook_of(ANN), entry(ANN)),
        (notebook_of(HEAD), entry(HEAD)),
    ]
    assert list(react(finished)) == []


def test_it_goes_to_whoever_serves_the_ticket_now() -> None:
    gone, added = react(assigned.model_copy(update={"late": (late,), "told": (BOB, HEAD)}))
    assert gone == CloseEntry(notebook_id=notebook_of(ANN), entry_id=entry(ANN), result="Somebody else serves it.")
    assert isinstance(added, AddEntry)
    assert (added.person_id, added.entry_id) == (BOB, entry(BOB))
    assert "first response due on 23.11.2026 11:00, served by Bob" in added.text
    assert list(react(assigned)) == []
