"""Who looked at which screenshot (S3-10, X-42)."""

from __future__ import annotations

from evidence_facts import SHARE, seen_by_client, seen_by_head
from examples import ANN, HEAD, ID, MONDAY
from fold import fold, recorded

from crm_es.projections import evidence_views


def test_each_look_is_a_row_once() -> None:
    rows = fold(evidence_views, *map(recorded, (seen_by_head, seen_by_client, seen_by_client))).values()
    assert [(row.evidence_id, row.person_id, row.seen_by_id, row.evidence_share_id, row.seen_at) for row in rows] == [
        (ID, ANN, HEAD, None, MONDAY),
        (ID, ANN, None, SHARE, MONDAY),
    ]
