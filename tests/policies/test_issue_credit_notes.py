"""What is taken off an act gets a paper (X-25)."""

from __future__ import annotations

from act_facts import NOTE, credit_note, credited
from billing_facts import BILLED, biller, more, printer

from crm_es.aggregates import billing
from crm_es.policies.issue_credit_notes import react


def test_the_note_says_what_was_credited() -> None:
    (wish,) = react(credited)
    assert (wish.credit_note_id, wish.released) == (NOTE, (printer.work_id, more.work_id))
    issued, _ = billing.decider.decide(billing.decider.fold([BILLED]), wish, biller())
    assert issued == credit_note


def test_what_is_written_off_is_not_released() -> None:
    (wish,) = react(credited.model_copy(update={"released": ()}))
    assert wish.released == ()
