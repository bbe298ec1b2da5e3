"""Running deals come to a new version of the playbook, and it is told which do not and why (X-22)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from company import Company
from examples import ADMIN, ANN, BOB, FRIDAY, HEAD, MONDAY, PLAYBOOK, TUESDAY, asking

from crm_es.aggregates.deal import HandOverDeal, LoseDeal, MoveDeal, OpenDeal, SignOff
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.task import RescheduleTask
from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.playbook import AfterEntry, Pipeline, Playbook, Stage, StageTask
from crm_es.runners.playbook_moves import move_deals
from crm_es.runners.worker import settle

FLOUR, SUGAR, SALT, RICE = (UUID(int=100 + n) for n in range(4))


def changed() -> Playbook:
    """The first stage asks for something else, the second is no more."""
    wholesale, repeat = PLAYBOOK.pipelines
    lead = Stage(
        name="lead",
        norm_days=3,
        tasks=(*wholesale.stages[0].tasks, StageTask(what="Visit the client", deadline=AfterEntry(days=5))),
        sign_offs=("specification",),
    )
    return PLAYBOOK.model_copy(
        update={"pipelines": (wholesale.model_copy(update={"stages": (lead, *wholesale.stages[2:])}), repeat)}
    )


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    for deal_id, title, pipeline in (
        (FLOUR, "Flour", "wholesale"),
        (SUGAR, "Sugar", "wholesale"),
        (SALT, "Salt", "wholesale"),
        (RICE, "Rice", "repeat order"),
    ):
        company.ask(ANN, OpenDeal(deal_id=deal_id, title=title, owner_id=ANN, pipeline=pipeline), MONDAY)
    company.ask(ANN, MoveDeal(deal_id=SUGAR, stage="contract", reason="urgent"), MONDAY)
    company.ask(ANN, MoveDeal(deal_id=SUGAR, stage="offer", reason="not yet"), MONDAY)
    company.ask(ANN, LoseDeal(deal_id=SALT, reason="price"), MONDAY)
    company.ask(ADMIN, PublishPlaybook(playbook=changed()), MONDAY)
    return company


def outcomes(lines: list[dict[str, Any]]) -> dict[str, str]:
    return {line["title"]: line["outcome"] for line in lines}


def test_deals_move_and_what_stays_says_why(company: Company, staffed: Crm) -> None:
    lines = move_deals(staffed, asking(HEAD, at=TUESDAY))
    assert outcomes(lines) == {"Flour": "moved", "Rice": "moved", "Sugar": "stays"}
    (sugar,) = (line for line in lines if line["title"] == "Sugar")
    assert "move the deal to 'lead', 'contract', 'shipment' first" in sugar["why"]
    assert (sugar["owner"], sugar["stage"], sugar["from_version"], sugar["to_version"]) == ("Ann", "offer", 1, 2)
    settle(staffed)
    versions = {row["title"]: row["playbook_version"] for row in company.list("deals")}
    assert versions == {"Flour": 2, "Sugar": 1, "Salt": 1, "Rice": 2}
    flour = next(row for row in company.list("deals") if row["title"] == "Flour")
    assert (flour["open_tasks"], flour["to_sign"], flour["rots_at"]) == (2, ["specification"], MONDAY + timedelta(3))
    tasks = {row["what"]: row["due"] for row in company.list("tasks") if row["deal_id"] == FLOUR}
    assert tasks == {"Call the client": MONDAY + timedelta(2), "Visit the client": TUESDAY + timedelta(5)}
    assert outcomes(move_deals(staffed, asking(HEAD, at=TUESDAY))) == {"Sugar": "stays"}


def test_one_pipeline_may_be_moved_alone(company: Company, staffed: Crm) -> None:
    assert outcomes(move_deals(staffed, asking(HEAD, at=TUESDAY), pipeline="repeat order")) == {"Rice": "moved"}
    with pytest.raises(Refused, match="take one of 'wholesale', 'repeat order'"):
        move_deals(staffed, asking(HEAD, at=TUESDAY), pipeline="retail")


def test_who_signed_and_when_is_seen_in_the_list_of_deals(company: Company, staffed: Crm) -> None:
    """S0-43."""
    move_deals(staffed, asking(HEAD, at=TUESDAY))
    signing = SignOff(deal_id=FLOUR, what="specification", by="R. Rye", on=MONDAY.date())
    company.ask(ANN, signing, TUESDAY)
    flour = next(row for row in company.list("deals") if row["title"] == "Flour")
    assert (flour["to_sign"], flour["signed"]) == ([], ["specification: R. Rye, 2026-11-23"])


def test_a_deal_that_is_handed_over_takes_its_tasks_along(company: Company) -> None:
    company.ask(HEAD, HandOverDeal(deal_id=FLOUR, owner_id=BOB, reason="Ann is on leave."), TUESDAY)
    (call,) = (row for row in company.list("tasks") if row["deal_id"] == FLOUR)
    assert (call["responsible"], call["supervisor"]) == ("Bob", "Helen")
    assert {row["owner"] for row in company.list("deals") if row["deal_id"] == FLOUR} == {"Bob"}
    assert {row["owner"] for row in company.list("deal-stages") if row["deal_id"] == FLOUR} == {"Bob"}


def test_the_list_of_deals_tells_when_the_next_task_is_due_and_the_stays_their_norm(company: Company) -> None:
    """S2-14, S2-15: also once the task was put off."""
    deals = {row["title"]: row["next_task_due"] for row in company.list("deals")}
    assert (deals["Flour"], deals["Rice"]) == (MONDAY + timedelta(2), None)
    (call,) = (row for row in company.list("tasks") if row["deal_id"] == FLOUR)
    company.ask(ANN, RescheduleTask(task_id=call["task_id"], due=FRIDAY, reason="They are away."), TUESDAY)
    assert {row["next_task_due"] for row in company.list("deals") if row["title"] == "Flour"} == {FRIDAY}
    stays = company.list("deal-stages", filters={"stage": "lead"})
    assert {row["norm_days"] for row in stays} == {5}


def test_a_pipeline_is_known_also_of_versions_that_are_no_more(company: Company, staffed: Crm) -> None:
    only_retail = (Pipeline(name="retail", loss_reasons=("price",), stages=(Stage(name="lead"),)),)
    company.ask(ADMIN, PublishPlaybook(playbook=PLAYBOOK.model_copy(update={"pipelines": only_retail})), TUESDAY)
    lines = move_deals(staffed, asking(HEAD, at=TUESDAY), pipeline="wholesale")
    assert outcomes(lines) == {"Flour": "stays", "Sugar": "stays"}
    assert all("no pipeline 'wholesale'" in line["why"] for line in lines)
