"""Where working time went: the sheet of labour, what work brought, what sellers do (S3-11, S3-21..S3-24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.rendering import link
from crm_es.site.speech import Speech
from crm_es.site.visitor import Seen, Visitor
from crm_es.site.working.own import book

routes = APIRouter()
Row = dict[str, Any]
Since = Annotated[date | None, Query(alias="from")]
Until = Annotated[date | None, Query(alias="to")]
Person = Annotated[UUID | None, Query(alias="person_id")]
MONTHS: Final = 6
MOST: Final = 200


@routes.get("/time/labour")
async def labour(
    *,
    visitor: Seen,
    by: Literal["project", "client", "subject"] = "project",
    since: Since = None,
    until: Until = None,
    person_id: Person = None,
    client_id: UUID | None = None,
    project_id: UUID | None = None,
) -> Response:
    """Who worked on which day on what; what went over what was agreed is marked."""
    first, last = days(visitor, since, until)
    query = {"by": by, "from_": first, "to": last, "person_id": person_id, "client_id": client_id}
    query |= {"project_id": project_id}
    found = await visitor.get("/reports/labour", **query)
    people = [(rows[0]["person"], rows) for rows in grouped(found["rows"])]
    return visitor.page(
        "time/labour.html",
        days=found["days"],
        people=people,
        chosen=query,
        sums=sums,
        titles=titles,
        cells=lambda row: {cell["day"]: cell for cell in row["cells"]},
        within=within,
        ways=steps(first, last),
        has_team=visitor.me.team > 1,
    )


@routes.get("/time/cells")
async def cell(visitor: Seen, query: Annotated[str, Query(max_length=1000)]) -> Response:
    """What stands behind a figure: days of work, each with the entry and the evidence of it."""
    told = dict(parse_qsl(query))
    told.pop("limit", None)
    rows = (await visitor.get("/work-days", **told, limit=MOST))["rows"]
    return visitor.page("time/behind.html", rows=rows, further=link("/work-days", **told))


@routes.get("/time/output")
async def output(
    *,
    visitor: Seen,
    by: Literal["person", "person,client", "person,client,subject", "client", "person,day"] = "person,client",
    since: Since = None,
    until: Until = None,
    person_id: Person = None,
    client_id: UUID | None = None,
) -> Response:
    """What each person's work brought, down to days and tasks."""
    first, last = days(visitor, since, until)
    query = {"by": by, "from_": first, "to": last, "person_id": person_id, "client_id": client_id}
    rows = (await visitor.get("/reports/output", **query))["rows"]
    return visitor.page(
        "time/output.html",
        rows=rows,
        parts=by.split(","),
        chosen=query,
        has_money=any(row["amount"] is not None for row in rows),
        within=within,
        ways=steps(first, last),
        has_team=visitor.me.team > 1,
    )


@routes.get("/time/structure")
async def structure(visitor: Seen, since: Since = None, until: Until = None, person_id: Person = None) -> Response:
    """Where working time went, month by month, and who drifts to administration."""
    last = until or visitor.today
    first = since or months_before(last, MONTHS - 1)
    query = {"from_": first, "to": last, "person_id": person_id}
    lines = (await visitor.get("/reports/time-structure", **query))["rows"]
    whose = str(person_id) if person_id else None
    shown = [line for line in lines if line["person_id"] == whose and line["heading"] and not line["kind"]]
    drift = book(visitor).labour.drift
    return visitor.page(
        "time/structure.html",
        chart=chart(visitor.speech, shown),
        lines=[line for line in lines if line["person_id"] == whose and line["heading"]],
        people=drifts(lines, drift.groups if drift else ()),
        groups=drift.groups if drift else (),
        points=drift.points if drift else 0,
        months=sorted({line["month"] for line in lines}),
        chosen=query,
        within=within,
        ways=steps(first, last),
        has_team=visitor.me.team > 1,
    )


def days(visitor: Visitor, since: date | None, until: date | None) -> tuple[date, date]:
    """The days that are asked for; this month, where none are."""
    last = until or max(since or visitor.today, visitor.today)
    return since or last.replace(day=1), last


def steps(first: date, last: date) -> dict[str, tuple[date, date]]:
    """The days before and after, of the same length; whole months beside whole months."""
    if first.day == 1:
        before = first - timedelta(1)
        after = (first + timedelta(31)).replace(day=1)
        end = (after + timedelta(31)).replace(day=1) - timedelta(1)
        return {"before": (before.replace(day=1), before), "after": (after, end)}
    length = last - first + timedelta(1)
    return {"before": (first - length, first - timedelta(1)), "after": (last + timedelta(1), last + length)}


def months_before(day: date, count: int) -> date:
    month = day.year * 12 + day.month - 1 - count
    return date(month // 12, month % 12 + 1, 1)


def grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """By person, in the order of names."""
    ordered = sorted(
        rows, key=lambda row: (row["person"] or "", row["person_id"], row["client"] or "", row["what"] or "")
    )
    return [list(of) for _, of in groupby(ordered, key=lambda row: row["person_id"])]


def sums(rows: Sequence[Row]) -> dict[str, int]:
    """Minutes of several rows by day."""
    found: dict[str, int] = {}
    for row in rows:
        for one in row["cells"]:
            found[one["day"]] = found.get(one["day"], 0) + one["minutes"]
    return found


def titles(row: Row) -> list[str]:
    return [text for text in (row["what"], row["client"]) if text]


def within(path: str, chosen: Mapping[str, Any], **changed: Any) -> str:
    """The same report, with something of it changed."""
    return link(path, **{**chosen, **changed})


def chart(speech: Speech, lines: Sequence[Row]) -> dict[str, Any] | None:
    """Hours by month and heading, one above the other."""
    months = sorted({line["month"] for line in lines})
    headings = list(dict.fromkeys(line["heading"] for line in lines if not line["rest"]))
    if not headings:
        return None
    found = {(line["month"], line["heading"]): line for line in lines}
    return {
        "height": 20,
        "tooltip": {"trigger": "item"},
        "legend": {"top": 0},
        "grid": {"left": 50, "right": 10, "top": 40, "bottom": 30},
        "xAxis": {"type": "category", "data": [speech.month(month) for month in months]},
        "yAxis": {"type": "value", "name": speech.text("hours")},
        "series": [
            {
                "name": heading,
                "type": "bar",
                "stack": "all",
                "barMaxWidth": 60,
                "data": [bar(found.get((month, heading))) for month in months],
            }
            for heading in headings
        ],
    }


def bar(line: Row | None) -> dict[str, Any]:
    if line is None:
        return {"value": 0}
    return {"value": round(line["minutes"] / 60, 1), "link": link("/work-days", **dict(parse_qsl(line["query"])))}


def drifts(lines: Sequence[Row], groups: Sequence[str]) -> list[Row]:
    """Of each person the share of what sellers should have little of, month by month, and how far it grew."""
    people: dict[str, Row] = {}
    for line in lines:
        if line["person_id"] and line["heading"] in groups and not line["kind"]:
            person = people.setdefault(
                line["person_id"], {"id": line["person_id"], "name": line["person"], "shares": {}}
            )
            share = person["shares"].setdefault(line["month"], {"percent": 0.0, "query": line["query"]})
            share["percent"] += float(line["percent"] or 0)
    for person in people.values():
        shares = [share["percent"] for _, share in sorted(person["shares"].items())]
        before = shares[:-1]
        person["grown"] = (round(shares[-1] - sum(before) / len(before), 1) if before else 0.0) or 0.0
    return sorted(people.values(), key=lambda one: -one["grown"])
