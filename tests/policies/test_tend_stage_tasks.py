"""Stage tasks come, follow and go with the deal (S2-03, S2-09, S2-11)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from examples import ANN, BOB, CLIENT, DEAL, FRIDAY, HEAD, THURSDAY

from crm_es.aggregates.deal import (
    DealDated,
    DealDeadlineAgreed,
    DealDiscarded,
    DealHandedOver,
    DealLost,
    DealMilestoneReached,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealWon,
    StageTaskDue,
    TaskDue,
)
from crm_es.aggregates.task import AssignTask, CancelTask, ReassignTask, SetTaskDue
from crm_es.policies.tend_stage_tasks import react

CALL, OFFER = UUID(int=31), UUID(int=32)
call = StageTaskDue(task_id=CALL, what="Call", responsible_id=ANN, supervisor_id=HEAD, due=FRIDAY)
offer = StageTaskDue(task_id=OFFER, what="Offer", responsible_id=ANN, supervisor_id=HEAD, due=FRIDAY, accepted=True)
opened = DealOpened(
    deal_id=DEAL,
    title="Acme",
    client_id=CLIENT,
    owner_id=ANN,
    pipeline="wholesale",
    playbook_version=1,
    stage="lead",
    tasks=(call,),
)
moved = DealMoved(
    deal_id=DEAL,
    owner_id=ANN,
    pipeline="wholesale",
    from_stage="lead",
    to_stage="offer",
    direction="skip",
    reason="Known client",
    stay=2,
    client_id=CLIENT,
    tasks=(offer,),
    left_behind=(CALL,),
)
ending = {
    "deal_id": DEAL,
    "owner_id": ANN,
    "client_id": None,
    "pipeline": "wholesale",
    "stage": "offer",
    "stay": 2,
}


def assigned(task: StageTaskDue, stage: str) -> AssignTask:
    return AssignTask(
        task_id=task.task_id,
        what=task.what,
        responsible_id=ANN,
        supervisor_id=HEAD,
        due=FRIDAY,
        deal_id=DEAL,
        pipeline="wholesale",
        client_id=CLIENT,
        stage=stage,
        accepted=task.accepted,
    )


def test_an_opened_deal_brings_the_tasks_of_its_first_stage() -> None:
    """S2-03"""
    assert list(react(opened)) == [assigned(call, "lead")]


def test_a_moved_deal_leaves_open_tasks_behind_and_brings_those_of_the_new_stage() -> None:
    """S2-03"""
    cancelled = CancelTask(task_id=CALL, reason="The deal went to offer.")
    assert list(react(moved)) == [cancelled, assigned(offer, "offer")]


def test_tasks_follow_the_dates_and_milestones_of_the_deal() -> None:
    """S2-09, S2-11"""
    dues = (TaskDue(task_id=CALL, due=THURSDAY),)
    follow = [SetTaskDue(task_id=CALL, due=THURSDAY)]
    assert list(react(DealDated(deal_id=DEAL, name="shipment", on=date(2026, 11, 27), dues=dues))) == follow
    assert list(react(DealMilestoneReached(deal_id=DEAL, name="offer sent", at=THURSDAY, dues=dues))) == follow


def test_tasks_follow_what_was_agreed_for_the_deal() -> None:
    """S2-12"""
    agreed = DealDeadlineAgreed(
        deal_id=DEAL, stage="lead", what="Call", deadline=None, dues=(TaskDue(task_id=CALL, due=THURSDAY),)
    )
    assert list(react(agreed)) == [SetTaskDue(task_id=CALL, due=THURSDAY)]


def test_the_open_tasks_of_the_owner_go_with_the_deal() -> None:
    handed = DealHandedOver(
        deal_id=DEAL, from_owner_id=ANN, to_owner_id=BOB, pipeline="wholesale", stage="lead", stay=1, tasks=(CALL,)
    )
    wish = ReassignTask(task_id=CALL, responsible_id=BOB, reason="The deal was handed over.")
    assert list(react(handed)) == [wish]
    on_leave = handed.model_copy(update={"reason": "Ann is on leave."})
    assert list(react(on_leave)) == [wish.model_copy(update={"reason": "Ann is on leave."})]


def test_another_version_of_the_playbook_cancels_and_brings_tasks() -> None:
    """X-22"""
    adopted = DealMovedToPlaybook(
        deal_id=DEAL,
        owner_id=ANN,
        pipeline="wholesale",
        stage="offer",
        stay=2,
        client_id=CLIENT,
        from_version=1,
        to_version=2,
        left_behind=(CALL,),
        tasks=(offer,),
    )
    cancelled = CancelTask(task_id=CALL, reason="Version 2 of the playbook does not ask for it.")
    assert list(react(adopted)) == [cancelled, assigned(offer, "offer")]


def test_a_closed_deal_leaves_no_task_open() -> None:
    won = DealWon.model_validate(ending | {"value": None, "left_behind": (OFFER,)})
    lost = DealLost.model_validate(ending | {"reason": "price", "left_behind": (OFFER,)})
    assert list(react(won)) == [CancelTask(task_id=OFFER, reason="The deal is won.")]
    assert list(react(lost)) == [CancelTask(task_id=OFFER, reason="The deal is lost.")]
    discarded = DealDiscarded(deal_id=DEAL, owner_id=ANN, reason="twice", left_behind=(OFFER,))
    assert list(react(discarded)) == [CancelTask(task_id=OFFER, reason="The deal was entered by mistake.")]
