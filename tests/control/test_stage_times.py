"""How long deals stay in their stages, against the norm (S2-15, S2-18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from control.conftest import Office
from examples import ANN, BOB, DEAL, FRIDAY, HEAD, ID, MONDAY, OTHER_ID, PLAYBOOK, TUESDAY

from crm_es.aggregates.deal import LoseDeal, MoveDeal, OpenDeal
from crm_es.control.stage_times import stage_times
from crm_es.messages import Refused
from crm_es.playbook import Calendar

NOW = MONDAY + timedelta(days=8)


@pytest.fixture
def company(office: Office) -> Office:
    """Ann's deal goes on after a day; Bob's stays in the first stage for longer than its five days; one is lost."""
    deals = ((DEAL, ANN), (ID, BOB), (OTHER_ID, BOB))
    office.happened(
        *(
            (who, OpenDeal(deal_id=deal, title="Flour", owner_id=who, pipeline="wholesale"), MONDAY)
            for deal, who in deals
        ),
        (HEAD, MoveDeal(deal_id=DEAL, stage="contract", reason="They know us."), TUESDAY),
        (BOB, LoseDeal(deal_id=OTHER_ID, reason="price"), FRIDAY),
    )
    return office


def asked(company: Office, **question: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = company.asked(stage_times, Calendar(), NOW, pipelines=PLAYBOOK.pipelines, **question)
    return found


def test_each_stage_tells_its_tempo_and_what_rots(company: Office) -> None:
    lead, contract = asked(company)
    assert (lead["stage"], lead["norm_days"], lead["stays"], lead["there_now"], lead["lost"]) == ("lead", 5, 3, 1, 1)
    assert (lead["median_days"], lead["mean_days"], lead["longest_days"]) == (4.0, 4.33, 8.0)
    assert (lead["over_norm"], lead["rotting_now"]) == (1, 1)
    assert (contract["stage"], contract["norm_days"], contract["rotting_now"]) == ("contract", None, 0)


def test_owners_are_told_apart_where_asked(company: Office) -> None:
    lines = asked(company, by_owner=True, people=[BOB])
    assert [(line["stage"], line["owner"], line["stays"]) for line in lines] == [("lead", "Bob", 2)]


def test_each_figure_leads_to_its_rows(company: Office) -> None:
    for line in [*asked(company), *asked(company, by_owner=True, since=MONDAY.date(), until=MONDAY.date())]:
        assert len(company.list("deal-stages", filters=dict(parse_qsl(line["query"])))) == line["stays"]
        assert len(company.list("deals", filters=dict(parse_qsl(line["rotting_query"])))) == line["rotting_now"]


def test_a_report_that_cannot_be_is_a_sentence(company: Office) -> None:
    with pytest.raises(Refused, match="ends before it begins"):
        asked(company, since=FRIDAY.date(), until=MONDAY.date())
