"""What its person keeps becomes evidence (S3-10, X-42)."""

from __future__ import annotations

from evidence_facts import MINUTE, PICTURE, kept
from examples import ANN, ID, MONDAY

from crm_es.aggregates.evidence import AttachEvidence
from crm_es.policies.attach_kept_screenshots import react


def test_a_picture_that_was_kept_becomes_evidence() -> None:
    moment = MONDAY - MINUTE
    attach = AttachEvidence(evidence_id=ID, person_id=ANN, starts=moment, ends=moment, file=PICTURE)
    assert list(react(kept)) == [attach]
