"""What things cost us is told to those who grant prices, and hidden from everybody else, however deep it lies."""

from __future__ import annotations

from typing import Any

from crm_es.audit import without_costs


def event(name: str, **facts: Any) -> dict[str, Any]:
    return {"event": name, "sentence": f"{name}: {facts}", "facts": facts}


def test_costs_and_margins_are_left_out_wherever_a_product_is_named() -> None:
    prices = [{"product": "Tea", "price": "200", "cost": "150"}]
    (line,) = without_costs([event("PriceListPublished", prices=prices)])
    assert line["facts"] == {"prices": [{"product": "Tea", "price": "200"}]}
    (line,) = without_costs([event("PriceRequested", product="Tea", margin_percent="11.1")])
    assert line["facts"] == {"product": "Tea"}
    assert "11.1" not in line["sentence"]


def test_what_the_hours_of_somebody_cost_is_left_out_and_their_minutes_are_not() -> None:
    work = {"person_id": "Bob", "minutes": 60, "value": {"amount": "3000"}}
    counted = event("ProjectWorkCounted", work=work | {"cost": {"amount": "1200"}}, was=None)
    (line,) = without_costs([{**counted, "sentence": "Bob worked 60 minutes."}])
    assert line["facts"] == {"work": work, "was": None}
    assert line["sentence"] == "Bob worked 60 minutes."
    planned = [{"stages": [{"planned": [work | {"cost": "1"}]}]}]
    assert without_costs(planned) == [{"stages": [{"planned": [work]}]}]


def test_what_something_else_costs_is_no_secret() -> None:
    campaign = event("CampaignLaunched", aim="Mills", cost="1000")
    assert without_costs([campaign]) == [campaign]


def test_what_approvers_are_told_is_hidden_in_chains_too() -> None:
    added = event("EntryAdded", kind="price question", text="Tea, margin 11.1 %")
    chain = {"command": "RequestPrice", "events": [{**event("PriceRequested", product="Tea"), "commands": [added]}]}
    (shown,) = without_costs([chain])
    assert "11.1" not in str(shown)
    assert shown["events"][0]["commands"][0]["facts"]["kind"] == "price question"
    other = event("EntryAdded", kind="price decision", text="Tea: granted")
    assert without_costs([other]) == [other]
