"""What a deal promises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CLIENT,
    DIRECTOR,
    HEAD,
    LAWYER,
    MONDAY,
    NEXT_MONDAY,
    OTHER_ID,
    PLAYBOOK,
    STRANGER,
    TUESDAY,
    ann,
    bob,
    changed,
    director,
    gone,
    head,
    importer,
    operator,
    policy,
    roubles,
    standing_in,
)
from examples import DEAL as ID
from spec import Spec

from crm_es.aggregates import deal
from crm_es.aggregates.deal import (
    CompleteStageTask,
    DateDeal,
    DealDated,
    DealLost,
    DealMilestoneReached,
    DealMoved,
    DealOpened,
    DealRevalued,
    DealWon,
    LoseDeal,
    MoveDeal,
    OpenDeal,
    ReachMilestone,
    ReopenStageTask,
    RevalueDeal,
    StageTaskCompleted,
    StageTaskDue,
    StageTaskReopened,
    TaskDue,
    WinDeal,
)
from crm_es.ids import derived

NORMS = {"lead": 5, "offer": 10}
THE_DAY_BEFORE = datetime(2026, 12, 9, 23, 59, 59, tzinfo=UTC)
spec = Spec(deal.decider, ann())


def task_id(stay: int, n: int = 0) -> UUID:
    return derived(ID, "stage task", stay, n)


def brought(stay: int, what: str, due: datetime, n: int = 0, **people: UUID) -> StageTaskDue:
    people = {"responsible_id": ANN, "supervisor_id": HEAD} | people
    return StageTaskDue(task_id=task_id(stay, n), what=what, due=due, accepted=what == "Prepare the contract", **people)


def offer_tasks(stay: int) -> tuple[StageTaskDue, ...]:
    """What the offer brings on a Monday."""
    return (
        brought(stay, "Send an offer", MONDAY + timedelta(3)),
        brought(stay, "Get feedback", MONDAY + timedelta(7), n=1),
    )


def contract_tasks(stay: int) -> tuple[StageTaskDue, ...]:
    due = datetime(2026, 12, 15, 23, 59, 59, tzinfo=UTC)
    return (brought(stay, "Prepare the contract", due, responsible_id=LAWYER, supervisor_id=DIRECTOR),)


def moved(stay: int, way: str, direction: Literal["forward", "skip", "back"] = "forward", **facts: Any) -> DealMoved:
    """A move on Monday told as "lead > offer"."""
    from_stage, to_stage = way.split(" > ")
    arrival = {"entered_at": MONDAY, "rots_at": MONDAY + timedelta(NORMS[to_stage]) if to_stage in NORMS else None}
    return DealMoved(
        deal_id=ID,
        owner_id=ANN,
        pipeline="wholesale",
        from_stage=from_stage,
        to_stage=to_stage,
        direction=direction,
        stay=stay,
        client_id=CLIENT,
        **arrival | facts,
    )


def completed(stay: int, n: int = 0) -> StageTaskCompleted:
    return StageTaskCompleted(deal_id=ID, task_id=task_id(stay, n))


open_it = OpenDeal(deal_id=ID, title="Flour for Rosa", client_id=CLIENT, owner_id=ANN, pipeline="wholesale")
opened = DealOpened(
    deal_id=ID,
    title="Flour for Rosa",
    client_id=CLIENT,
    owner_id=ANN,
    pipeline="wholesale",
    playbook_version=1,
    stage="lead",
    tasks=(brought(1, "Call the client", MONDAY + timedelta(2)),),
    entered_at=MONDAY,
    rots_at=MONDAY + timedelta(5),
)
called = completed(1)
offered = moved(2, "lead > offer", tasks=offer_tasks(2))
to_offer, to_contract = MoveDeal(deal_id=ID, stage="offer"), MoveDeal(deal_id=ID, stage="contract")
to_shipment = MoveDeal(deal_id=ID, stage="shipment", reason="urgent")
shipping = moved(2, "lead > shipment", "skip", tasks=(brought(2, "Check the shipment", NEXT_MONDAY),))
ending: dict[str, Any] = {"deal_id": ID, "owner_id": ANN, "client_id": CLIENT, "pipeline": "wholesale"}
won = DealWon(**ending, stage="lead", stay=1, value=None, reason="at once", left_behind=(task_id(1),))
win, lose = WinDeal(deal_id=ID, reason="at once"), LoseDeal(deal_id=ID, reason="price", note="Too dear.")
lost = DealLost(**ending, stage="lead", stay=1, reason="price", note="Too dear.", left_behind=(task_id(1),))


# ── Opening ─────────────────────────────────────────────────────────────────


def test_a_deal_is_opened_in_the_first_stage_with_its_tasks() -> None:
    """S2-03, S2-07, S2-08: responsible, supervisor and due time come by themselves."""
    spec.given().when(open_it).then(opened)


def test_a_deal_is_opened_once() -> None:
    spec.given(opened).when(open_it).then_refused("already there")


def test_an_unknown_pipeline_is_refused_with_the_known_ones() -> None:
    spec.given().when(open_it.model_copy(update={"pipeline": "retail"})).then_refused("wholesale", "repeat order")


@pytest.mark.parametrize("nobody", [STRANGER, BOB])
def test_the_owner_works_here(nobody: UUID) -> None:
    theirs = open_it.model_copy(update={"owner_id": nobody})
    spec.given().when(theirs, directory=gone(BOB)).then_refused("must work here")


def test_a_deal_needs_a_published_playbook() -> None:
    spec.given().when(open_it, playbook_version=0).then_refused("No playbook")


def test_a_deal_keeps_the_playbook_it_started_on() -> None:
    changed_since = PLAYBOOK.model_copy(update={"pipelines": PLAYBOOK.pipelines[1:]})
    books = {1: PLAYBOOK, 2: changed_since}
    spec.given(opened, called).when(to_offer, playbook_version=2, playbooks=books).then(offered)


# ── Moving ──────────────────────────────────────────────────────────────────


def test_a_deal_goes_forward_when_the_tasks_of_its_stage_are_done() -> None:
    """S2-01, S2-21."""
    spec.given(opened, called).when(to_offer).then(offered)


def test_open_tasks_hold_a_deal_and_are_named() -> None:
    """S2-01: also with a reason."""
    hurried = to_offer.model_copy(update={"reason": "urgent"})
    spec.given(opened).when(hurried).then_refused("Call the client", rule="tasks of the stage are open")
    spec.given(opened, called, offered, completed(2)).when(to_contract).then_refused("'Get feedback'")


def test_moving_to_the_same_stage_is_nothing_new() -> None:
    spec.given(opened).when(MoveDeal(deal_id=ID, stage="lead")).then_nothing()


def test_passing_over_a_stage_takes_a_reason_and_leaves_tasks_behind() -> None:
    """S2-21: a skip is visible. The contract is for the lawyer, whom the director supervises (S2-13)."""
    spec.given(opened).when(to_contract).then_refused("passes over a stage")
    skipped = moved(2, "lead > contract", "skip", reason="urgent", tasks=contract_tasks(2), left_behind=(task_id(1),))
    spec.given(opened).when(to_contract.model_copy(update={"reason": "urgent"})).then(skipped)


def test_going_back_takes_a_reason_and_brings_new_tasks() -> None:
    """S2-21: a backward move is visible."""
    back = MoveDeal(deal_id=ID, stage="lead")
    spec.given(opened, called, offered).when(back).then_refused("goes back")
    again = moved(
        3,
        "offer > lead",
        "back",
        reason="Another buyer.",
        tasks=(brought(3, "Call the client", MONDAY + timedelta(2)),),
        left_behind=(task_id(2), task_id(2, 1)),
    )
    spec.given(opened, called, offered).when(back.model_copy(update={"reason": "Another buyer."})).then(again)


def test_an_unknown_stage_is_refused_with_the_known_ones() -> None:
    spec.given(opened).when(MoveDeal(deal_id=ID, stage="party")).then_refused("no stage 'party'", "'contract'")


def test_an_import_moves_on_although_tasks_are_open() -> None:
    """History knows no tasks: they are left behind."""
    left = offered.model_copy(update={"left_behind": (task_id(1),)})
    spec.given(opened).when(to_offer, importer()).then(left)


def test_a_task_for_a_role_that_nobody_has_is_refused() -> None:
    spec.given(opened, called, offered, completed(2), completed(2, 1)).when(
        to_contract, directory=gone(LAWYER)
    ).then_refused("lawyer", rule="nobody has the role")


def test_tasks_of_an_owner_who_left_fall_to_the_supervisor() -> None:
    (task,) = offered.tasks[:1]
    (decided,) = spec.given(opened, called).when(to_offer, head(directory=gone(ANN))).events()
    assert isinstance(decided, DealMoved)
    assert decided.tasks[0] == task.model_copy(update={"responsible_id": HEAD, "supervisor_id": DIRECTOR})


# ── Whose deal it is ────────────────────────────────────────────────────────


def test_somebody_elses_deal_is_left_alone() -> None:
    spec.given(opened, called).when(to_offer, bob()).then_refused("deal of Ann", rule="somebody else's deal")


def test_supervisors_deputies_and_operators_may_move_a_deal() -> None:
    """S0-26, S0-46."""
    bob_for_ann = standing_in(BOB, ANN, MONDAY.date(), MONDAY.date())
    for asker in (head(), director(), bob(directory=bob_for_ann), operator(on_behalf_of=ANN), policy(), importer()):
        spec.given(opened, called).when(to_offer, asker).then(offered)


def test_a_deputy_stands_in_within_the_dates_only() -> None:
    tomorrow = standing_in(BOB, ANN, TUESDAY.date(), TUESDAY.date())
    spec.given(opened, called).when(to_offer, bob(directory=tomorrow)).then_refused("deal of Ann")


# ── Dates, milestones, value ────────────────────────────────────────────────


def test_a_deadline_that_counts_back_needs_its_date() -> None:
    """S2-09."""
    spec.given(opened).when(to_shipment).then_refused("'shipment'", rule="the deal lacks a date")


def test_a_date_of_the_deal_moves_the_deadlines_that_count_back_from_it() -> None:
    """S2-09: one day before."""
    set_date = DateDeal(deal_id=ID, name="shipment", on=date(2026, 12, 10))
    dated = DealDated(deal_id=ID, name="shipment", on=date(2026, 12, 10))
    spec.given(opened).when(set_date).then(dated)
    spec.given(opened, dated).when(set_date).then_nothing()
    followed = dated.model_copy(update={"dues": (TaskDue(task_id=task_id(2), due=THE_DAY_BEFORE),)})
    spec.given(opened, shipping).when(set_date).then(followed)
    spec.given(opened, shipping, completed(2)).when(set_date).then(dated)


def test_the_date_given_at_opening_counts() -> None:
    (decided,) = (
        spec.given(opened.model_copy(update={"dates": {"shipment": date(2026, 12, 10)}})).when(to_shipment).events()
    )
    assert isinstance(decided, DealMoved)
    assert [task.due for task in decided.tasks] == [THE_DAY_BEFORE]


def test_a_milestone_moves_the_deadlines_that_wait_for_it() -> None:
    """S2-11: two days after the offer was sent, whatever its latest day."""
    reach = ReachMilestone(deal_id=ID, name="offer sent")
    due = TaskDue(task_id=task_id(2, 1), due=TUESDAY + timedelta(2))
    reached = DealMilestoneReached(deal_id=ID, name="offer sent", at=TUESDAY, dues=(due,))
    spec.given(opened, called, offered).when(reach, at=TUESDAY).then(reached)
    spec.given(opened, called, offered, reached).when(reach).then_nothing()


def test_a_milestone_reached_before_its_stage_counts_too() -> None:
    early = DealMilestoneReached(deal_id=ID, name="offer sent", at=MONDAY)
    (decided,) = spec.given(opened, called, early).when(to_offer, at=TUESDAY).events()
    assert isinstance(decided, DealMoved)
    assert decided.tasks[1].due == MONDAY + timedelta(2)


def test_a_deal_is_revalued() -> None:
    revalue = RevalueDeal(deal_id=ID, value=roubles(500))
    revalued = DealRevalued(deal_id=ID, from_value=None, to_value=roubles(500))
    spec.given(opened).when(revalue).then(revalued)
    spec.given(opened, revalued).when(revalue).then_nothing()
    spec.given(opened).when(revalue, bob()).then_refused("deal of Ann")


# ── Stage tasks ─────────────────────────────────────────────────────────────


def test_a_task_of_the_stage_counts_once() -> None:
    complete = CompleteStageTask(deal_id=ID, task_id=task_id(1))
    spec.given(opened).when(complete, policy()).then(called)
    spec.given(opened, called).when(complete, policy()).then_nothing()


def test_a_task_that_turned_out_undone_holds_the_deal_again() -> None:
    """S2-13."""
    reopen = ReopenStageTask(deal_id=ID, task_id=task_id(1))
    reopened = StageTaskReopened(deal_id=ID, task_id=task_id(1))
    spec.given(opened, called).when(reopen, policy()).then(reopened)
    spec.given(opened).when(reopen, policy()).then_nothing()
    spec.given(opened, called, reopened).when(to_offer).then_refused("Call the client")


@pytest.mark.parametrize("news", [CompleteStageTask, ReopenStageTask])
def test_tasks_of_another_stay_or_of_a_closed_deal_change_nothing(
    news: type[CompleteStageTask | ReopenStageTask],
) -> None:
    spec.given(opened, called, offered).when(news(deal_id=ID, task_id=task_id(1)), policy()).then_nothing()
    spec.given(opened, won).when(news(deal_id=ID, task_id=task_id(1)), policy()).then_nothing()
    spec.given(opened, called, won).when(news(deal_id=ID, task_id=task_id(1)), policy()).then_nothing()
    spec.given().when(news(deal_id=OTHER_ID, task_id=task_id(1)), policy()).then_refused("no such deal")


# ── Ending ──────────────────────────────────────────────────────────────────


def test_a_deal_is_won_from_the_last_stage() -> None:
    shipped = (opened, shipping, completed(2))
    agreed = WinDeal(deal_id=ID, value=roubles(900))
    spec.given(*shipped).when(agreed).then(DealWon(**ending, stage="shipment", stay=2, value=roubles(900)))
    spec.given(opened, shipping).when(agreed).then_refused("Check the shipment")


def test_winning_before_the_last_stage_takes_a_reason() -> None:
    spec.given(opened).when(win).then(won)
    spec.given(opened).when(WinDeal(deal_id=ID)).then_refused("passes over a stage")


def test_a_won_deal_keeps_its_value_where_no_other_is_given() -> None:
    worth = opened.model_copy(update={"value": roubles(500)})
    spec.given(worth).when(win).then(won.model_copy(update={"value": roubles(500)}))


def test_a_deal_is_lost_for_one_of_the_reasons_of_its_pipeline() -> None:
    spec.given(opened).when(lose).then(lost)
    spec.given(opened).when(LoseDeal(deal_id=ID, reason="weather")).then_refused("'price'", "'silence'")


def test_a_closed_deal_never_changes_again() -> None:
    for end in (won, lost):
        for command in (to_offer, win, lose, RevalueDeal(deal_id=ID, value=roubles(1))):
            spec.given(opened, end).when(command).then_refused("closed")


def test_there_must_be_a_deal_to_do_something_with_it() -> None:
    for command in (to_offer, win, lose, ReachMilestone(deal_id=ID, name="offer sent")):
        spec.given().when(command).then_refused("no such deal")


def test_a_supervisor_is_looked_up_when_the_task_comes() -> None:
    """S2-13: whoever then answers for the responsible person."""
    (decided,) = spec.given(opened, called).when(to_offer, directory=changed(ANN, supervisor_id=DIRECTOR)).events()
    assert isinstance(decided, DealMoved)
    assert {task.supervisor_id for task in decided.tasks} == {DIRECTOR}
