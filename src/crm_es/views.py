"""Saved views put to use: a list as somebody keeps it, with what is asked for besides (S1-29, X-01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.aggregates.saved_views import DEFAULT, SAVE, SaveView
from crm_es.filters import dated, narrowed
from crm_es.messages import Refused
from crm_es.pages import Order
from crm_es.playbook import Calendar
from crm_es.projections.saved_views import SavedView
from crm_es.registries import Registry, registry

FIND = """
    SELECT * FROM saved_views WHERE registry = %s AND person_id = %s AND (person_id = %s OR seen_by = 'everybody')
    AND CASE WHEN %s THEN owners_default ELSE name = %s END
"""

SOME_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Asked(NamedTuple):
    """What a list is narrowed and sorted by."""

    filters: Mapping[str, str]
    sort: str | None


def viewed(
    shown: Registry, db: Connection[Any], asked: Asked, *, name: str, person_id: UUID, owner_id: UUID | None = None
) -> Asked:
    """The list as the view has it; what is asked for besides comes first.

    The view is the person's own, or one that its owner shares. `default` is whichever was chosen, or the list as it is.
    """
    by_default = name.casefold() == DEFAULT
    with db.cursor(row_factory=class_row(SavedView)) as rows:
        values = (shown.name, owner_id or person_id, person_id, by_default, name)
        view = rows.execute(FIND, values).fetchone()
    if view is None:
        if by_default:
            return asked
        others = owner_id not in (None, person_id)
        whose, instead = ("This person shares", "") if others else ("You have", f", or {SAVE}")
        raise Refused(f"{whose} no view of this list called {name!r}: see the list of views{instead}.", "no such view")
    kept = {filter_: value for filter_, _, value in (text.partition("=") for text in view.query)}
    try:
        must_fit(shown, kept, view.sort)
    except Refused as refusal:
        raise Refused(f"View {name!r} has to be saved anew. {refusal}", refusal.rule) from refusal
    return Asked({**kept, **asked.filters}, asked.sort or view.sort)


def must_be_of_use(command: SaveView) -> None:
    """Refuse a view of a list that is not there, or by what the list does not have."""
    names = [one.name for one in command.query]
    if len(set(names)) < len(names):
        raise Refused("A view has each filter once: keep one of them.", "filter given twice")
    shown = registry(command.registry)
    must_fit(shown, {one.name: one.value for one in command.query}, command.sort)
    chosen(shown, ",".join(command.columns))


def chosen(shown: Registry, names: str) -> list[str]:
    """The columns that are named with commas between. Raises Refused where one is not of the list."""
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in shown.columns]:
        raise Refused(
            f"{shown.title} has no column {unknown[0]!r}: take some of {', '.join(shown.columns)}.", "no such column"
        )
    return list(dict.fromkeys(wanted))


def must_fit(shown: Registry, filters: Mapping[str, str], sort: str | None) -> None:
    """Refuse filters and orders that the list does not have."""
    for name, value in dated(shown, filters, Calendar(), SOME_DAY).items():
        narrowed(shown, name, value)
    if sort is not None:
        Order.of(shown, sort)
