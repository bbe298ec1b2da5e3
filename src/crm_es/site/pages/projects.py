"""Projects: how all of them stand; one with its stages, chart, plan and fact, earned value (S3-12..S3-20)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.anything import lists, values
from crm_es.site.anything.records import as_it_was, history, legal
from crm_es.site.projecting.bars import drawn
from crm_es.site.projecting.dangers import dangers
from crm_es.site.projecting.stages import offered, tree
from crm_es.site.speech import phrase
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
REGISTRY: Final = "projects"
PAGE: Final = "/projects/{project_id:uuid}"
MOST: Final = 500
View = Literal["stages", "gantt", "plan", "value", "history"]
VIEWS: Final[Mapping[str, str]] = {
    "stages": phrase("Stages"),
    "gantt": phrase("Gantt chart"),
    "plan": phrase("Plan and fact"),
    "value": phrase("Earned value"),
    "history": phrase("History"),
}
STANDS: Final = (
    ("red", phrase("Needs attention"), phrase("Over the budget or the plan, or a stage is late.")),
    ("amber", phrase("Near the limit"), phrase("Most of the budget is taken.")),
    ("ok", phrase("As planned"), phrase("Within the budget, no stage is late.")),
)
STATES: Final = ("ok", "amber", "red")


@routes.get("/projects")
async def projects(visitor: Seen, cursor: Annotated[str | None, Query(max_length=2000)] = None) -> Response:
    """How open projects stand; with any filter, the list."""
    asked = dict(visitor.request.query_params)
    if asked.keys() - {"mine"}:
        return await lists.listed(visitor, REGISTRY, cursor)
    mine = "mine" in asked
    found, budgets = await asyncio.gather(
        visitor.get("/projects", status="open", lead_id=visitor.me.id if mine else None, limit=MOST),
        visitor.get("/projects/budgets"),
    )
    limits: dict[str, list[dict[str, Any]]] = {}
    for line in budgets["rows"]:
        limits.setdefault(line["project_id"], []).append(line)
    cards: dict[str, list[dict[str, Any]]] = {state: [] for state, _, _ in STANDS}
    for row in found["rows"]:
        shown = current(limits.get(row["project_id"], []))
        cards[stands(row, shown)].append({**row, "limits": shown})
    return visitor.page(
        "projects/overview.html",
        columns=STANDS,
        cards=cards,
        mine=mine,
        opening=lists.opening(REGISTRY, visitor),
        is_cut=found["next_cursor"] is not None,
    )


def current(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each unit the last line: of monthly budgets that of the newest month."""
    return list({line["unit"]: line for line in sorted(lines, key=lambda one: one["period"] or "")}.values())


def stands(row: Mapping[str, Any], limits: list[dict[str, Any]]) -> str:
    """red, amber or ok: by the budget, or by the plan where no budget is set; a late stage is red."""
    if row["late_stages"] or (row["over_plan"] and not limits):
        return "red"
    return max((line["state"] for line in limits), key=STATES.index, default="ok")


@routes.get("/projects/gantt")
async def chart(visitor: Seen, person_id: UUID | None = None) -> Response:
    """Who is planned when: the bars of one person over all projects, or all projects together."""
    people = (await visitor.get("/staff-members", limit=MOST, sort="name"))["rows"]
    found = await visitor.get("/projects/gantt", by="person" if person_id else "project", person_id=person_id)
    rows = [row for row in found["rows"] if row["status"] == "open"]
    return visitor.page(
        "projects/gantt_of_people.html",
        people=people,
        person_id=str(person_id or ""),
        rows=rows,
        bars=drawn(rows, {}, with_project=True),
    )


