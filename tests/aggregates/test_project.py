"""What a project promises: its plan and what was agreed are kept, work counts once, dangers are told early."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CAROL,
    DEAL,
    HEAD,
    MONDAY,
    OTHER_ID,
    STRANGER,
    ann,
    bob,
    carol,
    clock,
    gone,
    head,
    importer,
    roubles,
)
from hypothesis import given
from hypothesis import strategies as some
from project_facts import (
    LED,
    PLANNED,
    PROJECT,
    SETUP,
    TEST,
    TODAY,
    count,
    counting,
    folded,
    leading,
    of_kind,
    open_it,
    opened,
    past,
    plan_setup,
    plan_test,
    setup,
    setup_planned,
)
from spec import Spec

from crm_es.aggregates import project
from crm_es.aggregates.project import (
    BaselineSet,
    CallStagesLate,
    CloseProject,
    CountProjectWork,
    DropStage,
    FinishStage,
    HandOverProject,
    PlannedWork,
    ProgressReported,
    Project,
    ProjectBudgetSet,
    ProjectClosed,
    ProjectHandedOver,
    ProjectReopened,
    ProjectWarned,
    ProjectWorkCounted,
    ReopenProject,
    ReopenStage,
    ReportProgress,
    SetBaseline,
    SetProjectBudget,
    StageDropped,
    StageFinished,
    StagePlanned,
    StageReopened,
)
from crm_es.rates import HourlyRate, Rates

spec = Spec(project.decider, leading())
planned = past(*PLANNED)
report = ReportProgress(project_id=PROJECT, stage_id=SETUP, done_percent=40)
finish = FinishStage(project_id=PROJECT, stage_id=SETUP)
agree = SetBaseline(project_id=PROJECT, name="Agreed estimate")
close = CloseProject(project_id=PROJECT, reason="Accepted")
of_bob = bob(playbooks={1: LED})
of_carol = carol(playbooks={1: LED})


def decided(history: tuple[Any, ...], command: Any, asking: Any = None, **changes: Any) -> tuple[Any, ...]:
    return spec.given(*history).when(command, asking, **changes).events()


def warnings(history: tuple[Any, ...], command: Any, asking: Any = None, **changes: Any) -> list[ProjectWarned]:
    return of_kind(decided((*history,), command, asking, **changes), ProjectWarned)


def told(history: tuple[Any, ...], command: CountProjectWork) -> list[tuple[str, int]]:
    """Which dangers counting this work brings up, with their thresholds."""
    found = [(one.what, float(one.threshold)) for one in warnings(history, command, counting())]
    return [(what, int(threshold) if threshold >= 1 else int(threshold * 100)) for what, threshold in found]


# ── Opening and leading ──


def test_a_project_is_opened_with_a_lead() -> None:
    spec.when(open_it).then(opened)
    spec.when(open_it.model_copy(update={"lead_id": STRANGER})).then_refused("must work here")
    spec.when(report).then_refused("no such project")


def test_a_long_sale_is_a_project() -> None:
    """S3-22."""
    (event,) = decided((), open_it.model_copy(update={"deal_id": DEAL, "kind": "sale"}))
    assert (event.deal_id, event.kind) == (DEAL, "sale")


def test_opening_twice_is_opening_once() -> None:
    spec.given(opened).when(open_it).then_nothing()
    for other in ({"name": "Other"}, {"kind": "sale"}):
        spec.given(opened).when(open_it.model_copy(update=other)).then_refused("under its own id")


@pytest.mark.parametrize(
    "command", [plan_setup, agree, close, DropStage(project_id=PROJECT, stage_id=SETUP, reason="No")]
)
def test_only_the_lead_and_whoever_is_above_plan_it(command: Any) -> None:
    history = past(
        open_it, plan_test.model_copy(update={"depends_on": ()}), plan_setup.model_copy(update={"name": "X"})
    )
    spec.given(*history).when(command, of_bob).then_refused("Ann leads this project", rule="somebody else's project")
    assert decided((*history,), command, head(playbooks={1: LED}))
    assert decided((*history,), command, importer(playbooks={1: LED}))


def test_whoever_heads_projects_may_do_all_of_it() -> None:
    led = LED.model_copy(update={"projects": LED.projects.model_copy(update={"head_role": "accountant"})})
    assert decided((opened,), plan_setup, carol(playbooks={1: led}))


def test_it_can_be_handed_over_closed_and_reopened() -> None:
    hand_over = HandOverProject(project_id=PROJECT, lead_id=BOB, reason="Ill")
    (event,) = decided((opened,), hand_over)
    assert isinstance(event, ProjectHandedOver)
    assert (event.lead_id, event.from_lead_id, event.reason) == (BOB, ANN, "Ill")
    spec.given(opened, event).when(hand_over, of_bob).then_nothing()
    spec.given(opened).when(hand_over, directory=gone(BOB)).then_refused("must work here")
    (closed,) = decided((*planned,), close)
    assert isinstance(closed, ProjectClosed)
    assert (closed.planned_minutes, closed.spent_minutes) == (1000, 0)
    spec.given(*planned, closed).when(close).then_nothing()
    spec.given(*planned, closed).when(plan_setup).then_refused("reopen it first")
    (reopened,) = decided((*planned, closed), ReopenProject(project_id=PROJECT, reason="Warranty"))
    assert isinstance(reopened, ProjectReopened)
    spec.given(*planned).when(ReopenProject(project_id=PROJECT, reason="Warranty")).then_nothing()


# ── Planning ──


def test_a_stage_is_planned_by_person_with_what_it_comes_to() -> None:
    """S3-16."""
    spec.given(opened).when(plan_setup).then(setup_planned)
    spec.given(opened, setup_planned).when(plan_setup).then_nothing()


def test_a_stage_of_no_kind_of_work_is_priced_as_work_on_projects_usually_is() -> None:
    usual = LED.labour.usual_kind("project")
    rates = Rates({OTHER_ID: HourlyRate(per_hour=roubles(4000), kind=usual, since=TODAY)})
    (event,) = decided((opened,), plan_setup, rates=rates)
    assert (event.planned[0].value, event.planned[0].cost) == (roubles(40000), None)


def test_planning_anew_tells_what_was_and_who_joined_and_left() -> None:
    anew = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=CAROL, minutes=300),)})
    (event,) = decided((*planned,), anew)
    assert isinstance(event, StagePlanned)
    assert (event.version, event.was, event.joined, event.left) == (2, setup, (CAROL,), (BOB,))
    assert event.project_minutes == 700


def test_whoever_is_planned_works_here_and_is_planned_once() -> None:
    stranger = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=STRANGER, minutes=60),)})
    spec.given(opened).when(stranger).then_refused("must work here")
    spec.given(opened).when(plan_setup, directory=gone(BOB)).then_refused("must work here")
    twice = plan_setup.model_copy(update={"planned": plan_setup.planned * 2})
    spec.given(opened).when(twice).then_refused("planned twice")
    left = importer(playbooks={1: LED}, directory=gone(BOB))
    assert decided((opened,), plan_setup, left)


def test_a_stage_ends_after_it_starts() -> None:
    spec.given(opened).when(plan_setup.model_copy(update={"ends": date(2026, 11, 1)})).then_refused("exchange the days")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"depends_on": (OTHER_ID,)}, "has no stage"),
        ({"parent_id": OTHER_ID}, "has no stage"),
        ({"depends_on": (SETUP,)}, "wait for each other"),
        ({"depends_on": (TEST,)}, "wait for each other"),
        ({"parent_id": SETUP}, "part of itself"),
    ],
)
def test_stages_never_wait_for_themselves(changes: dict[str, Any], words: str) -> None:
    spec.given(*planned).when(plan_setup.model_copy(update=changes)).then_refused(words)


def test_a_circle_of_parts_is_refused() -> None:
    inner = plan_test.model_copy(update={"parent_id": SETUP, "depends_on": ()})
    history = past(open_it, plan_setup, inner)
    spec.given(*history).when(plan_setup.model_copy(update={"parent_id": TEST})).then_refused("part of itself")


def test_a_stage_that_others_need_is_not_dropped() -> None:
    drop = DropStage(project_id=PROJECT, stage_id=SETUP, reason="Not wanted")
    spec.given(*planned).when(drop).then_refused("'Test'", "waits for it")
    (event,) = decided((*planned,), drop.model_copy(update={"stage_id": TEST}))
    assert isinstance(event, StageDropped)
    assert (event.project_minutes, event.people) == (600, (BOB, CAROL))
    spec.given(*planned, event).when(drop.model_copy(update={"stage_id": TEST})).then_nothing()
    spec.given(*planned, event).when(report.model_copy(update={"stage_id": TEST})).then_refused("dropped")
    (again,) = decided((*planned, event), plan_test)
    assert (again.version, again.project_minutes, again.joined) == (3, 1000, (BOB, CAROL))


def test_what_was_agreed_is_the_whole_plan() -> None:
    """S3-20: the first baseline is the agreed estimate."""
    (event,) = decided((*planned,), agree)
    assert isinstance(event, BaselineSet)
    assert (event.number, event.minutes, [stage.name for stage in event.stages]) == (1, 1000, ["Set up", "Test"])
    spec.given(*planned, event).when(agree).then_nothing()
    spec.given(opened).when(agree).then_refused("Nothing is planned yet")
    more = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=BOB, minutes=900),)})
    history = past(*PLANNED, agree, more)
    (second,) = decided((*history,), agree)
    assert (second.number, second.minutes) == (2, 1300)


# ── Progress ──


def test_whoever_works_on_a_stage_says_how_far_it_is() -> None:
    (event,) = of_kind(decided((*planned,), report, of_bob), ProgressReported)
    assert (event.from_percent, event.done_percent, event.reported_by) == (0, 40, BOB)
    spec.given(*planned).when(report, of_carol).then_refused("not planned on this stage", "ask Ann")
    spec.given(*planned, event).when(report, of_bob).then_nothing()
    spec.given(opened).when(report).then_refused("no such stage")


def test_a_finished_stage_is_done_until_it_is_reopened() -> None:
    (event,) = decided((*planned,), finish, of_bob)
    assert isinstance(event, StageFinished)
    spec.given(*planned, event).when(finish).then_nothing()
    spec.given(*planned, event).when(report).then_refused("reopen it first")
    reopen = ReopenStage(project_id=PROJECT, stage_id=SETUP, done_percent=80, reason="Printer")
    (reopened,) = decided((*planned, event), reopen)
    assert isinstance(reopened, StageReopened)
    assert (reopened.done_percent, reopened.late_at) == (80, setup_planned.late_at)
    spec.given(*planned).when(reopen).then_nothing()


# ── Work ──


def test_work_counts_with_its_figures_of_now() -> None:
    (event,) = of_kind(decided((*planned,), count(60), counting()), ProjectWorkCounted)
    assert (event.work.minutes, event.was, event.stage) == (60, None, "Set up")
    assert (event.work.value, event.work.cost) == (roubles(3000), roubles(1200))
    assert (event.stage_spent_minutes, event.project_spent_minutes) == (60, 60)
    spec.given(*planned, event).when(count(60), counting()).then_nothing()
    (changed,) = decided((*planned, event), count(90), counting())
    assert (changed.was, changed.project_spent_minutes, changed.stage_spent_minutes) == (event.work, 90, 90)


def test_work_taken_out_counts_no_more() -> None:
    history = past(*PLANNED, count(60))
    (event,) = decided((*history,), count(0), counting())
    assert (event.work.minutes, event.project_spent_minutes) == (0, 0)
    spec.given(*history, event).when(count(0), counting()).then_nothing()
    spec.given(*planned).when(count(0), counting()).then_nothing()


def test_work_that_goes_on_to_another_stage_counts_there_in_either_order() -> None:
    history = past(*PLANNED, count(60))
    (moved,) = decided((*history,), count(60, stage_id=TEST), counting())
    assert (moved.stage_spent_minutes, moved.project_spent_minutes) == (60, 60)
    spec.given(*history, moved).when(count(0), counting()).then_nothing()
    state = folded(*history, moved)
    assert {stage.plan.name: stage.spent for stage in state.stages.values()} == {"Set up": 0, "Test": 60}


def test_work_counts_on_closed_projects_and_unknown_stages_too() -> None:
    history = past(*PLANNED, close)
    (event,) = decided((*history,), count(60, stage_id=OTHER_ID), counting())
    assert (event.stage, event.stage_planned_minutes, event.project_spent_minutes) == (None, 0, 60)
    later = past(open_it, count(60), plan_setup)
    assert folded(*later).stages[SETUP].spent == 60


def test_what_no_rate_prices_counts_in_hours_alone() -> None:
    (event,) = decided((*planned,), count(60), counting(rates=ann().rates))
    assert (event.work.value, event.work.cost, event.work.minutes) == (None, None, 60)


@given(
    some.lists(
        some.tuples(some.integers(1, 6), some.sampled_from([SETUP, TEST, OTHER_ID, None]), some.integers(0, 500)),
        max_size=30,
    )
)
def test_sums_are_those_of_the_entries_whatever_was_corrected(steps: list[tuple[int, UUID | None, int]]) -> None:
    state = folded(*planned)
    entries: dict[int, tuple[UUID | None, int]] = {}
    for work, stage_id, minutes in steps:
        old = entries.get(work)
        if old and old[0] != stage_id:  # a correction takes it off its old stage first
            state = told_to(state, count(0, UUID(int=work), old[0]))
        state = told_to(state, count(minutes, UUID(int=work), stage_id))
        entries[work] = (stage_id, minutes)
    assert state.spent == sum(minutes for _, minutes in entries.values())
    for stage_id in (SETUP, TEST):
        assert state.stages[stage_id].spent == sum(m for on, m in entries.values() if on == stage_id)
    assert state.spending.all.get("price RUB", 0) == sum(
        (work.value.amount for work in state.works.values() if work.value), Decimal(0)
    )


def told_to(state: Project, command: CountProjectWork) -> Project:
    after = project.decider.fold(project.decider.decide(state, command, counting()), state)
    assert after is not None
    return after


# ── Dangers ──


def test_a_plan_that_is_spent_is_told_once_and_not_before_while_what_is_done_keeps_up() -> None:
    """S3-15."""
    well = past(*PLANNED, report.model_copy(update={"done_percent": 76}))
    assert told(well, count(480)) == []
    assert told(well, count(530)) == []
    assert told(well, count(546)) == [("runs ahead", 15), ("CPI", 85)]
    ahead = past(*PLANNED, report.model_copy(update={"done_percent": 90}))
    of_stage, of_project = [("stage over plan", 100), ("runs ahead", 15)], [("runs ahead", 15), ("CPI", 85)]
    assert told(ahead, count(700)) == of_stage + of_project
    assert told(ahead, count(600)) == [("stage over plan", 100)]
    assert told(past(*PLANNED, report.model_copy(update={"done_percent": 90}), count(600)), count(620)) == []


def test_spending_that_runs_ahead_of_what_is_done_is_told_early() -> None:
    assert told(planned, count(119)) == []
    assert told(planned, count(120)) == [("runs ahead", 15)]
    (warning,) = warnings(planned, count(120), counting())
    assert (warning.stage, int(warning.figure), warning.done_percent, warning.spent_minutes) == ("Set up", 20, 0, 120)
    assert (warning.lead_id, warning.head_ids) == (ANN, (HEAD,))


def test_progress_that_says_less_than_was_spent_warns_too() -> None:
    history = past(*PLANNED, count(100))
    history += past_of(history, count(400).model_copy(update={"quiet": True}))
    found = warnings(history, report.model_copy(update={"done_percent": 10}))
    assert [one.what for one in found] == ["runs ahead", "runs ahead", "CPI"]


def past_of(history: tuple[Any, ...], command: CountProjectWork) -> tuple[Any, ...]:
    return decided((*history,), command, counting())


def test_planning_more_warns_anew_when_it_comes_there() -> None:
    most = report.model_copy(update={"done_percent": 100})
    more = plan_setup.model_copy(update={"planned": (PlannedWork(person_id=BOB, minutes=1000),)})
    history = past(*PLANNED, most, count(600), more)
    assert told(history, count(700)) == []
    assert told(history, count(1000)) == [("stage over plan", 100)]


def test_nobody_is_warned_of_what_is_over() -> None:
    assert told(past(*PLANNED, close), count(2000)) == []
    assert [what for what, _ in told(past(*PLANNED, finish), count(700))] == []
    assert told(planned, count(2000, on=TODAY - timedelta(60))) == []
    assert told(planned, count(2000).model_copy(update={"quiet": True})) == []


def test_what_is_late_is_told_once() -> None:
    late = clock(playbooks={1: LED}, at=MONDAY + timedelta(7))
    call = CallStagesLate(project_id=PROJECT)
    found = warnings(planned, call, late)
    assert [(str(one.what), one.stage, int(one.figure)) for one in found] == [
        ("stage late", "Set up", 3),
        ("SPI", None, 0),
    ]
    assert (found[1].due_percent, found[1].done_percent, found[1].spent_minutes) == (68, 0, 0)
    spec.given(*planned, *found).when(call, late).then_nothing()
    spec.given(*past(*PLANNED, finish)).when(call, late).then_nothing()
    spec.given(*past(*PLANNED, close)).when(call, late).then_nothing()
    spec.given(*planned).when(call, clock(playbooks={1: LED})).then_nothing()
    later = plan_setup.model_copy(update={"ends": date(2026, 11, 29)})
    anew = decided((*planned, *found), later)
    assert [one.what for one in warnings((*planned, *found, *anew), call, late)] == ["stage late"]


def test_delay_is_told_once_enough_is_due_whatever_is_spent() -> None:
    call = CallStagesLate(project_id=PROJECT)
    early, later = (clock(playbooks={1: LED}, at=MONDAY + timedelta(days)) for days in (1, 2))
    assert warnings(planned, call, clock(playbooks={1: LED})) == []
    assert [one.due_percent for one in warnings(planned, call, early)] == [24]
    assert [one.due_percent for one in warnings(planned, call, later)] == [36]


@pytest.mark.parametrize(
    ("budget", "minutes", "expected"),
    [
        ({"minutes": 100}, 79, []),
        ({"minutes": 100}, 80, [("budget", 80)]),
        ({"minutes": 100}, 100, [("budget", 100)]),
        ({"amount": roubles(5000)}, 79, []),
        ({"amount": roubles(5000)}, 80, [("budget", 80)]),
        ({"amount": roubles(2000), "use": "cost"}, 80, [("budget", 80)]),
        ({"minutes": 100, "per": "month"}, 80, [("budget", 80)]),
        ({}, 100, []),
    ],
)
def test_a_budget_warns_in_hours_and_in_money(budget: dict[str, Any], minutes: int, expected: list[Any]) -> None:
    """X-36."""
    first = SetProjectBudget(project_id=PROJECT, minutes=10_000)
    history = past(*PLANNED, first, SetProjectBudget(project_id=PROJECT, **budget))
    assert told(history, count(minutes)) == expected


def test_what_a_month_leaves_is_carried_over() -> None:
    limit = SetProjectBudget(project_id=PROJECT, minutes=100, per="month", since=date(2026, 10, 5))
    carried = limit.model_copy(update={"carries_over": True})
    assert [what for what, _ in told(past(*PLANNED, limit), count(110))] == ["budget"]
    assert told(past(*PLANNED, carried), count(110)) == []
    october = count(150, UUID(int=999), on=date(2026, 10, 20))
    assert told(past(*PLANNED, carried, october), count(41)) == [("runs ahead", 15), ("budget", 80)]


def test_a_budget_says_something() -> None:
    limit = SetProjectBudget(project_id=PROJECT, minutes=100)
    spec.given(opened).when(SetProjectBudget(project_id=PROJECT)).then_refused("how many minutes")
    (event,) = decided((opened,), limit)
    assert isinstance(event, ProjectBudgetSet)
    assert (event.budget.minutes, event.budget.since) == (100, TODAY)
    spec.given(opened, event).when(limit).then_nothing()
    carried = limit.model_copy(update={"carries_over": True})
    spec.given(opened).when(carried).then_refused("Only a monthly budget")
    nothing = SetProjectBudget(project_id=PROJECT, amount=roubles(0))
    spec.given(opened).when(nothing).then_refused("more than nothing")


def test_counting_stays_cheap_with_many_entries() -> None:
    """None of the entries is gone through for one more: 3,000 take no second."""
    state = folded(*planned)
    for n in range(3000):
        state = told_to(state, count(1, UUID(int=10_000 + n)))
    assert state.spent == 3000


def test_an_entry_keeps_its_place_where_somebody_else_gives_theirs_the_same_id() -> None:
    spec.given(*past(*PLANNED, count(100))).when(count(30, person_id=CAROL), counting()).then_nothing()
