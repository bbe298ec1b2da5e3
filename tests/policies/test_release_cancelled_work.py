"""The work of a cancelled act may be billed again (S3-08)."""

from __future__ import annotations

from act_facts import WORKS, cancelled
from billing_facts import ACT

from crm_es.aggregates.billing import ReleaseWork
from crm_es.policies.release_cancelled_work import react


def test_all_of_it_is_released() -> None:
    assert list(react(cancelled)) == [ReleaseWork(act_id=ACT, work_ids=WORKS, reason="Wrong client.")]
