"""What a task promises."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from examples import (
    ANN,
    BOB,
    CLIENT,
    DEAL,
    DIRECTOR,
    FRIDAY,
    HEAD,
    ID,
    MONDAY,
    NEXT_MONDAY,
    OTHER_ID,
    STRANGER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    ann,
    bob,
    clock,
    director,
    gone,
    head,
    importer,
    operator,
    policy,
    standing_in,
)
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import task
from crm_es.aggregates.task import (
    AcceptTask,
    AssignTask,
    CallTaskOverdue,
    CancelTask,
    FinishTask,
    NextTask,
    ReassignTask,
    RescheduleTask,
    ReturnTask,
    SetTaskDue,
    TaskAccepted,
    TaskAssigned,
    TaskCancelled,
    TaskDone,
    TaskDueSet,
    TaskOverdue,
    TaskReassigned,
    TaskRescheduled,
    TaskReturned,
)

spec = Spec(task.decider, ann())
whose: dict[str, Any] = {"task_id": ID, "what": "Call Rosa", "responsible_id": ANN, "supervisor_id": HEAD}

assign = AssignTask(task_id=ID, what="Call Rosa", responsible_id=ANN, due=WEDNESDAY)
assigned = TaskAssigned(**whose, due=WEDNESDAY)
of_the_deal = assigned.model_copy(update={"deal_id": DEAL, "pipeline": "wholesale", "stage": "lead"})
checked = assigned.model_copy(update={"accepted": True})
finish = FinishTask(task_id=ID, result="She buys.")
done = TaskDone(
    **whose,
    deal_id=None,
    stage=None,
    result="She buys.",
    due=WEDNESDAY,
    late=False,
    was_overdue=False,
    to_accept=False,
)
accept = AcceptTask(task_id=ID)
accepted = TaskAccepted(**whose, deal_id=None, stage=None, counts=False)
give_back = ReturnTask(task_id=ID, reason="How much?", due=FRIDAY)
returned = TaskReturned(**whose, deal_id=None, stage=None, reason="How much?", from_due=WEDNESDAY, due=FRIDAY)
put_off = RescheduleTask(task_id=ID, due=FRIDAY, reason="She is away.")
rescheduled = TaskRescheduled(
    **whose, from_due=WEDNESDAY, due=FRIDAY, reason="She is away.", times=1, was_overdue=False
)
set_due = SetTaskDue(task_id=ID, due=FRIDAY)
due_set = TaskDueSet(**whose, from_due=WEDNESDAY, due=FRIDAY, was_overdue=False)
call = CallTaskOverdue(task_id=ID)
overdue = TaskOverdue(**whose, deal_id=None, due=WEDNESDAY)
give = ReassignTask(task_id=ID, responsible_id=BOB, reason="Ann is ill.")
given_to_bob = TaskReassigned(
    task_id=ID,
    what="Call Rosa",
    from_responsible_id=ANN,
    to_responsible_id=BOB,
    supervisor_id=HEAD,
    due=WEDNESDAY,
    reason="Ann is ill.",
    was_overdue=False,
    round=1,
)
cancel = CancelTask(task_id=ID, reason="Rosa closed.")
cancelled = TaskCancelled(**whose, due=WEDNESDAY, reason="Rosa closed.", was_overdue=False)


# ── Assigning ───────────────────────────────────────────────────────────────


def test_a_task_has_a_responsible_person_a_supervisor_and_a_due_time() -> None:
    """S2-07, S2-13: the supervisor is the one in the directory where none is given."""
    spec.given().when(assign).then(assigned)
    named = assign.model_copy(update={"supervisor_id": DIRECTOR})
    spec.given().when(named).then(assigned.model_copy(update={"supervisor_id": DIRECTOR}))


def test_a_task_is_assigned_once_however_often_it_is_asked() -> None:
    spec.given(assigned).when(assign).then_nothing()


@pytest.mark.parametrize("nobody", [STRANGER, BOB])
def test_whoever_is_responsible_works_here(nobody: UUID) -> None:
    theirs = assign.model_copy(update={"responsible_id": nobody})
    spec.given().when(theirs, directory=gone(BOB)).then_refused("must work here")


def test_who_answers_for_it_is_the_asker_or_somebody_above_whoever_is_responsible() -> None:
    """Nobody is told of things that are none of their business."""
    for supervisor_id, asker in ((ANN, ann()), (HEAD, bob()), (DIRECTOR, bob()), (BOB, bob())):
        wish = assign.model_copy(update={"supervisor_id": supervisor_id})
        spec.when(wish, asker).then(assigned.model_copy(update={"supervisor_id": supervisor_id}))
    for supervisor_id, asker in ((BOB, ann()), (STRANGER, head()), (ANN, bob())):
        wish = assign.model_copy(update={"supervisor_id": supervisor_id})
        spec.when(wish, asker).then_refused("somebody above Ann", rule="a supervisor who answers for it")
        assert spec.when(wish, policy()).events()
    above = assign.model_copy(update={"supervisor_id": HEAD})
    spec.when(above, directory=gone(HEAD)).then_refused("works here")
    top = assign.model_copy(update={"responsible_id": DIRECTOR, "supervisor_id": DIRECTOR})
    assert spec.when(top).events()


def test_people_assign_nothing_that_is_overdue_already() -> None:
    spec.given().when(assign, at=WEDNESDAY).then_refused("passed already")
    spec.given().when(assign, policy(at=FRIDAY)).then(assigned)
    spec.given().when(assign, importer(at=FRIDAY)).then(assigned)


def test_a_due_time_has_a_time_zone_and_a_sensible_year() -> None:
    for due in ("2026-11-25T09:00:00", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"):
        with pytest.raises(ValidationError):
            AssignTask.model_validate({**dict(assign), "due": due})


def test_a_task_may_belong_to_a_client_or_another_record_and_is_told_with_it() -> None:
    """S2-07, X-17: such as the complaint that it puts right, or a call that cannot wait."""
    belongs = {"client_id": CLIENT, "about": "complaint", "subject_id": OTHER_ID}
    wish = assign.model_copy(update=belongs | {"urgent": True, "kind": "call"})
    there = assigned.model_copy(update=belongs | {"urgent": True, "kind": "call"})
    spec.given().when(wish).then(there)
    spec.given(there).when(finish).then(done.model_copy(update=belongs))


# ── Finishing ───────────────────────────────────────────────────────────────


def test_a_task_is_done_once_with_a_result() -> None:
    spec.given(assigned).when(finish).then(done)
    spec.given(assigned, done).when(finish).then_nothing()


def test_being_late_is_a_fact() -> None:
    spec.given(assigned).when(finish, at=WEDNESDAY).then(done)
    spec.given(assigned).when(finish, at=THURSDAY).then(done.model_copy(update={"late": True}))
    called = done.model_copy(update={"late": True, "was_overdue": True})
    spec.given(assigned, overdue).when(finish, at=THURSDAY).then(called)


def test_a_task_that_needs_acceptance_says_so_when_it_is_done() -> None:
    """S2-13."""
    spec.given(checked).when(finish).then(done.model_copy(update={"to_accept": True}))


def test_a_task_of_a_stage_names_its_deal() -> None:
    """S2-14."""
    spec.given(of_the_deal).when(finish).then(done.model_copy(update={"deal_id": DEAL, "stage": "lead"}))


def test_nobody_finishes_somebody_elses_task() -> None:
    spec.given(assigned).when(finish, bob()).then_refused("for Ann", rule="somebody else's task")
    spec.given(assigned).when(finish, head()).then_refused("for Ann")


def test_deputies_operators_and_imports_may_finish_it() -> None:
    """S0-26, S0-46."""
    deputy = bob(directory=standing_in(BOB, ANN, MONDAY.date(), MONDAY.date()))
    for asker in (deputy, operator(on_behalf_of=ANN), importer()):
        spec.given(assigned).when(finish, asker).then(done)


def test_a_task_of_somebody_who_left_is_finished_by_a_supervisor() -> None:
    spec.given(assigned).when(finish, head(directory=gone(ANN))).then(done)
    spec.given(assigned).when(finish, bob(directory=gone(ANN))).then_refused("for Ann")


def test_what_is_to_be_done_next_is_said_with_the_result() -> None:
    """X-17."""
    following = NextTask(what="Send her the offer", due=FRIDAY)
    onward = finish.model_copy(update={"next": following})
    spec.given(assigned).when(onward).then(done.model_copy(update={"next": following}))
    spec.given(assigned).when(onward, at=FRIDAY).then_refused("passed already")


# ── Judging ─────────────────────────────────────────────────────────────────


def test_the_supervisor_accepts_a_result() -> None:
    """S2-13: where acceptance is asked for it counts, elsewhere it is a remark."""
    spec.given(assigned, done).when(accept, head()).then(accepted)
    spec.given(checked, done).when(accept, head()).then(accepted.model_copy(update={"counts": True}))
    spec.given(assigned, done, accepted).when(accept, head()).then_nothing()


def test_the_supervisor_sends_a_result_back_with_a_new_due_time() -> None:
    """S2-13: then it is open again."""
    spec.given(assigned, done).when(give_back, head()).then(returned)
    spec.given(assigned, done).when(give_back, head(at=FRIDAY)).then_refused("passed already")
    again = done.model_copy(update={"due": FRIDAY, "round": 2})
    spec.given(assigned, done, returned).when(finish, at=THURSDAY).then(again)


@pytest.mark.parametrize("judgement", [accept, give_back])
def test_only_whoever_answers_for_a_task_judges_its_result(judgement: AcceptTask | ReturnTask) -> None:
    spec.given(assigned, done).when(judgement, bob()).then_refused("Helen", rule="only supervisors judge results")
    spec.given(assigned, done).when(judgement).then_refused("Helen")
    for_helen = standing_in(BOB, HEAD, MONDAY.date(), MONDAY.date())
    assert spec.given(assigned, done).when(judgement, bob(directory=for_helen)).events()
    assert spec.given(assigned, done).when(judgement, director()).events()


@pytest.mark.parametrize("judgement", [accept, give_back])
def test_nobody_judges_a_result_of_their_own(judgement: AcceptTask | ReturnTask) -> None:
    """Also not as a deputy of the supervisor; at the top people answer for themselves."""
    for_helen = standing_in(ANN, HEAD, MONDAY.date(), MONDAY.date())
    spec.given(assigned, done).when(judgement, directory=for_helen).then_refused("of their own")
    own = assigned.model_copy(update={"responsible_id": DIRECTOR, "supervisor_id": DIRECTOR})
    assert spec.given(own, done).when(judgement, director()).events()


def test_only_a_result_is_judged_and_only_once() -> None:
    spec.given(assigned).when(accept, head()).then_refused("not done yet")
    spec.given(assigned).when(give_back, head()).then_refused("not done yet")
    spec.given(assigned, done, accepted).when(give_back, head()).then_refused("accepted already")


# ── Moving the due time ─────────────────────────────────────────────────────


def test_a_due_time_is_moved_with_a_reason_and_counted() -> None:
    """S2-19."""
    spec.given(assigned).when(put_off).then(rescheduled)
    second = RescheduleTask(task_id=ID, due=NEXT_MONDAY, reason="Still away.")
    spec.given(assigned, rescheduled).when(second, head()).then(
        rescheduled.model_copy(update={"from_due": FRIDAY, "due": NEXT_MONDAY, "reason": "Still away.", "times": 2})
    )
    spec.given(assigned, rescheduled).when(put_off).then_nothing()


def test_a_due_time_is_not_moved_into_the_past_or_by_anybody() -> None:
    spec.given(assigned).when(put_off, at=FRIDAY).then_refused("passed already")
    spec.given(assigned).when(put_off, bob()).then_refused("responsible person and supervisors")
    spec.given(assigned, done).when(put_off).then_refused("is done")


def test_a_due_time_follows_the_deal() -> None:
    """S2-09, S2-11."""
    spec.given(assigned).when(set_due, policy()).then(due_set)
    spec.given(assigned, due_set).when(set_due, policy()).then_nothing()
    spec.given(assigned, done).when(set_due, policy()).then_nothing()
    spec.given(assigned, cancelled).when(set_due, policy()).then_nothing()


# ── Giving it to somebody else ──────────────────────────────────────────────


def test_a_supervisor_gives_a_task_to_somebody_else_with_a_reason() -> None:
    """S2-07: supervisor and due time stay."""
    for asker in (head(), director(), policy()):
        spec.given(assigned).when(give, asker).then(given_to_bob)
        spec.given(assigned, given_to_bob).when(give, asker).then_nothing()
    spec.given(assigned, given_to_bob).when(finish, bob()).then(done.model_copy(update={"responsible_id": BOB}))
    late = given_to_bob.model_copy(update={"was_overdue": True})
    spec.given(assigned, overdue).when(give, head(at=THURSDAY)).then(late)


def test_people_do_not_pass_their_work_on_by_themselves() -> None:
    for asker in (ann(), bob()):
        spec.given(assigned).when(give, asker).then_refused("ask Helen", rule="only supervisors reassign tasks")


def test_only_what_is_to_do_is_given_to_somebody_who_works_here() -> None:
    spec.given(assigned).when(give, head(directory=gone(BOB))).then_refused("must work here")
    spec.given(assigned, done).when(give, head()).then_refused("is done")
    spec.given(assigned, cancelled).when(give, head()).then_refused("is cancelled")
    for end in (done, cancelled):
        spec.given(assigned, end).when(give, policy()).then_nothing()


# ── Overdue ─────────────────────────────────────────────────────────────────


def test_the_clock_calls_a_task_overdue_once_for_each_due_time() -> None:
    spec.given(assigned).when(call, clock(at=WEDNESDAY)).then_nothing()
    spec.given(assigned).when(call, clock(at=THURSDAY)).then(overdue)
    spec.given(assigned, overdue).when(call, clock(at=FRIDAY)).then_nothing()
    again = overdue.model_copy(update={"due": FRIDAY})
    for news in (rescheduled, due_set):
        spec.given(assigned, overdue, news).when(call, clock(at=THURSDAY)).then_nothing()
        spec.given(assigned, overdue, news).when(call, clock(at=NEXT_MONDAY)).then(again)
    second = again.model_copy(update={"round": 2})
    spec.given(assigned, overdue, done, returned).when(call, clock(at=NEXT_MONDAY)).then(second)


def test_what_is_done_or_cancelled_is_never_overdue() -> None:
    for end in (done, cancelled):
        spec.given(assigned, end).when(call, clock(at=FRIDAY)).then_nothing()


def test_that_a_task_was_overdue_is_told_when_that_ends() -> None:
    late = {"was_overdue": True}
    spec.given(assigned, overdue).when(put_off, at=THURSDAY).then(rescheduled.model_copy(update=late))
    spec.given(assigned, overdue).when(set_due, policy()).then(due_set.model_copy(update=late))
    spec.given(assigned, overdue).when(cancel, head()).then(cancelled.model_copy(update=late))


# ── Cancelling ──────────────────────────────────────────────────────────────


def test_a_supervisor_or_a_policy_drops_a_task() -> None:
    for asker in (head(), director(), policy()):
        spec.given(assigned).when(cancel, asker).then(cancelled)
        spec.given(assigned, cancelled).when(cancel, asker).then_nothing()


def test_a_result_that_nobody_accepted_yet_is_dropped_with_what_asked_for_it() -> None:
    """The deal went on without it."""
    waiting = done.model_copy(update={"to_accept": True})
    spec.given(checked, waiting).when(cancel, policy()).then(cancelled.model_copy(update={"was_done": True}))
    spec.given(checked, waiting, accepted).when(cancel, policy()).then_nothing()


def test_what_was_brought_by_an_import_is_dropped_with_it() -> None:
    spec.given(assigned).when(cancel, importer()).then(cancelled)
    spec.given(assigned, done).when(cancel, importer()).then_nothing()


def test_a_task_is_not_dropped_by_anybody_else() -> None:
    spec.given(assigned).when(cancel).then_refused("Only a supervisor")
    spec.given(assigned).when(cancel, bob()).then_refused("Only a supervisor")


def test_what_is_done_is_not_cancelled() -> None:
    spec.given(assigned, done).when(cancel, policy()).then_nothing()
    spec.given(assigned, done).when(cancel, head()).then_refused("is done")


def test_what_a_stage_asks_for_is_dropped_only_when_the_deal_leaves_the_stage() -> None:
    """S2-01: otherwise the deal would wait for ever, or slip through."""
    spec.given(of_the_deal).when(cancel, head()).then_refused("move the deal past it")
    told = cancelled.model_copy(update={"deal_id": DEAL, "stage": "lead"})
    spec.given(of_the_deal).when(cancel, policy()).then(told)


def test_a_cancelled_task_stays_cancelled() -> None:
    for command in (finish, accept, give_back, put_off):
        spec.given(assigned, cancelled).when(command, head()).then_refused("is cancelled")


def test_there_must_be_a_task_to_do_something_with_it() -> None:
    for command in (finish, accept, give_back, put_off, give, cancel, set_due, call):
        spec.given().when(command, at=TUESDAY).then_refused("no such task")
