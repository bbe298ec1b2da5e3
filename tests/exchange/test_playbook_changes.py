"""What one playbook says otherwise than another is a list that people read."""

from __future__ import annotations

from datetime import date
from typing import Any

from examples import PLAYBOOK

from crm_es.exchange.playbook_changes import Change, changes
from crm_es.exchange.playbook_yaml import dump, load
from crm_es.playbook import Calendar, Playbook, Stage

(WHOLESALE, REPEAT), (LEAD, OFFER, CONTRACT, SHIPMENT) = PLAYBOOK.pipelines, PLAYBOOK.pipelines[0].stages


def with_stages(*stages: Stage) -> Playbook:
    wholesale = WHOLESALE.model_copy(update={"stages": stages})
    return PLAYBOOK.model_copy(update={"pipelines": (wholesale, REPEAT)})


def changed(**values: Any) -> Stage:
    return LEAD.model_copy(update=values)


def test_the_same_has_no_differences() -> None:
    assert changes(PLAYBOOK, load(dump(PLAYBOOK))) == []


def test_a_value_is_told_before_and_after() -> None:
    after = with_stages(changed(norm_days=7), OFFER, CONTRACT, SHIPMENT)
    path = "pipelines 'wholesale' > stages 'lead' > norm_days"
    assert changes(PLAYBOOK, after) == [Change("changed", path, 5, 7)]


def test_what_is_said_for_the_first_time_is_added() -> None:
    path = "pipelines 'wholesale' > stages 'lead' > norm_days"
    before = with_stages(changed(norm_days=None), OFFER, CONTRACT, SHIPMENT)
    assert changes(before, PLAYBOOK) == [Change("added", path, None, 5)]
    assert changes(PLAYBOOK, before) == [Change("removed", path, 5, None)]


def test_an_item_comes_and_goes_as_a_whole() -> None:
    after = with_stages(LEAD, OFFER, SHIPMENT, Stage(name="praise", norm_days=2))
    (gone, come) = changes(PLAYBOOK, after)
    assert (gone.how, gone.path, gone.after) == ("removed", "pipelines 'wholesale' > stages 'contract'", None)
    assert gone.before["tasks"][0]["what"] == "Prepare the contract"
    praise = {"name": "praise", "norm_days": 2}
    assert come == Change("added", "pipelines 'wholesale' > stages 'praise'", None, praise)


def test_another_order_is_one_change() -> None:
    after = with_stages(OFFER, LEAD, CONTRACT, SHIPMENT)
    names = ["'lead'", "'offer'", "'contract'", "'shipment'"]
    order = Change("changed", "pipelines 'wholesale' > stages > order", names, ["'offer'", "'lead'", *names[2:]])
    assert changes(PLAYBOOK, after) == [order]


def test_of_words_each_is_added_or_removed() -> None:
    reasons = WHOLESALE.model_copy(update={"loss_reasons": ("price", "rivals")})
    after = PLAYBOOK.model_copy(update={"pipelines": (reasons, REPEAT)})
    assert [(one.how, one.path, one.before, one.after) for one in changes(PLAYBOOK, after)] == [
        ("removed", "pipelines 'wholesale' > loss_reasons 'silence'", "silence", None),
        ("added", "pipelines 'wholesale' > loss_reasons 'rivals'", None, "rivals"),
    ]


def test_another_rule_is_told_as_a_whole() -> None:
    task = LEAD.tasks[0].model_copy(update={"deadline": CONTRACT.tasks[0].deadline})
    (change,) = changes(PLAYBOOK, with_stages(changed(tasks=(task,)), OFFER, CONTRACT, SHIPMENT))
    assert change.path.endswith("tasks 'Call the client' > deadline")
    assert (change.before["rule"], change.after["rule"]) == ("after entry", "fixed date")


def test_changes_come_in_the_order_of_the_file() -> None:
    after = with_stages(changed(norm_days=7), OFFER, CONTRACT, SHIPMENT)
    after = after.model_copy(update={"calendar": Calendar(holidays=(date(2026, 12, 31),)), "name": "Trade anew"})
    assert [one.path for one in changes(PLAYBOOK, after)] == [
        "name",
        "pipelines 'wholesale' > stages 'lead' > norm_days",
        "calendar > holidays 2026-12-31",
    ]