@routes.get(PAGE)
async def project(
    visitor: Seen,
    project_id: UUID,
    view: View = "stages",
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> Response:
    """One project. What is above its parts is the same in all of them."""
    row, past, actions, stages, limits, earned, agreed = await asyncio.gather(
        visitor.get(f"/{REGISTRY}/{project_id}"),
        history(visitor, REGISTRY, project_id),
        legal(visitor, REGISTRY, project_id),
        visitor.get("/project-stages", project_id=project_id, sort="starts", limit=MOST),
        visitor.get("/projects/budgets", project_id=project_id),
        visitor.get("/projects/earned-value", project_id=project_id),
        visitor.get("/project-baselines", project_id=project_id, sort="-set_at", limit=MOST),
    )
    hours = next((line for line in earned["rows"] if line["unit"] == "hours"), None)
    kept = [stage for stage in stages["rows"] if stage["status"] != "dropped"]
    still = [stage["stage_id"] for stage in kept if stage["status"] == "open"]
    newest = past[-1]["version"] if past else None
    shown = "history" if version else view
    return visitor.page(
        f"projects/{shown}.html",
        shown=lists.of(REGISTRY),
        row=row,
        record_id=str(project_id),
        title_of=row["name"],
        actions=[one for one in actions if one["command"] != "PlanStage"],
        may_plan=offered(actions, "PlanStage") is not None,
        limits=current(limits["rows"]),
        warned=dangers(visitor.speech, past, still, hours, visitor.today) if row["status"] == "open" else [],
        branches=tree(kept),
        dropped=[stage for stage in stages["rows"] if stage["status"] == "dropped"],
        baselines=baselines(agreed["rows"]),
        past=list(reversed(past)),
        newest=newest,
        values=values,
        back="/projects",
        views=VIEWS,
        view=shown,
        **await PARTS[shown](visitor, project_id, agreed["rows"], version),
    )


def baselines(agreed: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Number and name of each, the newest first."""
    return sorted({(line["number"], line["baseline"]) for line in agreed}, reverse=True)


async def of_stages(*_: Any) -> dict[str, Any]:
    """What the table shows is known already."""
    return {}


async def of_gantt(visitor: Visitor, project_id: UUID, agreed: list[dict[str, Any]], _: Any) -> dict[str, Any]:
    """The bars, beside what was agreed last or in the baseline that is asked for."""
    found = await visitor.get("/projects/gantt", project_id=project_id)
    numbers = [number for number, _ in baselines(agreed)]
    wanted = visitor.request.query_params.get("baseline", "")
    number = int(wanted) if wanted.isdigit() and int(wanted) in numbers else next(iter(numbers), None)
    by_stage = {line["stage_id"]: line for line in agreed if line["number"] == number}
    return {
        "rows": found["rows"],
        "bars": drawn(found["rows"], by_stage, with_project=False),
        "number": number,
        "agreed": by_stage,
    }


async def of_plan(visitor: Visitor, project_id: UUID, *_: Any) -> dict[str, Any]:
    """Plan and fact, against what was chosen."""
    asked = visitor.request.query_params
    by = asked.get("by") if asked.get("by") in ("stage", "person", "category") else "stage"
    query = {"project_id": project_id, "by": by, "baseline": asked.get("baseline") or None}
    query["as_of"] = None if query["baseline"] else asked.get("as_of") or None
    found = await visitor.get("/projects/plan-fact", **query)
    return {"total": found["rows"][0], "lines": found["rows"][1:], "asked": query}


async def of_value(visitor: Visitor, project_id: UUID, *_: Any) -> dict[str, Any]:
    """What is due, done and spent: of all of it and of each stage; in hours and in money."""
    use = "price" if visitor.request.query_params.get("use") == "price" else "cost"
    number = visitor.request.query_params.get("baseline") or None
    whole, stages = await asyncio.gather(
        visitor.get("/projects/earned-value", project_id=project_id, use=use, baseline=number),
        visitor.get("/projects/earned-value", project_id=project_id, use=use, baseline=number, by="stage"),
    )
    of_each = [line for line in stages["rows"] if line["unit"] == "hours"]
    return {"earned": whole["rows"], "by_stage": of_each, "use": use, "number": number, "on": whole["on"]}


async def of_history(visitor: Visitor, project_id: UUID, _: Any, version: int | None) -> dict[str, Any]:
    return {"then": await as_it_was(visitor, REGISTRY, project_id, version) if version else None}


PARTS: Final = {"stages": of_stages, "gantt": of_gantt, "plan": of_plan, "value": of_value, "history": of_history}
