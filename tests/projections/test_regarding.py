"""Whoever opens the list of the morning reads whom and what each thing is about (S0-22)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from examples import ANN, CLIENT

from crm_es.aggregates import DECIDERS
from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.deal import OpenDeal
from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.regarding import RECORDS, Regarding, regarding
from crm_es.runners.worker import settle


@pytest.fixture
def deal_of_acme(staffed: Crm) -> Crm:
    """Ann sells to Acme, and has something to do about it."""
    now = datetime.now(UTC)
    for command in (
        MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN),
        OpenDeal(deal_id=DEAL, title="Ten sacks", client_id=CLIENT, owner_id=ANN, pipeline="wholesale"),
        AssignTask(task_id=TASK, what="Call", responsible_id=ANN, due=now + timedelta(1), deal_id=DEAL),
    ):
        staffed.handle(command, Context(by=ANN, at=now))
    settle(staffed)
    return staffed


DEAL, TASK, NOTHING = uuid4(), uuid4(), uuid4()


def test_a_task_of_a_deal_names_the_deal_and_its_client(deal_of_acme: Crm) -> None:
    """S0-22."""
    with deal_of_acme.log.datastore.get_connection() as db:
        found = regarding(db, [("task", TASK), ("deal", DEAL), ("client", CLIENT), ("order", NOTHING)])
    assert found[TASK] == found[DEAL] == Regarding("Ten sacks", CLIENT, "Acme", ANN, "Ann")
    assert found[CLIENT] == Regarding(None, CLIENT, "Acme", ANN, "Ann")
    assert NOTHING not in found


def test_every_kind_of_record_is_looked_up_in_a_table_that_is_there(crm: Crm) -> None:
    assert set(RECORDS) <= {decider.name for decider in DECIDERS}
    with crm.log.datastore.get_connection() as db:
        assert regarding(db, [(about, NOTHING) for about in RECORDS] + [("weather", NOTHING)]) == {}
