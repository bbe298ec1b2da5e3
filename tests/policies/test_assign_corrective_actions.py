"""What is to change is somebody's task (S0-19)."""

from __future__ import annotations

from complaint_facts import planned
from examples import CAROL, CLIENT, DIRECTOR, FRIDAY, ID, OTHER_ID

from crm_es.aggregates.task import AssignTask
from crm_es.ids import derived
from crm_es.policies.assign_corrective_actions import react


def test_whoever_brings_the_change_about_has_a_task() -> None:
    assert list(react(planned)) == [
        AssignTask(
            task_id=derived(ID, "corrective action", OTHER_ID),
            what="Sieve a sample of each lorry",
            responsible_id=CAROL,
            supervisor_id=DIRECTOR,
            due=FRIDAY,
            client_id=CLIENT,
            about="complaint",
            subject_id=ID,
        )
    ]
