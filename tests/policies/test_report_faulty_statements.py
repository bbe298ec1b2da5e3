"""The heads hear of statements that are cut off, do not add up, or are unreadable in parts (S0-44)."""

from __future__ import annotations

from bank_statement_facts import taken
from bank_statements import OURS
from examples import DIRECTOR, HEAD, ID

from crm_es.aggregates.notebook import AddEntry
from crm_es.ids import derived, notebook_of
from crm_es.playbook import MUST_SETTLE
from crm_es.policies.report_faulty_statements import KIND, react


def test_every_head_is_told_what_is_wrong() -> None:
    told = list(react(taken.model_copy(update={"heads": (HEAD, DIRECTOR)})))
    assert told[0] == AddEntry(
        notebook_id=notebook_of(HEAD),
        person_id=HEAD,
        entry_id=derived(ID, KIND, HEAD),
        kind="statement with faults",
        about="bank_statement",
        subject_id=ID,
        text=f"Statement of {OURS}, faults: 2. The file has no КонецФайла: it is cut off; get it again. "
        "line 45: The document '5' has no readable sum ('much'): it is left out.",
    )
    assert [one.notebook_id for one in told] == [notebook_of(HEAD), notebook_of(DIRECTOR)]


def test_a_statement_without_faults_is_nothing_to_tell() -> None:
    assert list(react(taken.model_copy(update={"faults": (), "bad_rows": (), "wrong": 0}))) == []


def test_the_entry_is_closed_by_who_read_it() -> None:
    assert KIND not in MUST_SETTLE


def test_many_faults_fit_an_entry() -> None:
    (told,) = react(taken.model_copy(update={"accounts": ("4" * 500, "5" * 500), "bad_rows": ("x" * 900,) * 100}))
    assert len(told.text) == 1000
