"""The tree of the work of a CESAW project as stages, and the ids of all that its tables number."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from uuid import UUID

from crm_es.aggregates.project import PlanStage
from crm_es.exchange.cesaw_files import Cesaw, Item, PlanItem
from crm_es.exchange.replay import IMPORTED
from crm_es.ids import derived

MANY: Final = 100_000
"""Ids that are asked for again and again."""


@lru_cache(MANY)
def project_of(project: str) -> UUID:
    return derived(IMPORTED, "cesaw", "project", project)


@lru_cache(MANY)
def stage_of(project: str, item: str) -> UUID:
    return derived(project_of(project), "item", item)


@lru_cache(MANY)
def element_of(project: str, element: str) -> UUID:
    return derived(project_of(project), "element", element)


def elements(found: Cesaw, project: str, items: list[PlanItem]) -> Iterator[PlanStage]:
    """The tree of the work from its roots on; elements that it does not tell of are roots."""
    keys = dict.fromkeys(key for key in found.tree if key[0] == project)
    keys |= dict.fromkeys((project, item.element) for item in items)
    known: set[Item] = set()
    for key in keys:
        for one in path_to(found, key):
            if one not in known:
                known.add(one)
                parent = parent_of(found, one)
                yield PlanStage(
                    project_id=project_of(project),
                    stage_id=element_of(*one),
                    name=f"Element {one[1]}",
                    parent_id=element_of(*parent) if parent in known and parent else None,
                )


def path_to(found: Cesaw, key: Item) -> list[Item]:
    """The elements above one, the highest first, and itself; a circle is cut."""
    path = [key]
    while (above := parent_of(found, path[-1])) and above not in path:
        path.append(above)
    return path[::-1]


def parent_of(found: Cesaw, key: Item) -> Item | None:
    parent = found.tree.get(key)
    return (key[0], parent) if parent else None
