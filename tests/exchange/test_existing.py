"""What a command names has to be there."""

from __future__ import annotations

from uuid import UUID

import pytest
from examples import ADMIN, ANN, CLIENT, DEAL, MONDAY, OTHER_ID

from crm_es.aggregates import client, deal, task
from crm_es.aggregates.client import DiscardClient, MeetClient, RenameClient
from crm_es.aggregates.deal import DiscardDeal, MoveDeal, OpenDeal
from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.existing import must_exist, names_others
from crm_es.messages import Refused

NAMES = ("client_id", "deal_id")


def assign(client_id: UUID | None = None, deal_id: UUID | None = None) -> AssignTask:
    told = {"client_id": client_id, "deal_id": deal_id}
    about = {"task_id": OTHER_ID, "responsible_id": ANN, "supervisor_id": ANN} | told
    return AssignTask.model_validate(about | {"what": "Call them", "due": MONDAY})


@pytest.fixture
def crm(staffed: Crm) -> Crm:
    staffed.handle(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), Context(by=ANN, at=MONDAY))
    staffed.handle(
        OpenDeal(deal_id=DEAL, title="Flour", owner_id=ANN, pipeline="wholesale"), Context(by=ANN, at=MONDAY)
    )
    return staffed


def test_a_command_names_the_records_of_others_and_not_its_own() -> None:
    assert names_others(task.decider, AssignTask) == ["client_id", "deal_id"]
    assert names_others(deal.decider, OpenDeal) == ["client_id"]
    assert names_others(deal.decider, MoveDeal) == names_others(client.decider, RenameClient) == []


def test_what_is_there_may_be_named(crm: Crm) -> None:
    must_exist(crm, assign(CLIENT, DEAL), NAMES)
    must_exist(crm, assign(), NAMES)


def test_what_is_not_there_is_refused(crm: Crm) -> None:
    for wish, sentence in (
        (assign(client_id=OTHER_ID), "There is no such client"),
        (assign(client_id=DEAL), "There is no such client"),
        (assign(deal_id=OTHER_ID), "There is no such deal"),
    ):
        with pytest.raises(Refused, match=sentence):
            must_exist(crm, wish, NAMES)


def test_what_was_discarded_is_not_there(crm: Crm) -> None:
    crm.handle(DiscardDeal(deal_id=DEAL, reason="A mistake"), Context(by=ADMIN, at=MONDAY))
    crm.handle(DiscardClient(client_id=CLIENT, reason="A mistake"), Context(by=ADMIN, at=MONDAY))
    for wish in (assign(client_id=CLIENT), assign(deal_id=DEAL)):
        with pytest.raises(Refused, match="There is no such"):
            must_exist(crm, wish, NAMES)
