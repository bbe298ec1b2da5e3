"""The saved views of one person: lists narrowed and sorted as they like to see them (S1-29, X-01).

A view has a name within its list. Saving under a name that is taken changes nothing, unless the change is asked for in
so many words. One view of each list may be the person's default; a shared one may be used by everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Final, NamedTuple, get_args
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import views_of
from crm_es.messages import Command, Corrupt, Event, Message, Refused

DEFAULT: Final = "default"
"""What stands for whichever view the person has chosen; no view is called so."""
MOST: Final = 200
"""So many views one person keeps."""
SAVE: Final = "save it under /saved-views/<your saved_views_id from /me>"

ViewName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]*$"),
    Field(examples=["Approved, mine to pay"]),
]
ListName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{0,59}$"), Field(examples=["payment-requests"])]
"""A list as addresses and the command line say it."""


class Filter(Message):
    """One condition of a view."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,60}$"), Field(examples=["status"])]
    """A column, with _from or _to behind it for a range; or q for words."""
    value: Annotated[
        str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"), Field(examples=["approved"])
    ]


Query = Annotated[tuple[Filter, ...], Field(max_length=40)]
Columns = Annotated[
    tuple[Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,60}$")], ...],
    Field(max_length=100, examples=[["title"]]),
]
Sort = Annotated[str, StringConstraints(pattern=r"^-?[a-z_]{1,60}$"), Field(examples=["-pay_by"])]

# ── Events ──────────────────────────────────────────────────────────────────


class ViewSaved(Event):
    """The person keeps a way to see a list under this name."""

    saved_views_id: UUID
    person_id: UUID
    registry: str
    name: str
    query: tuple[Filter, ...]
    sort: str | None
    shared: bool
    """Whether everybody may use it."""
    columns: tuple[str, ...] = ()
    """What is shown of each row, in this order; the usual, where none is named."""


class ViewRemoved(Event):
    """The person no longer keeps it."""

    saved_views_id: UUID
    person_id: UUID
    registry: str
    name: str
    was_default: bool


class DefaultViewChosen(Event):
    """The person's view=default of the list is this one from now on."""

    saved_views_id: UUID
    person_id: UUID
    registry: str
    name: str | None
    """None where they go back to the list as it is."""
    instead_of: str | None
    """The view that was the default before."""


SavedViewsEvent = ViewSaved | ViewRemoved | DefaultViewChosen

# ── Commands ────────────────────────────────────────────────────────────────


class SaveView(Command, roles={"employee"}):
    """Keep a way to see a list under a name, among one's own views: their id is saved_views_id in /me."""

    saved_views_id: UUID
    registry: ListName
    name: ViewName
    query: Query = ()
    sort: Sort | None = None
    columns: Columns = ()
    """What is shown of each row, in this order; the usual, where none is named."""
    shared: bool = False
    """Everybody may use it."""
    replace: bool = False
    """Change the view of this name, if there is one."""


class RemoveView(Command, roles={"employee"}):
    """Keep a view no longer, of one's own: their id is saved_views_id in /me."""

    saved_views_id: UUID
    registry: ListName
    name: ViewName


class ChooseDefaultView(Command, roles={"employee"}):
    """Choose which of one's own views (saved_views_id in /me) view=default stands for.

    A page or a program that asks a list for view=default shows it so; without it the list is as it is.
    """

    saved_views_id: UUID
    registry: ListName
    name: ViewName | None = None
    """One's own, and not one that somebody else shares. None for the list as it is."""


SavedViewsCommand = SaveView | RemoveView | ChooseDefaultView

# ── State ───────────────────────────────────────────────────────────────────


class View(NamedTuple):
    query: tuple[Filter, ...]
    sort: str | None
    shared: bool
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class SavedViews:
    views: Mapping[tuple[str, str], View] = field(default_factory=dict)
    """By list and name."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """The name of the default view of each list that has one."""


def evolve(saved: SavedViews | None, event: SavedViewsEvent) -> SavedViews:
    match saved, event:
        case None, ViewSaved():
            return evolve(SavedViews(), event)
        case SavedViews(), ViewSaved(registry=registry, name=name):
            view = View(event.query, event.sort, event.shared, event.columns)
            return replace(saved, views={**saved.views, (registry, name): view})
        case SavedViews(), ViewRemoved(registry=registry, name=name) if (registry, name) in saved.views:
            views = {key: view for key, view in saved.views.items() if key != (registry, name)}
            defaults = {of: chosen for of, chosen in saved.defaults.items() if (of, chosen) != (registry, name)}
            return SavedViews(views, defaults)
        case SavedViews(), DefaultViewChosen(registry=registry, name=chosen):
            defaults = {of: name for of, name in saved.defaults.items() if of != registry}
            return replace(saved, defaults=defaults if chosen is None else {**defaults, registry: chosen})
        case _:
            raise Corrupt(saved, event)


# ── Decisions ───────────────────────────────────────────────────────────────


def decide(saved: SavedViews | None, command: SavedViewsCommand, context: Context) -> Iterator[SavedViewsEvent]:
    person_id, registry = context.person_id, command.registry
    if command.saved_views_id != views_of(person_id):
        raise Refused(f"These views are somebody else's. To keep a view, {SAVE}.", "views of somebody else")
    known = saved or SavedViews()
    match command, known:
        case SaveView(name=name), SavedViews():
            view = View(command.query, command.sort, command.shared, command.columns)
            if known.views.get((registry, name)) == view:
                return
            must_be_free(known, command)
            yield ViewSaved(**command.model_dump(exclude={"replace"}), person_id=person_id)
        case RemoveView(name=name), SavedViews():
            if (registry, name) in known.views:
                was_default = known.defaults.get(registry) == name
                yield ViewRemoved(**dict(command), person_id=person_id, was_default=was_default)
        case ChooseDefaultView(name=chosen), SavedViews():
            if chosen is not None and (registry, chosen) not in known.views:
                raise Refused(
                    f"You have no view called {chosen!r} of this list: {SAVE} first. One that somebody else shares"
                    " cannot be your default.",
                    "no such view",
                )
            before = known.defaults.get(registry)
            if chosen != before:
                yield DefaultViewChosen(**dict(command), person_id=person_id, instead_of=before)


def must_be_free(known: SavedViews, command: SaveView) -> None:
    """Refuse a name that is taken, unless the view shall be changed."""
    if command.name.casefold() == DEFAULT:
        raise Refused(f"{command.name!r} stands for the view you have chosen: take another name.", "reserved name")
    if (command.registry, command.name) in known.views:
        if not command.replace:
            raise Refused(
                f"You have a view called {command.name!r} already: take another name, or ask to replace it.",
                "name of a view taken",
            )
    elif len(known.views) >= MOST:
        raise Refused(f"You keep {MOST} views: remove one that you no longer use.", "too many views")


decider = Decider("saved_views", "saved views", get_args(SavedViewsCommand), decide, evolve)
