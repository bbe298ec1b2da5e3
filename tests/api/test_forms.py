"""The forms of commands, as pages show them: every field of every command has a kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_es.aggregates import COMMANDS
from crm_es.api.commands import MACHINES
from crm_es.api.form_answers import FormField
from crm_es.api.forms import form
from crm_es.messages import Command
from crm_es.registries import REGISTRIES

SENT: list[type[Command]] = [command for command in COMMANDS.values() if command.ROLES - MACHINES]


def named(command: str) -> dict[str, FormField]:
    return {field.name: field for field in form(COMMANDS[command])}


def every(fields: Iterator[FormField]) -> Iterator[FormField]:
    for field in fields:
        yield field
        yield from every(iter(field.fields or ()))
        for option in field.options or ():
            yield from every(iter(option.fields))


@pytest.mark.parametrize("command", SENT, ids=lambda command: str(command.__name__))
def test_every_field_of_every_command_has_a_kind(command: type[Command]) -> None:
    lists = {shown.name for shown in REGISTRIES}
    for field in every(iter(form(command))):
        assert field.kind != "nothing", field
        assert (field.registry in lists) == (field.kind in ("person", "record")), field
        assert field.fields or field.kind not in ("part", "rows"), field
        assert field.options or field.kind != "one of", field
        assert field.choices or field.kind != "choice", field


def test_people_and_records_are_looked_up_where_they_are_listed() -> None:
    deal = named("OpenDeal")
    assert (deal["owner_id"].kind, deal["owner_id"].registry) == ("person", "staff-members")
    assert (deal["client_id"].kind, deal["client_id"].registry, deal["client_id"].required) == (
        "record",
        "clients",
        False,
    )
    assert deal["value"].kind == "money"
    assert (deal["dates"].kind, deal["dates"].values) == ("named values", "date")
    assert named("PlanStage")["depends_on"].several


def test_limits_and_explanations_come_along() -> None:
    note = named("MoveTicket")["note"]
    assert (note.kind, note.max_length, note.description) == (
        "long text",
        2000,
        "Why; with what result, where it is done.",
    )
    assert named("ReportProgress")["done_percent"].max == 100
    statuses = named("AnswerSuggestion")["status"].choices or ()
    assert [choice.value for choice in statuses] == ["being thought about", "planned", "done", "declined"]


def test_rows_have_fields_and_files_are_files() -> None:
    lines = named("PlaceOrder")["lines"]
    assert (lines.kind, lines.several) == ("rows", True)
    assert [field.name for field in lines.fields or ()][:2] == ["product", "quantity"]
    assert named("SignOff")["file"].kind == "file"
    assert [option.title for option in named("RecordBankDetails")["details"].options or ()] == [
        "BankDetails",
        "ForeignBankDetails",
    ]


def test_what_a_command_makes_has_a_new_id() -> None:
    assert named("AddContact")["contact_id"].kind == "new id"
    assert named("OpenDeal")["id"].kind == "new id"
