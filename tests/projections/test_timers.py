"""What is somebody working on now? (X-34)"""

from __future__ import annotations

from examples import ANN, MONDAY
from fold import fold
from fold import recorded as told
from work_facts import HOUR, TICKET, dropped, started, stopped

from crm_es.projections import timers


def test_a_timer_tells_what_runs_and_since_when() -> None:
    timer = fold(timers, told(started))[ANN]
    assert (timer.ticket_id, timer.starts, timer.running) == (TICKET, MONDAY, True)


def test_a_stopped_timer_tells_what_ran_last() -> None:
    timer = fold(timers, told(started), told(stopped))[ANN]
    assert (timer.ticket_id, timer.running, timer.ended_at) == (TICKET, False, MONDAY + HOUR)


def test_of_a_dropped_timer_nothing_is_left() -> None:
    assert fold(timers, told(started), told(dropped)) == {}
