"""A disputed line stays in the biller's notebook until it is answered (S3-08)."""

from __future__ import annotations

import pytest
from act_facts import accepted, answered, cancelled, disputed
from billing_facts import ACT, PRINTER
from examples import CAROL, roubles

from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.aggregates.work_act import ActAccepted, ActCancelled, DisputeAnswered, OpenDispute
from crm_es.ids import derived, notebook_of
from crm_es.playbook import MUST_SETTLE
from crm_es.policies.tell_biller_of_disputes import react

ENTRY = derived(ACT, "act dispute", PRINTER, 1, CAROL)


def test_the_biller_hears_which_line_and_why() -> None:
    (added,) = react(disputed)
    assert added == AddEntry(
        notebook_id=notebook_of(CAROL),
        person_id=CAROL,
        entry_id=ENTRY,
        kind="act dispute",
        about="work_act",
        subject_id=ACT,
        text=f"Act 1: Vera of the client disputes T-1 Printer, {roubles('3240.00')}. It never worked.",
    )
    assert "act dispute" in MUST_SETTLE
    (nameless,) = react(disputed.model_copy(update={"contact_name": "", "comment": "x" * 2000}))
    assert isinstance(nameless, AddEntry)
    assert nameless.text.startswith("Act 1: The client disputes")


@pytest.mark.parametrize(
    ("event", "result"),
    [
        (answered, "The client was answered."),
        (cancelled, "The act is cancelled."),
        (
            accepted.model_copy(update={"dropped": (OpenDispute(line_id=PRINTER, dispute=1),)}),
            "The client accepted it after all.",
        ),
    ],
)
def test_it_goes_when_it_is_settled(event: DisputeAnswered | ActCancelled | ActAccepted, result: str) -> None:
    assert list(react(event)) == [CloseEntry(notebook_id=notebook_of(CAROL), entry_id=ENTRY, result=result)]


def test_without_a_dispute_there_is_nothing_to_close() -> None:
    assert list(react(accepted)) == []
