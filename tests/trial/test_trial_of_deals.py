"""Pipelines tried on past deals: which tasks, due when, would they have brought, and which moves would be refused?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from examples import (
    ANN,
    CLIENT,
    DEAL,
    FRIDAY,
    MONDAY,
    NEXT_MONDAY,
    PLAYBOOK,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)
from past import SINCE, Past, figures, lines

from crm_es.aggregates.deal import (
    CompleteStageTask,
    DateDeal,
    LoseDeal,
    MoveDeal,
    OpenDeal,
    ReachMilestone,
)
from crm_es.aggregates.task import AssignTask, FinishTask
from crm_es.ids import derived
from crm_es.playbook import AfterEntry, AfterEvent, BeforeDate, Pipeline, Playbook, Stage, StageTask

CALL = derived(DEAL, "stage task", 1, 0)


def staged(*stages: Stage, reasons: tuple[str, ...] = ("price", "silence")) -> Playbook:
    """The playbook with another wholesale pipeline."""
    pipeline = Pipeline(name="wholesale", stages=stages, loss_reasons=reasons)
    return PLAYBOOK.model_copy(update={"pipelines": (pipeline, *PLAYBOOK.pipelines[1:])})


def task(what: str = "Call the client", days: int = 2, **changes: Any) -> StageTask:
    return StageTask(what=what, **{"deadline": AfterEntry(days=days)} | changes)


LEAD, OFFER, CONTRACT, SHIPMENT = PLAYBOOK.pipelines[0].stages


@pytest.fixture
def past() -> Past:
    """Ann opens a deal on Monday, calls on Tuesday, and goes on to the offer on Wednesday."""
    past = Past()
    past.ask(ANN, OpenDeal(deal_id=DEAL, title="Flour", client_id=CLIENT, owner_id=ANN, pipeline="wholesale"))
    past.policy(
        AssignTask(task_id=CALL, what="Call the client", responsible_id=ANN, due=WEDNESDAY, deal_id=DEAL, stage="lead")
    )
    past.ask(ANN, FinishTask(task_id=CALL, result="They want flour."), TUESDAY)
    past.policy(CompleteStageTask(deal_id=DEAL, task_id=CALL), TUESDAY)
    past.ask(ANN, MoveDeal(deal_id=DEAL, stage="offer"), WEDNESDAY)
    return past


def test_a_shorter_deadline_would_have_been_missed(past: Past) -> None:
    outcome = past.tried(staged(LEAD.model_copy(update={"tasks": (task(days=0),)}), OFFER), until=FRIDAY)
    (line,) = lines(outcome, "stage task")
    assert (line["record_id"], line["what"]) == (DEAL, "lead: Call the client")
    assert (line["was_due"], line["would_due"]) == (WEDNESDAY, MONDAY)
    assert (line["was_late"], line["would_late"]) == (False, True), "it was done on Tuesday"
    assert figures(outcome) == {"late": (0, 1)}


def test_somebody_else_would_have_had_the_task(past: Past) -> None:
    outcome = past.tried(staged(LEAD.model_copy(update={"tasks": (task(responsible="lawyer"),)}), OFFER))
    (line,) = lines(outcome, "stage task")
    assert (line["was_people"], line["would_people"]) == ("Ann, Helen", "Lara, Dmitry"), "and who answers for it"
    tasks = {line["person"]: (line["tasks_was"], line["tasks_would"]) for line in outcome.by_person()}
    assert tasks == {"Ann": (3, 2), "Lara": (0, 1)}


def test_of_a_task_that_was_not_there_nobody_knows_whether_it_had_been_late(past: Past) -> None:
    more = LEAD.model_copy(update={"tasks": (*LEAD.tasks, task("Look them up", 0))})
    (line,) = lines(past.tried(staged(more, OFFER)), "stage task")
    assert (line["what"], line["was"], line["would"], line["would_late"]) == (
        "lead: Look them up",
        "",
        "assigned",
        None,
    )
    less = LEAD.model_copy(update={"tasks": ()})
    (line,) = lines(past.tried(staged(less, OFFER)), "stage task")
    assert (line["was"], line["would"], line["would_due"]) == ("assigned", "", None)


def test_deadlines_follow_what_becomes_known(past: Past) -> None:
    """The offer was sent on Thursday; one other playbook gives one day for feedback, and one counts back for it."""
    past.ask(ANN, ReachMilestone(deal_id=DEAL, name="offer sent"), THURSDAY)
    past.ask(ANN, DateDeal(deal_id=DEAL, name="shipment", on=date(2026, 12, 10)), THURSDAY)
    feedback = StageTask(what="Get feedback", deadline=AfterEvent(event="offer sent", days=1, at_latest=7))
    outcome = past.tried(staged(LEAD, Stage(name="offer", tasks=(OFFER.tasks[0], feedback))))
    (line,) = lines(outcome, "stage task")
    assert (line["was_due"], line["would_due"]) == (THURSDAY + timedelta(2), FRIDAY)
    counted_back = StageTask(what="Get feedback", deadline=BeforeDate(date="shipment", days=3))
    outcome = past.tried(staged(LEAD, Stage(name="offer", tasks=(OFFER.tasks[0], counted_back))))
    (move,) = lines(outcome, "deal")
    assert "count back from 'shipment'" in move["would"], "the date was not known when the stage was entered"


def test_a_deal_whose_stage_is_gone_is_told(past: Past) -> None:
    past.ask(ANN, LoseDeal(deal_id=DEAL, reason="price"), THURSDAY)
    outcome = past.tried(staged(Stage(name="first contact"), OFFER))
    opened, moved = lines(outcome, "deal")
    assert (opened["was"], opened["would"]) == ("lead", "first contact")
    assert moved["would"] == "there is no stage 'lead' any more"
    offers = [line for line in outcome.lines() if line["what"].startswith("offer: ")]
    assert [line["differs"] for line in offers] == [False, False], "the tasks of stages that are there count"
    gone = PLAYBOOK.model_copy(update={"pipelines": PLAYBOOK.pipelines[1:]})
    opened, moved, lost = lines(past.tried(gone), "deal")
    assert opened["would"].startswith("refused: There is no pipeline 'wholesale'")
    assert moved["would"] == lost["would"] == "there is no pipeline 'wholesale' any more"


def test_a_move_would_have_been_refused(past: Past) -> None:
    outcome = past.tried(staged(LEAD.model_copy(update={"requires": ("value",)}), OFFER))
    (line,) = lines(outcome, "deal")
    assert (line["what"], line["was"]) == ("lead to offer", "forward")
    assert line["would"] == "refused: The deal cannot leave 'lead' yet: first enter 'value'."
    assert figures(outcome) == {"refused": (0, 1)}, "the tasks of the offer came all the same"
    outcome = past.tried(staged(LEAD, Stage(name="visit"), OFFER))
    assert "passes over a stage" in lines(outcome, "deal")[0]["would"]


def test_a_reason_to_lose_may_be_gone(past: Past) -> None:
    past.ask(ANN, LoseDeal(deal_id=DEAL, reason="silence"), THURSDAY)
    (line,) = lines(past.tried(staged(LEAD, OFFER, reasons=("price",))), "deal")
    assert (line["what"], line["was"]) == ("offer lost", "closed")
    assert line["would"].startswith("refused: 'silence' is no reason to lose a deal")


def test_what_is_not_done_when_the_trial_ends_may_be_late(past: Past) -> None:
    sooner = OFFER.model_copy(update={"tasks": (task("Send an offer", 1), OFFER.tasks[1])})
    outcome = past.tried(staged(LEAD, sooner))
    (line,) = lines(outcome, "stage task")
    assert (line["was_due"], line["was_late"]) == (WEDNESDAY + timedelta(3), True)
    assert figures(outcome) == {}, "late it is either way on the next Monday"
    early = past.tried(staged(LEAD, OFFER.model_copy(update={"tasks": (task("Send an offer", 1),)})), until=FRIDAY)
    assert figures(early) == {"tasks": (3, 2), "late": (0, 1)}


def test_a_stay_that_began_before_stays_as_it_was() -> None:
    past, earlier = Past(), SINCE - timedelta(hours=1)
    past.ask(ANN, OpenDeal(deal_id=DEAL, title="Flour", owner_id=ANN, pipeline="wholesale"), earlier)
    past.ask(ANN, DateDeal(deal_id=DEAL, name="shipment", on=NEXT_MONDAY.date()), MONDAY)
    assert past.tried(staged(Stage(name="other"), LEAD)).lines() == []
