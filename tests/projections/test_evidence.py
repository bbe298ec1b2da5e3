"""Which screenshots there are (S3-09, S3-10)."""

from __future__ import annotations

from evidence_facts import attached, seen_by_client, seen_by_head, shared, withdrawn
from examples import ID, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.projections import evidence


def test_a_screenshot_is_kept_shared_seen_and_withdrawn() -> None:
    row = fold(evidence, recorded(attached))[ID]
    assert (row.status, row.shared, row.seen_by_client_at, row.name) == ("kept", 0, None, "screen.png")
    facts = (attached, shared, seen_by_head, seen_by_client)
    row = fold(evidence, *map(recorded, facts), recorded(seen_by_client, TUESDAY))[ID]
    assert (row.shared, row.seen_by_client_at) == (1, MONDAY)
    row = fold(evidence, recorded(attached), recorded(withdrawn, TUESDAY))[ID]
    assert (row.status, row.withdrawn_at, row.reason) == ("withdrawn", TUESDAY, "A private letter is on it")


def test_what_was_shared_without_being_there_is_no_row() -> None:
    assert fold(evidence, recorded(shared)) == {}
