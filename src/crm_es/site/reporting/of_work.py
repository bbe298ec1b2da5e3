"""Reports on work: the load ahead, how tasks and decisions went, the tempo of deals, the use of notebooks."""

from __future__ import annotations

from typing import Final

from crm_es.site.menu import LEADERS, MONEY
from crm_es.site.reporting import charts
from crm_es.site.reporting.shapes import Choice, Figure, Report, Table
from crm_es.site.speech import phrase

HEADS: Final = frozenset(LEADERS)
ANALYSED: Final = HEADS | {"analyst"}

WORKLOAD: Final = Report(
    "workload",
    phrase("The load ahead"),
    phrase("How many tasks each person has on each day, two weeks from today on."),
    "users",
    (
        Table(
            "rows",
            (
                Figure("responsible", phrase("Person"), "text"),
                Figure("day", phrase("Day"), "day"),
                Figure("due", phrase("Due"), registry="tasks", query="query", summed=True),
                Figure("overdue", phrase("Overdue"), registry="tasks", query="query", summed=True),
                Figure("urgent", phrase("Urgent"), summed=True),
            ),
        ),
    ),
    usual_days=phrase("Two weeks ahead"),
    roles=HEADS,
    chart=charts.load,
)
COMPLETION: Final = Report(
    "completion",
    phrase("How tasks are completed"),
    phrase("What was planned against what was done: on time, late, moved, returned."),
    "checks",
    (
        Table(
            "rows",
            (
                Figure("pipeline", phrase("Pipeline"), "text"),
                Figure("stage", phrase("Stage"), "text"),
                Figure("responsible", phrase("Person"), "text"),
                Figure("month", phrase("Month"), "month"),
                Figure("planned", phrase("Planned"), registry="plan-versus-actual", query="query"),
                Figure("on_time", phrase("On time")),
                Figure("late", phrase("Late")),
                Figure("open", phrase("Open")),
                Figure("moved", phrase("Moved")),
                Figure("returned", phrase("Returned")),
                Figure("share_on_time", phrase("On time, of done"), "share"),
                Figure("mean_days_late", phrase("Late by, days"), "days"),
            ),
        ),
    ),
    (
        Choice(
            "by",
            phrase("By"),
            (
                ("person", phrase("Person")),
                ("stage", phrase("Stage")),
                ("stage,person", phrase("Stage and person")),
                ("month", phrase("Month")),
                ("person,month", phrase("Person and month")),
            ),
        ),
    ),
    roles=ANALYSED,
)
STAGE_TIMES: Final = Report(
    "stage-times",
    phrase("How long deals stay in each stage"),
    phrase("The tempo of deals against the norm of each stage, and which rot there now."),
    "hourglass",
    (
        Table(
            "rows",
            (
                Figure("pipeline", phrase("Pipeline"), "text"),
                Figure("stage", phrase("Stage"), "text"),
                Figure("owner", phrase("Person"), "text"),
                Figure("norm_days", phrase("Norm, days"), "days"),
                Figure("median_days", phrase("Median, days"), "days", "deal-stages", "query"),
                Figure("mean_days", phrase("Mean, days"), "days"),
                Figure("longest_days", phrase("Longest, days"), "days"),
                Figure("stays", phrase("Stays"), registry="deal-stages", query="query"),
                Figure("over_norm", phrase("Over the norm")),
                Figure("there_now", phrase("There now")),
                Figure("rotting_now", phrase("Rot now"), registry="deals", query="rotting_query"),
                Figure("sent_back", phrase("Sent back")),
                Figure("lost", phrase("Lost")),
            ),
        ),
    ),
    (Choice("by_owner", phrase("By"), (("false", phrase("Stage")), ("true", phrase("Stage and person")))),),
    roles=ANALYSED,
    chart=charts.stays,
)
APPROVERS: Final = Report(
    "approvers",
    phrase("How fast approvers decide"),
    phrase("How long payments waited for each approver at each step, and how many were sent back or rejected."),
    "gavel",
    (
        Table(
            "rows",
            (
                Figure("step", phrase("Step"), "text"),
                Figure("approver", phrase("Approver"), "text"),
                Figure("decisions", phrase("Decisions")),
                Figure("approved", phrase("Approved")),
                Figure("returned", phrase("Returned")),
                Figure("rejected", phrase("Rejected")),
                Figure("by_deputy", phrase("By a deputy")),
                Figure("median_hours", phrase("Median, hours"), "hours"),
                Figure("mean_hours", phrase("Mean, hours"), "hours"),
                Figure("forwarded", phrase("Forwarded")),
                Figure("open", phrase("Open now")),
                Figure("open_since", phrase("The oldest waits since"), "moment"),
            ),
        ),
    ),
    roles=ANALYSED | frozenset(MONEY),
)
ADOPTION: Final = Report(
    "adoption",
    phrase("How notebooks are used"),
    phrase("Who opens and closes the entries of notebooks, how old they grow, and what keeps desks closed."),
    "book",
    (
        Table(
            "entries",
            (
                Figure("person", phrase("Person"), "text"),
                Figure("kind", phrase("Kind"), "code"),
                Figure("added", phrase("Came"), registry="notebook", query="query"),
                Figure("seen", phrase("Opened")),
                Figure("closed", phrase("Closed")),
                Figure("settled", phrase("Settled by the work itself")),
                Figure("reminded", phrase("Reminded")),
                Figure("median_hours_until_seen", phrase("Until opened, hours"), "hours"),
                Figure("median_hours_until_closed", phrase("Until closed, hours"), "hours"),
                Figure("open", phrase("Open now"), registry="notebook", query="open_query"),
                Figure("unseen", phrase("Not opened")),
                Figure("longest_days_open", phrase("The oldest, days"), "days"),
            ),
        ),
    ),
    usual_days=phrase("The last 30 days"),
    roles=HEADS | {"administrator"},
)
GATES: Final = Report(
    "adoption-plan",
    phrase("How gates are introduced"),
    phrase("Which entries close which desk, since when, and what each step would have done in the last months."),
    "lock",
    (
        Table(
            "rows",
            (
                Figure("step", phrase("Step")),
                Figure("since", phrase("Since"), "day"),
                Figure("state", phrase("State"), "code"),
                Figure("desk", phrase("Desk"), "code"),
                Figure("kind", phrase("Kind"), "code"),
                Figure("for_whom", phrase("For whom"), "code"),
                Figure("entries", phrase("Entries")),
                Figure("hours", phrase("Hours closed"), "hours"),
                Figure("stopped", phrase("Times that somebody was stopped")),
                Figure("stopped_people", phrase("Who was stopped"), "text"),
                Figure("open_now", phrase("Open now"), registry="notebook", query="query"),
            ),
        ),
    ),
    has_days=False,
    roles=frozenset({"administrator", "director", "head_of_sales"}),
    path="/adoption-plan",
)
