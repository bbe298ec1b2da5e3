"""Who worked when, on what, and is it billed? (S3-01)"""

from __future__ import annotations

from datetime import date
from typing import Any

from examples import ANN, BOB, MONDAY, TUESDAY
from fold import fold
from fold import recorded as told
from work_facts import ACT, HOUR, SECOND, TICKET, WORK, billed, corrected, freed, recorded, removed

from crm_es.ids import work_log_of
from crm_es.projections import work_entries


def test_an_entry_tells_who_when_and_what() -> None:
    entry = fold(work_entries, told(recorded(ticket_id=TICKET)))[WORK]
    assert (entry.person_id, entry.ticket_id, entry.starts, entry.ends) == (ANN, TICKET, MONDAY, MONDAY + HOUR)
    assert (entry.day, entry.minutes, entry.heading, entry.billable) == (date(2026, 11, 23), 60, "service", True)


def test_a_correction_shows_and_is_counted() -> None:
    entry = fold(work_entries, told(recorded()), told(corrected, TUESDAY))[WORK]
    assert (entry.minutes, entry.corrected, entry.recorded_at, entry.corrected_at) == (120, 1, MONDAY, TUESDAY)


def test_a_removed_entry_is_gone() -> None:
    assert fold(work_entries, told(recorded()), told(removed)) == {}


def test_an_entry_knows_the_act_that_billed_it() -> None:
    facts: list[Any] = [told(recorded()), told(recorded(work_id=SECOND)), told(billed)]
    rows = fold(work_entries, *facts)
    assert (rows[WORK].act_id, rows[SECOND].act_id) == (ACT, None)
    assert fold(work_entries, *facts, told(freed))[WORK].act_id is None
    assert fold(work_entries, told(recorded()), told(removed), told(billed)) == {}


def test_a_correction_leaves_the_act_alone() -> None:
    assert fold(work_entries, told(recorded()), told(billed), told(corrected))[WORK].act_id == ACT


def test_an_id_that_is_somebody_elses_already_stays_theirs() -> None:
    whose = {"work_log_id": work_log_of(BOB), "person_id": BOB}
    facts = [told(one.model_copy(update=whose)) for one in (recorded(), corrected, billed, removed)]
    assert fold(work_entries, told(recorded()), *facts) == fold(work_entries, told(recorded()))
    assert fold(work_entries, told(recorded()), facts[0], told(removed), *facts[1:]) == {}
