"""Which pictures agents made, and whether they were kept (X-42)."""

from __future__ import annotations

from evidence_facts import kept, offered
from examples import ANN, ID, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.activity import ScreenshotDropped
from crm_es.projections import offered_screenshots


def test_a_picture_is_offered_then_kept_or_dropped() -> None:
    row = fold(offered_screenshots, recorded(offered))[ID]
    assert (row.person_id, row.status, row.type) == (ANN, "offered", "image/png")
    assert fold(offered_screenshots, recorded(offered), recorded(kept))[ID].status == "kept"
    dropped = ScreenshotDropped(**dict(offered), reason="Blurred")
    row = fold(offered_screenshots, recorded(offered), recorded(dropped, TUESDAY))[ID]
    assert (row.status, row.answered_at, row.reason) == ("dropped", TUESDAY, "Blurred")
