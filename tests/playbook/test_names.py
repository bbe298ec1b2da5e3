"""What two people would type for the same name."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from crm_es.playbook.names import typed_alike, typed_twice


@pytest.mark.parametrize(
    "typed",
    [
        "FLOUR",
        " flour ",
        "flour.",
        "flour !",
        "fl\u043eur",
        "\ufb02our",
        "flo\u00adur",
        "flour\u200b",
        "\u2060flour",
        "\uff46lour",
    ],
)
def test_names_that_look_alike_are_one(typed: str) -> None:
    assert typed_alike(typed) == "flour"


@pytest.mark.parametrize("typed", ["flour 2", "floor", "flour/", "rye flour", "flour 50%", ""])
def test_other_names_are_others(typed: str) -> None:
    assert typed_alike(typed) != "flour"


def test_a_name_of_signs_alone_is_still_one() -> None:
    assert typed_alike("...") != typed_alike("?")


@for_all(st.text(max_size=40))
def test_what_is_compared_is_typed_like_itself(name: str) -> None:
    assert typed_alike(f"  {name.lower()} ") == typed_alike(name.lower())


def test_what_is_there_twice_is_told_as_it_was_typed() -> None:
    assert list(typed_twice(["Мука", "Salt", "МУКА.", "salt "])) == ["МУКА.", "salt "]
