"""What is said of a field below it is what the description of the API says of it."""

from __future__ import annotations

from crm_es.aggregates.payment_request import ApprovePaymentRequest
from crm_es.field_texts import field_texts
from crm_es.messages import Command, Event, Message, Remedy


def test_each_field_has_its_own_words() -> None:
    assert field_texts(Remedy) == {
        "command": "Its name.",
        "sentence": "What it does, for the person.",
        "fields": "What it would say, as JSON has it.",
    }


def test_they_are_in_the_schema_and_those_of_parents_too() -> None:
    class Sharper(Remedy):
        """Some remedy."""

        edge: int

    told = Sharper.model_json_schema()["properties"]
    assert told["command"]["description"] == "Its name."
    assert "description" not in told["edge"]


def test_parts_are_explained_as_well() -> None:
    class Offer(Message):
        """What may be done."""

        best: Remedy

    (part,) = Offer.model_json_schema()["$defs"].values()
    assert part["properties"]["command"]["description"] == "Its name."


def test_of_other_people_s_classes_nothing_is_told() -> None:
    assert field_texts(int) == {}


def test_every_text_belongs_to_a_field() -> None:
    """A docstring that was meant for a field, and stands below nothing, would be lost."""
    kinds: list[type[Message]] = [*Event.NAMED.values(), ApprovePaymentRequest]
    constants = set(field_texts(Message)) | set(field_texts(Command)) | set(field_texts(Event))
    assert [
        (kind, name) for kind in kinds for name in field_texts(kind).keys() - constants - set(kind.model_fields)
    ] == []
