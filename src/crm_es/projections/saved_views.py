"""How do people like to see their lists? Their saved views, and what others share (S1-29, X-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_es.aggregates.saved_views import DefaultViewChosen, SavedViewsEvent, ViewRemoved, ViewSaved
from crm_es.ids import derived
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace


@dataclass(frozen=True)
class SavedView(Row, table="saved_views", key="view_id", indexes=("person_id, registry, name", "seen_by")):
    """One way to see a list."""

    view_id: UUID
    person_id: UUID
    registry: str
    """The list, as addresses say it."""
    name: str
    query: tuple[str, ...]
    """Its filters, such as status=approved."""
    sort: str | None
    seen_by: str
    """owner or everybody."""
    saved_at: datetime
    owners_default: bool = False
    """Whether it is what view=default stands for, to its owner."""
    columns: tuple[str, ...] = ()
    """What is shown of each row; the usual, where none is named."""


def view_of(saved_views_id: UUID, registry: str, name: str) -> UUID:
    return derived(saved_views_id, registry, name)


def keys(event: SavedViewsEvent) -> tuple[UUID, ...]:
    names = (event.instead_of, event.name) if isinstance(event, DefaultViewChosen) else (event.name,)
    return tuple(view_of(event.saved_views_id, event.registry, name) for name in names if name)


def evolve(view: SavedView | None, recorded: Recorded[SavedViewsEvent], key: UUID) -> SavedView | None:
    match view, recorded.event:
        case _, ViewSaved() as saved:
            return SavedView(
                view_id=key,
                person_id=saved.person_id,
                registry=saved.registry,
                name=saved.name,
                query=tuple(f"{one.name}={one.value}" for one in saved.query),
                sort=saved.sort,
                seen_by="everybody" if saved.shared else "owner",
                saved_at=recorded.occurred_at,
                owners_default=view is not None and view.owners_default,
                columns=saved.columns,
            )
        case SavedView(), ViewRemoved():
            return None
        case SavedView(), DefaultViewChosen(name=chosen):
            return replace(view, owners_default=view.name == chosen)
        case _:
            raise Corrupt(view, recorded.event)
