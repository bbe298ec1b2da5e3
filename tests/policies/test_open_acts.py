"""Billed hours become an act (S3-07)."""

from __future__ import annotations

from billing_facts import ACT, BILLED, PREPARED, biller, prepare

from crm_es.aggregates import work_act
from crm_es.policies.open_acts import react


def test_the_act_says_what_was_billed() -> None:
    (wish,) = react(BILLED)
    assert wish == prepare
    assert (wish.work_act_id, wish.lines, wish.total, wish.email) == (ACT, BILLED.lines, BILLED.total, BILLED.email)
    assert tuple(work_act.decider.decide(None, wish, biller())) == (PREPARED,)
