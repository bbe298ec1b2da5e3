"""How working time is recorded, as the playbook says it (X-34)."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from crm_es.playbook import Labour, Rounding, WorkKind
from crm_es.playbook.labour import Usual


@pytest.mark.parametrize(
    ("way", "minutes", "rounded"),
    [("up", 1, 15), ("up", 15, 15), ("up", 16, 30), ("nearest", 22, 15), ("nearest", 23, 30), ("down", 29, 15)],
)
def test_minutes_are_rounded_up_down_or_to_the_nearest(way: str, minutes: int, rounded: int) -> None:
    assert Rounding.model_validate({"minutes": 15, "way": way}).of(minutes) == rounded


def test_something_is_never_rounded_to_nothing() -> None:
    assert Rounding(minutes=15, way="down").of(1) == 15
    assert Rounding(minutes=15).of(0) == 0


def test_a_kind_is_found_however_it_is_typed() -> None:
    kind = Labour().kind("SELF‐study")
    assert kind is not None
    assert kind.name == "self-study"
    assert Labour().kind("sleep") is None


def test_what_is_usual_is_one_of_the_kinds() -> None:
    labour = Labour(usual=Usual(project="project work"))
    assert (labour.usual_kind("project"), labour.usual_kind("ticket")) == ("project work", "service")
    with pytest.raises(ValidationError, match="'sleep' is no kind of work"):
        Labour(usual=Usual(ticket="sleep"))


def test_no_two_kinds_are_called_the_same() -> None:
    with pytest.raises(ValidationError, match="rename one"):
        Labour(kinds=(WorkKind(name="service"), WorkKind(name="Service")))
