"""What may be done with what somebody worked: each entry, each period, and the timer."""

from __future__ import annotations

from crm_es.aggregates.work_log import (
    ApprovePeriod,
    ContinueTimer,
    CorrectWork,
    DropTimer,
    RemoveWork,
    ReopenPeriod,
    ReturnPeriod,
    StopTimer,
    SubmitPeriod,
    decider,
)
from crm_es.ids import work_log_of
from crm_es.offers.way import Kind, Look, Values, Way, naming, own


def entry(look: Look) -> Values:
    """As it is recorded; its time is said where it changes."""
    work = look.state.work(look.told["work_id"]) if look.state else None
    names = ("ticket_id", "project_id", "stage_id", "task_id", "deal_id", "client_id", "kind", "billable", "note")
    return {name: getattr(work, name) for name in names} if work else {}


ENTRY = Kind(
    "work-entries",
    decider,
    (
        Way(CorrectWork, present=entry, typed={"note": "What nobody has said of it so far"}, beside=True),
        Way(RemoveWork, menu=True),
    ),
    own("work_log_id"),
    naming(work_id="work_id", person_id="person_id"),
)

PERIOD = Kind(
    "work-periods",
    decider,
    (Way(ApprovePeriod), Way(SubmitPeriod), Way(ReturnPeriod, beside=True), Way(ReopenPeriod, menu=True)),
    own("work_log_id"),
    naming(day="first_day", person_id="person_id"),
)

TIMER = Kind(
    "timers",
    decider,
    (Way(StopTimer), Way(ContinueTimer), Way(DropTimer, menu=True)),
    lambda row: work_log_of(row["person_id"]),
    naming(person_id="person_id"),
)
