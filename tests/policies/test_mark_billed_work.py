"""What is billed is locked in the logs of those who worked (S3-08)."""

from __future__ import annotations

from act_facts import released
from billing_facts import ACT, BILLED, more, network, printer
from examples import ANN, BOB

from crm_es.aggregates.work_log import MarkBilled
from crm_es.ids import work_log_of
from crm_es.policies.mark_billed_work import react


def test_each_log_hears_of_its_own_work() -> None:
    ann, bob = react(BILLED)
    assert ann == MarkBilled(
        work_log_id=work_log_of(ANN), person_id=ANN, work_ids=(printer.work_id, more.work_id), act_id=ACT
    )
    assert (bob.person_id, bob.work_ids) == (BOB, (network.work_id,))


def test_what_is_released_is_free() -> None:
    (ann,) = react(released)
    assert (ann.person_id, ann.work_ids, ann.act_id) == (ANN, (printer.work_id, more.work_id), None)
