"""What stands in which stage? The open deals of a pipeline, stage by stage, with their money and their tasks (X-02)."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.filters import WILD, Condition, folded, joined, visible
from crm_es.messages import Refused, quoted
from crm_es.playbook import Calendar, Pipeline, Playbook
from crm_es.registries import registry

Line = dict[str, Any]
Colour = Literal["late", "today", "later", "none"]
DEALS: Final = registry("deals")
COLOURS: Final = ("late", "today", "later", "none")
TO_DO: Final = "status IN ('open', 'returned')"
SHOWN: Final = f"""
    WITH due AS (
        SELECT DISTINCT ON (deal_id) deal_id, task_id, what AS task, due AS next_due, responsible_id FROM task_list
        WHERE {TO_DO} AND deal_id IS NOT NULL ORDER BY deal_id, due, task_id
    ), shown AS (
        SELECT deal.*, task_id, task, next_due, responsible_id, coalesce(rots_at < %s, false) AS rotting,
               CASE WHEN next_due IS NULL THEN 'none' WHEN next_due < %s THEN 'late' WHEN next_due <= %s THEN 'today'
                    ELSE 'later' END AS colour
        FROM (SELECT * FROM deal_registry WHERE outcome = 'open' AND {{where}}) AS deal LEFT JOIN due USING (deal_id)
    )
"""
COLUMNS: Final = f"""{SHOWN}
    SELECT stage, currency, count(*) AS count, sum(amount) AS amount, count(*) FILTER (WHERE rotting) AS rotting,
           {", ".join(f"count(*) FILTER (WHERE colour = '{colour}') AS {colour}" for colour in COLOURS)}
    FROM shown WHERE {{narrowed}} GROUP BY stage, currency ORDER BY stage, currency
"""
CARDS: Final = f"""{SHOWN}, placed AS (
        SELECT *, row_number() OVER (PARTITION BY stage ORDER BY next_due NULLS LAST, deal_id) AS place
        FROM shown WHERE {{narrowed}}
    )
    SELECT deal_id, title, stage, placed.client_id, client.name AS client, placed.owner_id, owner.name AS owner, amount,
           placed.currency, since, floor(extract(epoch FROM %s - since) / 86400)::int8 AS days_in_stage, rotting,
           colour, task_id, task, next_due, responsible_id AS task_responsible_id, doing.name AS task_responsible,
           to_sign, playbook_version, (
               SELECT max(originator_version) FROM events WHERE originator_id = deal_id
               AND notification_id <= (SELECT position FROM tracking WHERE name = 'deal_registry')
           ) AS version
    FROM placed LEFT JOIN client_registry AS client USING (client_id)
         LEFT JOIN staff_registry AS owner ON owner.staff_member_id = placed.owner_id
         LEFT JOIN staff_registry AS doing ON doing.staff_member_id = responsible_id
    WHERE place <= %s ORDER BY stage, place
"""
HOLDING: Final = f"""
    SELECT deal_id, task_id, what, due, to_accept
    FROM task_list JOIN deal_registry AS deal USING (deal_id)
    WHERE deal_id = ANY(%s) AND task_list.stage = deal.stage AND ({TO_DO} OR to_accept) ORDER BY deal_id, due, task_id
"""
ENDED: Final = """
    SELECT outcome, currency, count(*) AS count, sum(amount) AS amount FROM deal_registry
    WHERE outcome IN ('won', 'lost') AND closed_at >= %s AND {where} GROUP BY outcome, currency ORDER BY currency
"""
PIPELINES: Final = """
    SELECT pipeline AS name, count(*) AS open FROM deal_registry WHERE outcome = 'open' AND {where} GROUP BY pipeline
"""


class Asked(NamedTuple):
    """Which deals are asked for."""

    owner_id: UUID | None = None
    client_id: UUID | None = None
    tasks: Colour | None = None
    """Those whose nearest task is late, due today, later; or that have none."""
    stage: str | None = None
    """Of this stage alone, to turn its pages."""
    cursor: str | None = None
    limit: int = 50
    words: str | None = None
    """That stand in the title, the product or the client's name."""


