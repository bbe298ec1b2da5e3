"""A mapping that never changes, and of which a larger one is made cheaply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Layers(Mapping[K, V], Generic[K, V]):
    """What grows by one with each fact, and reaches thousands. The larger mapping shares most with the one before.

    It is made of layers, each at most half as large as the one below. Later ones count more.
    """

    __slots__ = ("_layers",)

    def __init__(self, layers: tuple[Mapping[K, V], ...] = ()) -> None:
        self._layers = layers

    def having(self, key: K, value: V) -> Layers[K, V]:
        """The same with this besides, or instead."""
        below, top = list(self._layers), {key: value}
        while below and len(below[-1]) < 2 * len(top):
            top = {**below.pop(), **top}
        return Layers((*below, top))

    def __getitem__(self, key: K) -> V:
        for layer in reversed(self._layers):
            if key in layer:
                return layer[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[K]:
        return iter(dict.fromkeys(key for layer in self._layers for key in layer))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"Layers({dict(self)})"
