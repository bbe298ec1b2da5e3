"""What is confirmed becomes time (S3-01, X-42)."""

from __future__ import annotations

from evidence_facts import HOUR, SUGGESTION, confirmed
from examples import ANN, CLIENT, MONDAY

from crm_es.aggregates.work_log import RecordWork
from crm_es.ids import derived, work_log_of
from crm_es.policies.record_confirmed_work import react


def test_what_is_confirmed_becomes_an_entry() -> None:
    assert list(react(confirmed)) == [
        RecordWork(
            work_log_id=work_log_of(ANN),
            person_id=ANN,
            work_id=derived(SUGGESTION, "work"),
            client_id=CLIENT,
            kind="project work",
            starts=MONDAY - HOUR,
            ends=MONDAY,
            note="Code",
            source="activity",
        )
    ]
