"""When a statement of the bank is cut off, does not add up or is unreadable in parts, the heads are told (S0-44)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.bank_statement import BankStatementTaken
from crm_es.aggregates.notebook import AddEntry
from crm_es.ids import derived, notebook_of
from crm_es.playbook import EntryKind

KIND: EntryKind = "statement with faults"


def react(event: BankStatementTaken) -> Iterator[AddEntry]:
    if not event.wrong:
        return
    accounts = ", ".join(event.accounts) or "an account that is not named"
    text = f"Statement of {accounts}, faults: {event.wrong}. {' '.join((*event.faults, *event.bad_rows))}"
    for person in event.heads:
        yield AddEntry(
            notebook_id=notebook_of(person),
            person_id=person,
            entry_id=derived(event.bank_statement_id, KIND, person),
            kind=KIND,
            about="bank_statement",
            subject_id=event.bank_statement_id,
            text=text[:1000],
        )
