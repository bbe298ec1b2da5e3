"""Reports on sales on the command line: for people, for programs, for spreadsheets (S0-01..S0-20)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from examples import ANN, CLIENT, DEAL, PLAYBOOK, administration, roubles
from shell import Operator, answer

from crm_es.aggregates.client import MeetClient
from crm_es.aggregates.deal import OpenDeal, WinDeal
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.playbook import Reservoir
from crm_es.runners.worker import settle


@pytest.fixture
def shop(staffed: Crm, crm_es: Operator) -> Operator:
    """Ann's client bought today."""
    reservoir = Reservoir(counts="deal won", target=10)
    staffed.handle(PublishPlaybook(playbook=PLAYBOOK.model_copy(update={"reservoir": reservoir})), administration())
    for command in (
        MeetClient(client_id=CLIENT, name="Rye", owner_id=ANN),
        OpenDeal(deal_id=DEAL, title="Flour", client_id=CLIENT, owner_id=ANN, pipeline="repeat order"),
        WinDeal(deal_id=DEAL, value=roubles(900), reason="at once"),
    ):
        staffed.handle(command, Context(by=ANN, at=datetime.now(UTC)))
    settle(staffed)
    return crm_es


def test_reports_are_printed_for_people_and_for_programs(shop: Operator) -> None:
    *_, month = answer(shop("--json", "report", "reservoir"))["lines"]
    assert (month["inflow"], month["level_at_end"], month["distance"]) == (1, 1, 9)
    *_, total = answer(shop("--json", "report", "wins", "--by", "manager"))["lines"]
    assert (total["won"], total["all"]) == (1, True)
    found = answer(shop("--json", "report", "leaks"))
    assert (found["lines"], found["deals_lost"]) == ([], [])
    assert answer(shop("--json", "report", "campaigns"))["lines"] == []
    printed = shop("report", "reservoir").stdout
    assert "level at end" in printed
    assert "query" not in printed


def test_what_a_report_does_not_know_is_told(shop: Operator) -> None:
    for arguments in (("wins", "--by", "moon"), ("leaks", "--order", "moon"), ("reservoir", "--from", "moon")):
        done = shop("report", *arguments)
        assert done.returncode == 2 or "moon" in done.stderr
        assert "Traceback" not in done.stderr


def test_the_history_of_a_client_is_printed(shop: Operator) -> None:
    """S0-20."""
    lines = answer(shop("--json", "timeline", CLIENT))["events"]
    assert [line["event"] for line in lines] == ["ClientBought", "DealWon", "DealOpened", "ClientMet"]
    assert "Deal won: 900 RUB." in shop("timeline", CLIENT).stdout
