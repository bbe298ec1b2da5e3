"""A client's life in the reservoir: it is met, called, buys, lapses, is asked after, and comes back (S0-01..S0-14)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from company import Company
from examples import ANN, BOB, CLIENT, HEAD, ID, OTHER_ID, PLAYBOOK, administration, roubles

from crm_es.aggregates.campaign import EndCampaign, LaunchCampaign
from crm_es.aggregates.client import (
    AddContact,
    ContactClient,
    ExplainLapse,
    HandOverClient,
    MeetClient,
    MergeClient,
    UnmergeClient,
)
from crm_es.aggregates.complaint import FileComplaint
from crm_es.aggregates.deal import LoseDeal, OpenDeal, WinDeal
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.playbook import Calendar, Complaints, Reservoir
from crm_es.playbook.complaints import ComplaintCause
from crm_es.sales_reports.campaigns import campaigns
from crm_es.sales_reports.leaks import By, leaks
from crm_es.sales_reports.reservoir import reservoir
from crm_es.sales_reports.wins import wins

PLAN = Reservoir(market=5000, target=10, counts="deal won", active_days=60, contact_every_days=14)
START = datetime(2026, 1, 15, 9, tzinfo=UTC)
NOW = datetime(2026, 12, 31, tzinfo=UTC)
CALENDAR = Calendar()
CAUSES = Complaints(causes=(ComplaintCause(cause="Defect", department="Purchasing", role="head_of_sales"),))


def later(days: int) -> datetime:
    return START + timedelta(days)


def by_ann() -> Context:
    return Context(by=ANN, at=START)


@pytest.fixture
def at_work(staffed: Crm) -> Company:
    playbook = PLAYBOOK.model_copy(update={"reservoir": PLAN, "complaints": CAUSES})
    staffed.handle(PublishPlaybook(playbook=playbook), administration())
    company = Company(staffed)
    company.ask(ANN, MeetClient(client_id=CLIENT, name="Rye", owner_id=ANN, sector="bakery"), START)
    return company


def buy(company: Company, n: int, at: datetime, client_id: UUID = CLIENT, amount: float = 100) -> None:
    """A deal, won at once."""
    deal_id = UUID(int=1000 + n)
    opening = OpenDeal(deal_id=deal_id, title=f"Deal {n}", client_id=client_id, owner_id=ANN, pipeline="repeat order")
    company.crm.handle(opening, Context(by=ANN, at=at))
    company.ask(ANN, WinDeal(deal_id=deal_id, value=roubles(amount), reason="agreed at once"), at)


def months(company: Company, **asked: Any) -> dict[str, tuple[int, int, int, int]]:
    """Level at start, inflow, outflow and level at end, by month."""
    with company.crm.log.datastore.get_connection() as db:
        lines = reservoir(db, CALENDAR, NOW, PLAN, since=date(2026, 1, 1), **asked)
    found = {
        f"{line['month']:%m}": (line["level_at_start"], line["inflow"], line["outflow"], line["level_at_end"])
        for line in lines
    }
    return {month: flows for month, flows in found.items() if any(flows)}


def test_whoever_buys_is_active_until_the_clock_finds_that_nothing_more_came(at_work: Company) -> None:
    """S0-02, S0-04, S0-05."""
    assert at_work.one("clients")["status"] == "prospect"
    buy(at_work, 1, later(0))
    assert at_work.one("clients")["status"] == "active"
    at_work.clock(later(59))
    assert at_work.one("clients")["status"] == "active"
    at_work.clock(later(61))
    assert at_work.one("clients")["status"] == "lapsed"
    assert months(at_work) == {"01": (0, 1, 0, 1), "02": (1, 0, 0, 1), "03": (1, 0, 1, 0)}


def test_each_purchase_moves_the_lapse(at_work: Company) -> None:
    buy(at_work, 1, later(0))
    buy(at_work, 2, later(50))
    at_work.clock(later(61))
    assert at_work.one("clients")["status"] == "active"
    at_work.clock(later(111))
    assert at_work.one("clients")["status"] == "lapsed"


def test_the_owner_is_asked_why_and_a_reason_settles_it(at_work: Company) -> None:
    """S0-06."""
    buy(at_work, 1, later(0), amount=250)
    at_work.clock(later(61))
    assert at_work.kinds(ANN) == ["client lapsed"]
    explain = ExplainLapse(client_id=CLIENT, reason="Rude  MANAGER")
    at_work.ask(ANN, explain, later(62))
    assert at_work.kinds(ANN) == []
    (stay,) = at_work.list("reservoir")
    assert (stay["reason"], stay["revenue"], stay["manager"]) == ("rude manager", 250, "Ann")


def test_people_may_add_a_reason(at_work: Company) -> None:
    buy(at_work, 1, later(0))
    at_work.clock(later(61))
    unknown = ExplainLapse(client_id=CLIENT, reason="moved away")
    assert "say that it is new" in at_work.refused(ANN, unknown, later(62))
    at_work.ask(ANN, unknown.model_copy(update={"new": True}), later(62))
    known = {row["reason"]: row["clients"] for row in at_work.list("leak-reasons")}
    assert known == dict.fromkeys(PLAN.leak_reasons, 0) | {"moved away": 1}


def test_who_buys_again_needs_no_explanation(at_work: Company) -> None:
    buy(at_work, 1, later(0))
    at_work.clock(later(61))
    buy(at_work, 2, later(70))
    assert at_work.kinds(ANN) == []
    assert [(stay["kind"], stay["since"]) for stay in at_work.list("reservoir", sort="since")] == [
        ("new", later(0)),
        ("back", later(70)),
    ]


def test_who_takes_over_the_client_is_asked_instead(at_work: Company) -> None:
    buy(at_work, 1, later(0))
    at_work.clock(later(61))
    at_work.ask(HEAD, HandOverClient(client_id=CLIENT, owner_id=BOB), later(62))
    assert (at_work.kinds(ANN), at_work.kinds(BOB)) == ([], ["client lapsed"])
    assert at_work.one("reservoir")["manager"] == "Ann"


def test_prospects_are_called_by_plan(at_work: Company) -> None:
    """S0-12."""
    assert at_work.one("clients")["next_contact_on"] == later(14).date()
    at_work.clock(later(15))
    assert at_work.kinds(ANN) == ["prospect to call"]
    at_work.ask(ANN, ContactClient(client_id=CLIENT, outcome="interested"), later(15))
    assert at_work.kinds(ANN) == []
    assert at_work.one("clients")["next_contact_on"] == later(29).date()
    buy(at_work, 1, later(20))
    assert at_work.one("clients")["next_contact_on"] is None


def test_leaks_are_ranked_by_count_and_money_with_what_nobody_explained_apart(at_work: Company) -> None:
    """S0-08, S0-09, S0-21: and complaints of the same cause are told beside."""
    reasons = ("defect", "defect", "rude manager", None)
    for n, (reason, amount) in enumerate(zip(reasons, (10, 20, 500, 70), strict=True), 1):
        client_id = UUID(int=2000 + n)
        at_work.crm.handle(MeetClient(client_id=client_id, name=f"Client {n}", owner_id=ANN), by_ann())
        buy(at_work, n, later(n), client_id, amount)
        at_work.clock(later(n + 61))
        if reason:
            at_work.ask(ANN, ExplainLapse(client_id=client_id, reason=reason), later(n + 61))
    opening = OpenDeal(deal_id=ID, title="Lost", owner_id=ANN, pipeline="wholesale", value=roubles(9))
    at_work.ask(ANN, opening, START)
    at_work.ask(ANN, LoseDeal(deal_id=ID, reason="silence"), later(1))
    complaint = FileComplaint(complaint_id=OTHER_ID, client_id=CLIENT, cause="defect", text="It broke at once.")
    at_work.ask(ANN, complaint, later(2))

    def told(by: By, **asked: Any) -> list[tuple[Any, ...]]:
        with at_work.crm.log.datastore.get_connection() as db:
            found = leaks(db, CALENDAR, NOW, CAUSES, by=by, since=date(2026, 1, 1), **asked)
        assert [line["reason"] for line in found.deals_lost] == ["silence"]
        assert all(
            len(at_work.list("reservoir", filters=parsed(line["query"]))) == line["clients"] for line in found.rows
        )
        assert sum(line["complaints"] for line in found.rows) == 1
        names = ("department", "manager", "reason", "clients", "revenue", "cumulative_share_of_clients")
        return [tuple(line[name] for name in names if name in line) for line in found.rows]

    assert told("reason") == [("defect", 2, 30, 0.5), ("rude manager", 1, 500, 0.75), (None, 1, 70, 1.0)]
    assert [line[0] for line in told("reason", order="revenue")] == ["rude manager", "defect", None]
    assert told("manager") == [("Ann", 4, 600, 1.0)]
    assert told("department") == [
        ("Purchasing", "defect", 2, 30, 0.5),
        (None, "rude manager", 1, 500, 0.75),
        (None, None, 1, 70, 1.0),
    ]


def parsed(query: str) -> dict[str, str]:
    return dict(parse_qsl(query))


def test_a_campaign_pays_back_only_with_those_who_buy_again(at_work: Company) -> None:
    """S0-10, S0-11."""
    launch = LaunchCampaign(
        campaign_id=ID,
        name="Fair",
        aim="Bakeries of the region",
        planned=3,
        cost=roubles(900),
        since=date(2026, 1, 1),
        until=date(2026, 3, 1),
    )
    at_work.ask(HEAD, launch, START)
    for n in range(4):
        client_id = UUID(int=3000 + n)
        at_work.crm.handle(MeetClient(client_id=client_id, name=f"Met {n}", owner_id=ANN, campaign_id=ID), by_ann())
        for m in range(n):
            buy(at_work, 10 * n + m, later(m), client_id)
    at_work.ask(HEAD, EndCampaign(campaign_id=ID, result="Three came, two stayed."), later(60))
    with at_work.crm.log.datastore.get_connection() as db:
        (line,) = campaigns(db)
    assert (line["met"], line["bought"], line["regular"]) == (4, 3, 2)
    assert (line["revenue"], line["cost_of_one_who_bought"], line["cost_of_one_regular"]) == (600, 300, 450)
    assert (line["share_bought"], line["share_regular"], line["short_of_plan"]) == (0.75, 0.6667, 0)
    shown = [len(at_work.list("clients", filters=parsed(line[f"{one}_query"]))) for one in ("met", "bought", "regular")]
    assert shown == [4, 3, 2]


def test_two_records_of_one_client_become_one_and_two_again(at_work: Company) -> None:
    """X-11."""
    at_work.ask(ANN, MeetClient(client_id=OTHER_ID, name="Rye Ltd", owner_id=BOB, inn="7707083893"), START)
    at_work.ask(BOB, AddContact(client_id=OTHER_ID, contact_id=ID, name="Vera", phone="8 912 345-67-89"), START)
    buy(at_work, 1, later(0))
    buy(at_work, 2, later(70), OTHER_ID)
    before = at_work.list("clients"), at_work.list("reservoir"), months(at_work)
    at_work.ask(HEAD, MergeClient(client_id=OTHER_ID, into_id=CLIENT, reason="the same"), later(71))
    rye = {row["client_id"]: row for row in at_work.list("clients")}
    assert (rye[OTHER_ID]["status"], rye[OTHER_ID]["merged_into"]) == ("merged", "Rye")
    assert (rye[CLIENT]["inn"], rye[CLIENT]["contacts"]) == ("7707083893", ["Vera, +79123456789"])
    assert months(at_work)["03"] == (1, 1, 1, 1)
    assert {row["client"] for row in at_work.list("purchases")} == {"Rye"}
    assert "merged into another" in at_work.refused(ANN, ContactClient(client_id=OTHER_ID), later(71))
    buy(at_work, 3, later(72), OTHER_ID)
    assert {row["client"] for row in at_work.list("purchases")} == {"Rye"}
    at_work.ask(HEAD, UnmergeClient(client_id=OTHER_ID), later(73))
    assert {row["client"]: row["amount"] for row in at_work.list("purchases", sort="bought_at")} == {
        "Rye": 100,
        "Rye Ltd": 100,
    }
    after = {row["client_id"]: row for row in at_work.list("clients")}
    assert (after[OTHER_ID]["purchases"], after[CLIENT]["purchases"]) == (2, 1)
    known = ("inn", "contacts", "status", "owner_id")
    assert [[after[row["client_id"]][name] for name in known] for row in before[0]] == [
        [row[name] for name in known] for row in before[0]
    ]
    assert len(at_work.list("reservoir")) == len(before[1])


def test_nobody_is_merged_into_what_is_no_client(at_work: Company) -> None:
    at_work.ask(HEAD, MergeClient(client_id=CLIENT, into_id=OTHER_ID), START)
    assert at_work.one("clients")["status"] == "prospect"
    assert "itself" in at_work.refused(HEAD, MergeClient(client_id=CLIENT, into_id=CLIENT), START)


def test_months_of_a_manager_and_of_a_sector_balance_too(at_work: Company) -> None:
    at_work.ask(ANN, MeetClient(client_id=OTHER_ID, name="Nails", owner_id=BOB, sector="tools"), START)
    buy(at_work, 1, later(0))
    buy(at_work, 2, later(1), OTHER_ID)
    buy(at_work, 3, later(40), OTHER_ID)
    assert (
        months(at_work, owner_id=BOB)
        == months(at_work, sector="tools")
        == {
            "01": (0, 1, 0, 1),
            "02": (1, 0, 0, 1),
            "03": (1, 0, 0, 1),
            "04": (1, 0, 1, 0),
        }
    )
    with at_work.crm.log.datastore.get_connection() as db:
        lines = reservoir(db, CALENDAR, NOW, PLAN, since=date(2026, 1, 1))
        for line in lines:
            for figure, name in (("inflow", "inflow"), ("outflow", "outflow"), ("level_at_end", "level")):
                assert len(at_work.list("reservoir", filters=parsed(line[f"{name}_query"]))) == line[figure]
        assert [line["revenue"] for line in lines[:3]] == [200, 100, 0]
        assert (lines[0]["distance"], lines[0]["market"], lines[0]["active_revenue"]) == (8, 5000, 200)


def test_deals_are_counted_by_who_won_them(at_work: Company) -> None:
    buy(at_work, 1, later(0))
    with at_work.crm.log.datastore.get_connection() as db:
        for by, name in (("agent", "Ann"), ("manager", "Helen"), ("sector", "bakery"), ("product", None)):
            line, total = wins(db, CALENDAR, by=by)  # type: ignore[arg-type]  # each of them is one
            assert (line[by], line["won"], line["win_rate"], line["value"]) == (name, 1, 1.0, 100)
            assert total["all"]
            if line["won_query"]:
                assert len(at_work.list("deals", filters=parsed(line["won_query"]))) == 1
