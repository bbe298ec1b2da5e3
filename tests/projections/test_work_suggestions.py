"""What programs saw of somebody's work, and what they said to it (X-42)."""

from __future__ import annotations

from evidence_facts import MINUTE, SUGGESTION, confirmed, dismissed, suggested
from examples import ANN, CLIENT, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.projections import work_suggestions


def test_a_suggestion_is_open_until_it_is_answered() -> None:
    row = fold(work_suggestions, recorded(suggested))[SUGGESTION]
    assert (row.person_id, row.status, row.client_id, row.minutes) == (ANN, "open", CLIENT, 60)
    changed = confirmed.model_copy(update={"ends": MONDAY - 15 * MINUTE, "changed": True})
    row = fold(work_suggestions, recorded(suggested), recorded(changed, TUESDAY))[SUGGESTION]
    assert (row.status, row.minutes, row.work_id, row.answered_at) == ("confirmed", 45, confirmed.work_id, TUESDAY)
    row = fold(work_suggestions, recorded(suggested), recorded(dismissed))[SUGGESTION]
    assert (row.status, row.work_id) == ("dismissed", None)