def board(
    db: Connection[Any],
    playbook: Playbook | None,
    now: datetime,
    *,
    pipeline: str | None = None,
    asked: Asked = Asked(),  # noqa: B008 - a value that never changes
    limits: Mapping[str, Any],
) -> Line:
    """The first pipeline of the playbook, where no other is named; with all that one may see of it."""
    seen = visible(DEALS, **limits)
    pipelines = told_pipelines(db, playbook, seen)
    way = chosen(playbook, pipelines, pipeline)
    calendar = playbook.calendar if playbook else Calendar()
    name, month = way.name if way else str(pipeline), calendar.day(now).replace(day=1)
    whose = [*seen, ("pipeline = %s", [name]), *equal({"owner_id": asked.owner_id, "client_id": asked.client_id})]
    whose += saying(asked.words)
    of_month = calendar.moment(month, time.min)
    return {
        "pipeline": name,
        "pipelines": pipelines,
        "columns": columns(db, way, asked, whose, (now, calendar.end_of(calendar.day(now)))),
        "month": month,
        **ended(db, whose, of_month),
        "loss_reasons": list(way.loss_reasons) if way else [],
    }


def told_pipelines(db: Connection[Any], playbook: Playbook | None, seen: list[Condition]) -> list[Line]:
    """Those of the playbook, and then those of old that still have deals."""
    where, values = joined(seen)
    counted = {line["name"]: line["open"] for line in ask(db, PIPELINES.format(where=where), values)}
    names = [one.name for one in playbook.pipelines] if playbook else []
    return [{"name": name, "open": counted.get(name, 0)} for name in dict.fromkeys([*names, *sorted(counted)])]


def chosen(playbook: Playbook | None, pipelines: list[Line], name: str | None) -> Pipeline | None:
    """The pipeline as the playbook has it; None where it has it no more."""
    known = [line["name"] for line in pipelines]
    if name is not None and name not in known:
        raise Refused(f"There is no pipeline {name!r}: take one of {quoted(known)}.", "no such pipeline")
    if playbook is None:
        return None
    return playbook.pipelines[0] if name is None else playbook.pipeline(name)


# ── Columns ─────────────────────────────────────────────────────────────────


def columns(
    db: Connection[Any], way: Pipeline | None, asked: Asked, whose: list[Condition], times: tuple[datetime, datetime]
) -> list[Line]:
    where, values = joined(whose)
    narrowing = equal({"colour": asked.tasks, "stage": asked.stage})
    narrowed, more = joined(narrowing)
    given = [times[0], *times, *values, *more]
    sums = ask(db, COLUMNS.format(where=where, narrowed=narrowed), given)
    found = {stage: list(lines) for stage, lines in groupby(sums, lambda line: line["stage"])}
    cards = placed(db, where, [*narrowing, *after(asked.cursor)], [times[0], *times, *values], asked.limit)
    known = [stage.name for stage in way.stages] if way else []
    stages = [asked.stage] if asked.stage else [*known, *sorted(set(found) - set(known))]
    whom = {"owner_id": asked.owner_id, "client_id": asked.client_id, "pipeline": way.name if way else None}
    whom |= {"q": asked.words or None}
    return [
        {"stage": stage, "known": stage in known, "norm_days": norm(way, stage)}
        | figures(found.get(stage, []))
        | moves(known, stage)
        | shown(cards.get(stage, []), asked.limit)
        | {"query": query(whom | {"stage": stage, "outcome": "open"})}
        for stage in stages
    ]


def norm(way: Pipeline | None, name: str) -> int | None:
    stage = way.stage(name) if way else None
    return stage.norm_days if stage else None


def figures(lines: Sequence[Line]) -> Line:
    """What stands in a stage, whatever its currency; and the money by currency."""
    total = {name: sum(line[name] for line in lines) for name in ("count", "rotting", *COLOURS)}
    return {
        "count": total["count"],
        "sums": money(lines),
        "tasks": {colour: total[colour] for colour in COLOURS},
        "rotting": total["rotting"],
    }


