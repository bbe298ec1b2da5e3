"""What is done with the stages of a project: planned, moved, reported on, worked on (S3-14, S3-16..S3-19)."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from crm_es.site.anything.bodies import indexes
from crm_es.site.anything.bodies import typed as typed_value
from crm_es.site.anything.records import legal
from crm_es.site.inner import Problem
from crm_es.site.projecting.hours import minutes_of, typed
from crm_es.site.projecting.stages import moved, offered
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
STAGES: Final = "/projects/{project_id:uuid}/stages"
STAGE: Final = STAGES + "/{stage_id:uuid}"
MOVED: Final = 303
STALE: Final = 412
MOST: Final = 500
KEPT: Final = ("name", "parent_id", "category", "kind", "starts", "ends")
Version = Annotated[int | None, Form(alias="_version", ge=1, le=2**31)]


@routes.get("/projects/-/estimate")
async def estimated(
    visitor: Seen,
    name: Annotated[str, Query(max_length=200)] = "",
    category: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """How long such a stage took before; what is typed for it so far is held against that."""
    planned = sum(minutes_of(text) or 0 for key, text in visitor.request.query_params.items() if key.endswith(".hours"))
    found = None
    if name.strip():
        found = await visitor.get(
            "/reports/estimate",
            title=name.strip(),
            category=category.strip() or None,
            planned_minutes=planned or None,
        )
    return visitor.page("projects/estimate.html", found=found, planned=planned)


@routes.get(STAGES + "/plan")
async def planning(visitor: Seen, project_id: UUID, stage_id: UUID | None = None) -> Response:
    """The form of a stage: a new one, or what is planned of one."""
    held: dict[str, Any] = {**dict.fromkeys(KEPT), "depends_on": [], "planned": [{"person_id": "", "hours": ""}]}
    if stage_id:
        action = offered(await legal(visitor, "project-stages", stage_id), "PlanStage")
        if action is None:
            return visitor.page("note.html", status=409, sentence=visitor.speech.text("You may not plan this stage."))
        held = {field["name"]: field["value"] for field in action["fields"]}
        held["planned"] = [
            {"person_id": one["person_id"], "hours": typed(one["minutes"])} for one in held["planned"] or ()
        ]
    return await form_of(visitor, project_id, stage_id, held)


async def form_of(
    visitor: Visitor,
    project_id: UUID,
    stage_id: UUID | str | None,
    held: dict[str, Any],
    *,
    problem: Problem | None = None,
    version: int | None = None,
) -> Response:
    project, stages, people, described = await asyncio.gather(
        visitor.get(f"/projects/{project_id}"),
        visitor.get("/project-stages", project_id=project_id, sort="starts", limit=MOST),
        visitor.get("/staff-members", limit=MOST, sort="name"),
        visitor.get("/commands/PlanStage", id_=project_id),
    )
    kinds = next(field for field in described["fields"] if field["name"] == "kind")
    return visitor.page(
        "projects/plan_stage.html",
        status=problem.status if problem else 200,
        project=project,
        stage_id=stage_id,
        held=held,
        others=[one for one in stages["rows"] if one["stage_id"] != str(stage_id) and one["status"] != "dropped"],
        categories=sorted({one["category"] for one in stages["rows"] if one["category"]}),
        people=people["rows"],
        kinds=[choice["value"] for choice in kinds.get("choices") or ()],
        problem=problem,
        errors=problem.errors if problem else {},
        version=version or await version_of(visitor, project_id),
    )


async def version_of(visitor: Visitor, project_id: UUID) -> int | None:
    """Of the project as it is shown: what somebody else changes meanwhile is not overwritten."""
    tag = (await visitor.inner.ask("GET", f"/projects/{project_id}")).headers.get("etag", "").strip('W/"')
    return int(tag) if tag.isdigit() else None


@routes.post(STAGES + "/plan")
async def planned(visitor: Seen, project_id: UUID) -> Response:
    """Plan it as the form says."""
    form = await visitor.request.form()
    version = int(text) if (text := str(form.get("_version") or "")).isdigit() else None
    stage_id, wrong = str(form.get("stage_id") or uuid4()), {}
    body: dict[str, Any] = {name: text for name in KEPT if (text := str(form.get(name) or "").strip())}
    rows = shares(form)
    for n, row in enumerate(rows):
        if minutes_of(row["hours"]) is None:
            wrong[f"planned.{n}"] = "Say the hours as 8, 8.5 or 8:30."
    told = [{"person_id": row["person_id"], "minutes": minutes_of(row["hours"])} for row in rows]
    body |= {"stage_id": stage_id, "planned": told, "depends_on": form.getlist("depends_on")}
    held = {**dict.fromkeys(KEPT), **body, "planned": rows}
    known = stage_id if form.get("stage_id") else None
    try:
        if wrong:
            raise Unread(wrong)
        await visitor.post(f"/projects/{project_id}/plan-stage", body, expected=version, key=key_of(form))
    except Problem as problem:
        return await form_of(visitor, project_id, known, held, problem=problem, version=version)
    return done(visitor, project_id, visitor.speech.text("The stage is planned."))


class Unread(Problem):
    """Something that was typed cannot be read."""

    def __init__(self, errors: dict[str, str]) -> None:
        Exception.__init__(self)
        self.status, self.headers, self.detail, self.rule = 422, {}, "Some fields need another look.", None
        self.errors, self.remedies = errors, []


def shares(form: FormData) -> list[dict[str, str]]:
    """Who is to work how long, as it was typed; rows that say nothing are left out."""
    rows = [
        {part: str(form.get(f"planned.{n}.{part}") or "").strip() for part in ("person_id", "hours")}
        for n in indexes(form, "planned")
    ]
    return [row for row in rows if row["person_id"]]


def key_of(form: FormData) -> UUID | None:
    try:
        return UUID(str(form.get("_key")))
    except ValueError:
        return None


@routes.post(STAGE + "/move")
async def move(
    visitor: Seen,
    project_id: UUID,
    stage_id: UUID,
    *,
    starts: Annotated[str, Form(max_length=10)],
    ends: Annotated[str, Form(max_length=10)],
    version: Version = None,
) -> Response:
    """Plan it for other days, and leave the rest of its plan as it is."""
    action = offered(await legal(visitor, "project-stages", stage_id), "PlanStage")
    if action is None:
        return refused(visitor, 409, visitor.speech.text("You may not plan this stage."))
    return await sent(
        visitor,
        project_id,
        "plan-stage",
        moved(action, starts, ends),
        note=visitor.speech.text(
            "Planned from {starts} to {ends}.", starts=on(visitor, starts), ends=on(visitor, ends)
        ),
        version=version,
    )


def on(visitor: Visitor, day: str) -> str:
    try:
        return visitor.speech.day(day, visitor.today)
    except ValueError:
        return day


@routes.post(STAGE + "/progress")
async def progress(
    visitor: Seen, project_id: UUID, stage_id: UUID, done_percent: Annotated[str, Form(max_length=10)] = ""
) -> Response:
    """How much of it is done."""
    said = done_percent.strip()
    body = {"stage_id": str(stage_id), "done_percent": typed_value("integer", said, visitor.zone)}
    note = visitor.speech.text("Done to {percent} %.", percent=said)
    return await sent(visitor, project_id, "report-progress", body, note=note)


@routes.post(STAGE + "/timer")
async def timer(visitor: Seen, project_id: UUID, stage_id: UUID) -> Response:
    """Begin to work on it; what ran before is stopped and recorded."""
    body = {
        "person_id": str(visitor.me.id),
        "work_id": str(uuid4()),
        "project_id": str(project_id),
        "stage_id": str(stage_id),
    }
    try:
        await visitor.post(f"/work-logs/{visitor.me.work_log_id}/start-timer", body)
    except Problem as problem:
        return refused(visitor, problem.status, visitor.speech.refusal(problem.detail))
    return done(visitor, project_id, visitor.speech.text("The timer runs."))


async def sent(
    visitor: Visitor, project_id: UUID, verb: str, body: dict[str, Any], *, note: str, version: int | None = None
) -> Response:
    """A command to the project; what is refused is told as a sentence."""
    try:
        await visitor.post(f"/projects/{project_id}/{verb}", body, expected=version)
    except Problem as problem:
        said = next(iter(problem.errors.values()), problem.detail)
        return refused(visitor, problem.status, visitor.speech.refusal(said))
    return done(visitor, project_id, note)


def refused(visitor: Visitor, status: int, sentence: str) -> Response:
    return visitor.page("payments/refused.html", status=status, sentence=sentence, is_stale=status == STALE)


def done(visitor: Visitor, project_id: UUID, note: str) -> Response:
    if visitor.is_partial:
        return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
    return RedirectResponse(f"/projects/{project_id}", MOVED)
