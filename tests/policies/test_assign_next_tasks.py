"""What follows a task is a task itself (X-17)."""

from __future__ import annotations

from examples import ANN, CLIENT, DEAL, FRIDAY, HEAD, ID
from task_facts import done

from crm_es.aggregates.task import AssignTask, NextTask
from crm_es.ids import derived
from crm_es.policies.assign_next_tasks import react

onward = done.model_copy(update={"next": NextTask(what="Send an offer", due=FRIDAY, kind="mail"), "client_id": CLIENT})


def test_the_same_person_is_given_what_follows_for_the_same_client_and_deal() -> None:
    assert list(react(onward)) == [
        AssignTask(
            task_id=derived(ID, "next", 1),
            what="Send an offer",
            due=FRIDAY,
            kind="mail",
            responsible_id=ANN,
            supervisor_id=HEAD,
            deal_id=DEAL,
            client_id=CLIENT,
        )
    ]


def test_a_result_that_is_returned_and_done_again_may_lead_to_something_else() -> None:
    (first,), (second,) = react(onward), react(onward.model_copy(update={"round": 2}))
    assert first.task_id != second.task_id


def test_nothing_follows_where_nothing_is_said() -> None:
    assert list(react(done)) == []
