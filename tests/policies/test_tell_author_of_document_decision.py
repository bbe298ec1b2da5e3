"""The author of a document hears what was decided (S0-50)."""

from __future__ import annotations

from typing import Any

import pytest
from document_facts import approved, rejected, returned
from examples import ANN, ID

from crm_es.ids import notebook_of
from crm_es.policies.tell_author_of_document_decision import react


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (approved, "Approved: Contract 17"),
        (approved.model_copy(update={"comment": "Sign it"}), "Approved: Contract 17. Sign it"),
        (returned, "Returned for rework: Contract 17. Clause 4"),
        (rejected, "Rejected: Contract 17. Clause 4"),
    ],
)
def test_the_author_is_told_with_the_reason(event: Any, text: str) -> None:
    (told,) = react(event)
    assert (told.notebook_id, told.person_id, told.kind) == (notebook_of(ANN), ANN, "document decision")
    assert (told.about, told.subject_id, told.text) == ("document", ID, text)


def test_each_decision_of_a_round_is_told_by_itself() -> None:
    entries = {told.entry_id for event in (approved, returned, rejected) for told in react(event)}
    assert len(entries) == 3
    (again,) = react(approved.model_copy(update={"round": 2}))
    assert again.entry_id not in entries
