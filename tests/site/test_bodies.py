"""What is typed into a form becomes what a command takes."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.datastructures import FormData

from crm_es.aggregates import DECIDERS
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.api.commands import MACHINES
from crm_es.api.commands import body_of as model_of
from crm_es.api.form_answers import FormField
from crm_es.api.forms import form as form_of
from crm_es.messages import Command
from crm_es.samples import sample
from crm_es.site.anything.bodies import body_of
from crm_es.site.form_parts import flat

MOSCOW = ZoneInfo("Europe/Moscow")
COMMANDS = [(d, c) for d in DECIDERS for c in d.commands if c.ROLES - MACHINES and c is not PublishPlaybook]
"""All that have a form; a playbook has an editor."""


def field(kind: str, **more: Any) -> dict[str, Any]:
    told = FormField.model_validate({"name": "it", "kind": kind, "required": False, **more})
    return told.model_dump(mode="json")


def typed(described: dict[str, Any], *pairs: tuple[str, str]) -> Any:
    return body_of([described], FormData([(f"f.it{name}", text) for name, text in pairs]), MOSCOW).get("it")


def test_numbers_are_read_as_people_write_them() -> None:
    assert typed(field("decimal"), ("", "1 250,50")) == "1250.50"
    assert typed(field("integer"), ("", " 12 ")) == 12
    assert typed(field("integer"), ("", "many")) == "many"
    assert typed(field("money"), (".amount", "99\u00a0400,5"), (".currency", "EUR")) == {
        "amount": "99400.5",
        "currency": "EUR",
    }


def test_times_are_those_of_the_company() -> None:
    assert typed(field("moment"), ("", "2026-11-24T09:30")) == "2026-11-24T09:30:00+03:00"
    assert typed(field("moment"), ("", "soon")) == "soon"
    assert typed(field("date"), ("", "2026-11-24")) == "2026-11-24"


def test_what_is_left_empty_is_not_said() -> None:
    for kind in ("text", "long text", "decimal", "date", "record", "money"):
        assert body_of([field(kind)], FormData([("f.it", " "), ("f.it.amount", "")]), MOSCOW) == {}


def test_a_box_that_is_there_is_yes_or_no() -> None:
    box = field("yes or no")
    assert typed(box, (".there", "1")) is False
    assert typed(box, (".there", "1"), ("", "true")) is True
    assert typed(box) is None


def test_rows_keep_their_order_and_empty_ones_are_passed_over() -> None:
    lines = field("rows", fields=[field("text"), field("decimal") | {"name": "price"}])
    pairs = ((".10.it", "tea"), (".2.it", "flour"), (".2.price", "45"), (".3.it", ""))
    assert typed(lines, *pairs) == [{"it": "flour", "price": "45"}, {"it": "tea"}]


def test_lines_of_a_text_are_several_values() -> None:
    assert typed(field("text", several=True), ("", "one\r\n\r\ntwo ")) == ["one", "two"]


def test_values_are_told_by_name() -> None:
    named = field("named values", values="date")
    assert typed(named, (".0.name", "delivery"), (".0.value", "2026-12-01"), (".1.name", "")) == {
        "delivery": "2026-12-01"
    }


@pytest.mark.parametrize(("decider", "command"), COMMANDS, ids=[c.__name__ for _, c in COMMANDS])
def test_the_form_of_every_command_can_say_what_the_command_takes(decider: Any, command: type[Command]) -> None:
    wanted = sample(model_of(decider, command))
    fields = [one.model_dump(mode="json") for one in form_of(command)]
    pairs = [(f"f.{name}", texts) for key, value in wanted.items() for name, texts in flat(key, value)]
    form = FormData([(name, text) for name, texts in pairs for text in texts])
    told = body_of(fields, form, MOSCOW)
    model_of(decider, command).model_validate_json(json.dumps({**wanted, **told}))
