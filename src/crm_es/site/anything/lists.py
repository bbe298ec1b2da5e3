"""Every list as a page: searched, filtered, sorted, with its columns chosen, kept as a view, exported as it is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response
from starlette.exceptions import HTTPException

from crm_es.aggregates import DECIDERS
from crm_es.api.commands import MACHINES, kebab
from crm_es.filters import possible
from crm_es.messages import Command
from crm_es.registries import REGISTRIES, Column, Registry
from crm_es.site.anything import values
from crm_es.site.anything.presets import presets
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
BY_NAME: Final = {shown.name: shown for shown in REGISTRIES}
DECIDER_NAMED: Final = {kebab(decider.plural): decider for decider in DECIDERS}
OURS: Final = frozenset({"sort", "cursor", "columns", "view", "view_of", "all"})
SIZE: Final = 50
View = Annotated[str, Form(max_length=80)]


@routes.get("/{registry}")
async def listed(
    visitor: Seen, registry: str, cursor: Annotated[str | None, Query(max_length=2000)] = None
) -> Response:
    """The list as its address says; without filters the view that one chose, else the first of its tabs."""
    shown, asked = of(registry), dict(visitor.request.query_params)
    views = (await visitor.get("/views", registry=registry, limit=200))["rows"]
    if not asked and (view := next((one for one in views if is_default(one, visitor)), None)):
        asked = as_query(view)
    elif not asked and presets(registry):
        asked = dict(presets(registry)[0].query)
    columns = chosen(shown, asked.pop("columns", None))
    asked.pop("all", None)
    query = {name: mine(text, visitor) for name, text in asked.items() if name != "cursor"}
    found = await visitor.get(f"/{registry}", **query, limit=SIZE, cursor=cursor)
    return visitor.page(
        "anything/list.html",
        shown=shown,
        rows=found["rows"],
        columns=columns,
        asked=asked,
        filters=chips(shown, asked),
        next_page=address(registry, {**visitor.request.query_params, "cursor": found["next_cursor"]})
        if found["next_cursor"]
        else None,
        tabs=[
            (preset, address(registry, preset.query or {"all": ""}), same(preset.query, asked))
            for preset in presets(registry)
        ],
        views=views,
        exports={form: export(registry, query, columns, form) for form in ("csv", "xlsx")},
        opening=opening(registry, visitor),
        values=values,
        href=lambda row: f"/{registry}/{row[shown.id_column]}",
        sorted_by=sorting(registry, asked, shown),
    )


@routes.get("/{registry}/-/filters")
async def filtering(visitor: Seen, registry: str) -> Response:
    """The form that narrows a list, and chooses its columns."""
    shown, asked = of(registry), dict(visitor.request.query_params)
    people = (await visitor.get("/staff-members", limit=500, sort="name"))["rows"]
    return visitor.page(
        "anything/filters.html",
        shown=shown,
        asked=asked,
        fields=list(filterable(shown)),
        people=people,
        columns=chosen(shown, asked.get("columns")),
        can=frozenset(possible(shown)),
        values=values,
    )


@routes.post("/{registry}/-/view")
async def kept(
    visitor: Seen,
    registry: str,
    name: View,
    query: Annotated[str, Form(max_length=8000)] = "",
    *,
    shared: Annotated[bool, Form()] = False,
    default: Annotated[bool, Form()] = False,
    replace: Annotated[bool, Form()] = False,
) -> Response:
    """Keep what one sees under a name. A name that is taken is refused, unless it shall be replaced."""
    shown, asked = of(registry), dict(parse_qsl(query))
    mine_ = f"/saved-views/{visitor.me.saved_views_id}"
    told = {
        "registry": registry,
        "name": name,
        "query": [{"name": one, "value": text} for one, text in asked.items() if one not in OURS],
        "sort": asked.get("sort"),
        "columns": chosen(shown, asked.get("columns")) if asked.get("columns") else [],
        "shared": shared,
        "replace": replace,
    }
    await visitor.post(f"{mine_}/save-view", told)
    if default:
        await visitor.post(f"{mine_}/choose-default-view", {"registry": registry, "name": name})
    return Response(status_code=204, headers={"HX-Redirect": address(registry, {"view": name})})


def of(name: str) -> Registry:
    if (found := BY_NAME.get(name)) is None:
        raise HTTPException(404)
    return found


def mine(text: str, visitor: Visitor) -> str:
    return str(visitor.me.id) if text == "me" else text


def is_default(view: Mapping[str, Any], visitor: Visitor) -> bool:
    return bool(view["owners_default"]) and view["person_id"] == str(visitor.me.id)


def as_query(view: Mapping[str, Any]) -> dict[str, str]:
    """What a saved view asks for."""
    kept_ = dict(text.split("=", 1) for text in view["query"])
    more = {"sort": view["sort"], "columns": ",".join(view["columns"])}
    return kept_ | {name: text for name, text in more.items() if text}


def chosen(shown: Registry, names: str | None) -> list[str]:
    """The columns that are named, as far as the list has them; else the usual ones."""
    wanted = [name for name in (names or "").split(",") if name in shown.columns]
    return wanted or values.usual(shown)


def address(registry: str, query: Mapping[str, Any]) -> str:
    told = {name: text for name, text in query.items() if text is not None}
    return f"/{registry}?{urlencode(told)}" if told else f"/{registry}"


def export(registry: str, query: Mapping[str, str], columns: list[str], form: str) -> str:
    """Where exactly this list is had as a spreadsheet."""
    return f"/api/v1{address(registry, {**query, 'columns': ','.join(columns), 'format': form})}"


def chips(shown: Registry, asked: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each filter that is on: its name, its value, and the address without it."""
    kept_ = {name: text for name, text in asked.items() if name != "cursor"}
    return [
        (name, text, address(shown.name, {one: held for one, held in kept_.items() if one != name} or {"all": ""}))
        for name, text in kept_.items()
        if name not in OURS and name != "q"
    ]


def same(query: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    return dict(query) == {name: text for name, text in asked.items() if name != "cursor"}


def sorting(registry: str, asked: Mapping[str, str], shown: Registry) -> dict[str, tuple[str, str]]:
    """By column: where a click on its heading leads, and how the list is sorted by it now."""
    now = asked.get("sort") or shown.sort
    found = {}
    for name, column in shown.columns.items():
        if not column.several:
            way = "ascending" if now == name else "descending" if now == f"-{name}" else "none"
            following = f"-{name}" if now == name else name
            found[name] = (address(registry, {**asked, "sort": following, "cursor": None}), way)
    return found


def filterable(shown: Registry) -> list[tuple[str, Column]]:
    """The columns that people narrow by: no ids but those of people and of what has a name."""
    return [
        (name, column)
        for name, column in shown.columns.items()
        if (column.kind is not UUID or name.removesuffix("_id") in shown.names) and name not in values.named(shown)
    ]


def opening(registry: str, visitor: Visitor) -> list[type[Command]]:
    """The commands by which this person may add to the list."""
    decider = DECIDER_NAMED.get(registry)
    if decider is None:
        return []
    held = visitor.roles | {"employee"}
    return [one for one in decider.commands if one.OPENS and one.ROLES - MACHINES and not one.ROLES.isdisjoint(held)]
