"""A mapping that grows cheaply, and never changes."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from crm_es.layers import Layers


@for_all(st.lists(st.tuples(st.integers(0, 20), st.integers())))
def test_it_holds_what_a_dictionary_would(pairs: list[tuple[int, int]]) -> None:
    plain: dict[int, int] = {}
    layers: Layers[int, int] = Layers()
    for key, value in pairs:
        before, known = layers, dict(plain)
        plain[key] = value
        layers = layers.having(key, value)
        assert before == known
        assert (dict(layers), len(layers), key in layers) == (plain, len(plain), True)
    with pytest.raises(KeyError):
        layers[21]


def test_many_thousand_cost_little() -> None:
    """A dictionary made anew for each takes some twenty seconds."""
    layers: Layers[int, int] = Layers()
    began = process_time()
    for n in range(20_000):
        layers = layers.having(n, n)
    assert process_time() - began < 2
    assert layers[17] == 17
