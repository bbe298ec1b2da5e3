"""A running deal and another version of the playbook; another owner; a deal that should not be there (X-22)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from deal_facts import book, by, opened, spec, task, task_id
from examples import ANN, BOB, CLIENT, DEAL, HEAD, MONDAY, STRANGER, TUESDAY, WEDNESDAY, admin, bob, head, importer

from crm_es.aggregates.deal import (
    AdoptPlaybook,
    DealDiscarded,
    DealHandedOver,
    DealMoved,
    DealMovedToPlaybook,
    DealWon,
    DiscardDeal,
    HandOverDeal,
    MoveDeal,
    StageTaskCompleted,
    StageTaskDue,
    WinDeal,
)
from crm_es.playbook import BeforeDate, Playbook, Stage

OLD = book(
    Stage(name="lead", norm_days=5, tasks=(task("Call"), task("Meet", days=4))), Stage(name="offer"), Stage(name="end")
)
NEW = book(
    Stage(name="lead", norm_days=8, tasks=(task("Present", days=1), task("Call", days=9)), sign_offs=("need",)),
    Stage(name="end"),
)
adopt = AdoptPlaybook(deal_id=DEAL)
new = opened(OLD)
called, met = (StageTaskCompleted(deal_id=DEAL, task_id=task_id(1, n)) for n in range(2))
present = StageTaskDue(
    task_id=task_id(1, 2, 0), what="Present", responsible_id=ANN, supervisor_id=HEAD, due=TUESDAY + timedelta(1)
)
adopted = DealMovedToPlaybook(
    deal_id=DEAL,
    owner_id=ANN,
    pipeline="sales",
    stage="lead",
    stay=1,
    client_id=CLIENT,
    from_version=1,
    to_version=2,
    kept=(task_id(1, 0),),
    left_behind=(task_id(1, 1),),
    tasks=(present,),
    entered_at=MONDAY,
    rots_at=MONDAY + timedelta(8),
    to_sign=("need",),
)


def in_force(playbook: Playbook = NEW, asking: Any = None) -> dict[str, Any]:
    """On Tuesday, once this is the second version of the playbook."""
    changes = {"playbooks": {1: OLD, 2: playbook}, "playbook_version": 2, "at": TUESDAY}
    return {"asking": asking or head()} | changes


# ── Another version ─────────────────────────────────────────────────────────


def test_what_both_versions_ask_for_stays_the_rest_goes_or_comes() -> None:
    """The call keeps its deadline, the meeting is dropped, the presentation counts from now."""
    spec.given(new).when(adopt, **in_force()).then(adopted)
    spec.given(new, adopted).when(adopt, **in_force()).then_nothing()


def test_from_then_on_the_deal_goes_by_the_new_version() -> None:
    on = MoveDeal(deal_id=DEAL, stage="end")
    spec.given(new, called, adopted).when(on, **in_force()).then_refused("finish 'Present'; have signed 'need'")
    done = StageTaskCompleted(deal_id=DEAL, task_id=present.task_id)
    rule = {"asking": importer()} | {k: v for k, v in in_force().items() if k != "asking"}
    (moved,) = spec.given(new, called, adopted, done).when(on, **rule).events()
    assert isinstance(moved, DealMoved)
    assert (moved.direction, moved.left_behind) == ("forward", ())


def test_a_task_that_was_done_is_not_asked_for_again() -> None:
    (moved,) = spec.given(new, called, met).when(adopt, **in_force()).events()
    assert isinstance(moved, DealMovedToPlaybook)
    assert (moved.kept, moved.left_behind) == (adopted.kept, ())
    assert [brought.what for brought in moved.tasks] == ["Present"]


def test_a_deal_in_a_stage_that_is_no_more_is_told_where_to_go() -> None:
    (there,) = spec.given(new).when(MoveDeal(deal_id=DEAL, stage="offer"), **by(OLD, importer())).events()
    spec.given(new, there).when(adopt, **in_force()).then_refused(
        "no stage 'offer'", "move the deal to 'lead', 'end' first", rule="the playbook in force lacks the stage"
    )
    another = book(Stage(name="party"))
    spec.given(new).when(adopt, **in_force(another)).then_refused("no stage 'lead'", "close the deal")


def test_a_deal_whose_pipeline_is_no_more_stays_on_its_version() -> None:
    without = NEW.model_copy(update={"pipelines": (NEW.pipelines[0].model_copy(update={"name": "repeat"}),)})
    spec.given(new).when(adopt, **in_force(without)).then_refused(
        "no pipeline 'sales'", "publish a version that has it"
    )


def test_a_new_task_that_counts_back_from_a_date_needs_it() -> None:
    dated = book(Stage(name="lead", tasks=(task("Book", deadline=BeforeDate(days=1, date="shipment")),)))
    spec.given(new).when(adopt, **in_force(dated)).then_refused("'shipment'", rule="the deal lacks a date")
    ready = opened(OLD, dates={"shipment": date(2026, 12, 10)})
    assert spec.given(ready).when(adopt, **in_force(dated)).events()


def test_two_tasks_of_one_name_are_told_apart() -> None:
    twice = book(Stage(name="lead", tasks=(task("Call"), task("Call", days=5), task("Call", days=6))))
    once = opened(book(Stage(name="lead", tasks=(task("Call"), task("Call", days=3)))))
    (moved,) = spec.given(once).when(adopt, **in_force(twice)).events()
    assert isinstance(moved, DealMovedToPlaybook)
    assert (len(moved.kept), [brought.due for brought in moved.tasks]) == (2, [TUESDAY + timedelta(6)])


def test_a_closed_deal_is_not_moved() -> None:
    (won,) = spec.given(new).when(WinDeal(deal_id=DEAL, reason="at once"), **by(OLD)).events()
    assert isinstance(won, DealWon)
    spec.given(new, won).when(adopt, **in_force()).then_refused("closed")


def test_an_administrator_moves_any_deal() -> None:
    spec.given(new).when(adopt, **in_force(asking=admin())).then(adopted)


# ── Another owner ───────────────────────────────────────────────────────────

hand_over = HandOverDeal(deal_id=DEAL, owner_id=BOB, reason="Ann is on leave.")


def test_a_deal_is_handed_over_with_the_open_tasks_of_its_owner() -> None:
    playbook = book(Stage(name="lead", tasks=(task("Call"), task("Draw up", responsible="lawyer"), task("Meet"))))
    mine = opened(playbook)
    done = StageTaskCompleted(deal_id=DEAL, task_id=task_id(1, 2))
    handed = DealHandedOver(
        deal_id=DEAL,
        from_owner_id=ANN,
        to_owner_id=BOB,
        pipeline="sales",
        stage="lead",
        stay=1,
        reason="Ann is on leave.",
        tasks=(task_id(1, 0),),
    )
    spec.given(mine, done).when(hand_over, **by(playbook)).then(handed)
    spec.given(mine, done, handed).when(hand_over, **by(playbook, bob())).then_nothing()
    spec.given(mine, done, handed).when(MoveDeal(deal_id=DEAL, stage="party"), **by(playbook)).then_refused("of Bob")


def test_a_deal_is_handed_over_by_those_who_answer_for_it_to_somebody_who_works_here() -> None:
    spec.given(new).when(hand_over, **by(OLD, bob())).then_refused("deal of Ann")
    nobody = HandOverDeal(deal_id=DEAL, owner_id=STRANGER)
    spec.given(new).when(nobody, **by(OLD)).then_refused("must work here")


# ── A deal that should not be there ─────────────────────────────────────────

discard = DiscardDeal(deal_id=DEAL, reason="entered twice")
gone = DealDiscarded(deal_id=DEAL, owner_id=ANN, reason="entered twice", left_behind=(task_id(1, 0), task_id(1, 1)))


def test_a_deal_that_was_entered_by_mistake_is_taken_out() -> None:
    """S0-47: and nothing can be done with it any more."""
    spec.given(new).when(discard, **by(OLD, importer())).then(gone)
    spec.given(new, gone).when(discard, **by(OLD, admin())).then_nothing()
    spec.given(new, gone).when(hand_over, **by(OLD)).then_refused("closed")


def test_a_deal_that_went_on_is_lost_and_not_taken_out() -> None:
    (there,) = spec.given(new).when(MoveDeal(deal_id=DEAL, stage="offer"), **by(OLD, importer(at=WEDNESDAY))).events()
    spec.given(new, there).when(discard, **by(OLD, admin())).then_refused("has moved already")
    (won,) = spec.given(new).when(WinDeal(deal_id=DEAL, reason="at once"), **by(OLD)).events()
    spec.given(new, won).when(discard, **by(OLD, admin())).then_refused("closed")