def money(lines: Iterable[Line]) -> list[Line]:
    return [{"currency": line["currency"], "amount": line["amount"]} for line in lines if line["currency"]]


def moves(stages: list[str], stage: str) -> Line:
    """Where a deal may go from a stage: to the next one at once, elsewhere with a reason."""
    if stage not in stages:
        return {"at_once": [], "with_reason": [], "win_at_once": False}
    here = stages.index(stage)
    return {
        "at_once": stages[here + 1 : here + 2],
        "with_reason": [*stages[:here], *stages[here + 2 :]],
        "win_at_once": here == len(stages) - 1,
    }


def query(narrowed: Mapping[str, Any]) -> str:
    """What to ask the list of deals for, to see them."""
    return urlencode({name: value for name, value in narrowed.items() if value is not None})


# ── Cards ───────────────────────────────────────────────────────────────────


def placed(
    db: Connection[Any], where: str, narrowing: list[Condition], given: list[Any], limit: int
) -> dict[str, list[Line]]:
    """The cards by stage, one more than asked for; each with the tasks that keep it from going on."""
    narrowed, more = joined(narrowing)
    found = ask(db, CARDS.format(where=where, narrowed=narrowed), [*given, *more, given[0], limit + 1])
    held: dict[UUID, list[Line]] = {}
    for task in ask(db, HOLDING, [[card["deal_id"] for card in found]]):
        held.setdefault(task.pop("deal_id"), []).append(task)
    cards = [card | {"held_by": held.get(card["deal_id"], [])} for card in found]
    return {stage: list(some) for stage, some in groupby(cards, lambda card: card["stage"])}


def shown(cards: list[Line], limit: int) -> Line:
    more = len(cards) > limit > 0
    return {"cards": cards[:limit], "next_cursor": place_of(cards[limit - 1]) if more else None}


def place_of(card: Line) -> str:
    due: datetime | None = card["next_due"]
    return urlsafe_b64encode(json.dumps([due and due.isoformat(), str(card["deal_id"])]).encode()).decode()


def after(cursor: str | None) -> list[Condition]:
    """What comes behind the card that a cursor tells of."""
    if cursor is None:
        return []
    try:
        due, deal_id = json.loads(urlsafe_b64decode(cursor))
        place = (datetime.fromisoformat(due) if due else None, UUID(deal_id))
    except (TypeError, ValueError, AttributeError, RecursionError):
        raise Refused("This cursor is of no board: begin with the first page.", "cursor of another list") from None
    if place[0] is None:
        return [("next_due IS NULL AND deal_id > %s", [place[1]])]
    return [("((next_due, deal_id) > (%s, %s) OR next_due IS NULL)", list(place))]


# ── Ends ────────────────────────────────────────────────────────────────────


def ended(db: Connection[Any], whose: list[Condition], since: datetime) -> Line:
    """What was won and lost in this month."""
    where, values = joined(whose)
    found = ask(db, ENDED.format(where=where), [since, *values])
    of = {outcome: [line for line in found if line["outcome"] == outcome] for outcome in ("won", "lost")}
    return {
        outcome: {"count": sum(line["count"] for line in lines), "sums": money(lines)} for outcome, lines in of.items()
    }


def saying(words: str | None) -> list[Condition]:
    """Deals that these words are found in."""
    if not words:
        return []
    like = f"LIKE {folded('%s::text')}"
    clients = f"SELECT client_id FROM client_registry WHERE {folded('name')} {like}"
    found = f"({folded('title')} {like} OR {folded('product')} {like} OR client_id IN ({clients}))"
    return [(found, [f"%{words.translate(WILD)}%"] * 3)]


def equal(values: Mapping[str, Any]) -> list[Condition]:
    return [(f"{name} = %s", [value]) for name, value in values.items() if value is not None]


def ask(db: Connection[Any], question: str, values: Sequence[Any]) -> list[Line]:
    with db.cursor(row_factory=dict_row) as rows:
        return rows.execute(question, values, prepare=False).fetchall()
