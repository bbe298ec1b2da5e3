"""How long will a task take? From finished tasks like it: the median, and where eight of ten lie (S3-14).

Where somebody estimated it already, the estimate is corrected by how the estimates of such tasks came out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from psycopg import Connection
from psycopg.rows import class_row

from crm_es.filters import joined, visible
from crm_es.playbook.projects import Projects
from crm_es.projects.asked import Limits, Line
from crm_es.projects.similarity import Finished, Similar, Wanted, similar
from crm_es.registries import registry

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
WHOLE: Final = 100
NEAR: Final = 0.5
NEWEST: Final = 50_000
"""Tasks that are looked through at most."""
STAGES: Final = registry("project-stages")
FINISHED: Final = f"""
    SELECT stage_id AS task_id, project_id, name AS title, category, planned_minutes AS planned,
           spent_minutes AS actual, finished_at
    FROM {STAGES.source} AS stage
    WHERE finished_at < %s AND spent_minutes > 0 AND {{seen}} ORDER BY finished_at DESC, stage_id LIMIT %s
"""


class Estimate(NamedTuple):
    """How many minutes such a task takes, and what that rests on."""

    basis: Literal["actual", "ratio", "too few"]
    """What tasks like it took; or how their estimates came out, applied to the one given."""
    median: int | None
    low: int | None
    """One of ten such tasks takes less."""
    high: int | None
    """One of ten takes more."""
    with_risk: int | None
    """The median with the playbook's allowance for what nobody foresees."""
    rests_on: list[Similar]
    advice: str | None = None
    """What to do where they are too few."""


def estimate(wanted: Wanted, known: Sequence[Finished], plan: Projects) -> Estimate:
    """What the finished tasks say; nothing where too few of them are like it."""
    like = nearest(similar(wanted, known), plan)
    planned = [one for one in like if one.task.planned > 0]
    if wanted.planned and len(planned) >= plan.similar_least:
        ratios = [one.task.actual / one.task.planned * wanted.planned for one in planned]
        return of("ratio", ratios, planned, plan)
    if len(like) >= plan.similar_least:
        return of("actual", [one.task.actual for one in like], like, plan)
    category = "finish more stages of its category" if wanted.category else "give its category, or finish more stages"
    advice = f"Finished stages like it: {len(like)}; needed: {plan.similar_least}. To get there, {category}."
    return Estimate("too few", None, None, None, None, like, advice)


def nearest(like: list[Similar], plan: Projects) -> list[Similar]:
    """Those that are not far less like it than the best, where these are enough; else all."""
    near = [one for one in like if one.likeness >= NEAR * like[0].likeness]
    return near if len(near) >= plan.similar_least else like


def of(basis: Literal["actual", "ratio"], minutes: Sequence[float], like: list[Similar], plan: Projects) -> Estimate:
    low, median, high = (quantile(minutes, part) for part in (LOW, MIDDLE, HIGH))
    with_risk = median * (WHOLE + plan.risk_percent) / WHOLE
    return Estimate(basis, round(median), round(low), round(high), round(with_risk), like)


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which this part of all lies, between two of them where it falls there."""
    ordered, place = sorted(values), (len(values) - 1) * part
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def finished(db: Connection[Any], at: datetime, limits: Limits | None = None) -> list[Finished]:
    """The stages of projects that were finished before this moment, as far as one sees them, the latest first."""
    seen, values = joined(visible(STAGES, **limits(STAGES)) if limits else [])
    question: Any = FINISHED.format(seen=seen)
    with db.cursor(row_factory=class_row(Finished)) as rows:
        return rows.execute(question, (at, *values, NEWEST)).fetchall()


def told(found: Estimate) -> Line:
    """The estimate with the tasks that it rests on, as people and programs read it."""
    tasks = [
        {
            "stage_id": one.task.task_id,
            "project_id": one.task.project_id,
            "title": one.task.title,
            "category": one.task.category,
            "planned_minutes": one.task.planned,
            "actual_minutes": one.task.actual,
            "finished_at": one.task.finished_at,
            "likeness": round(one.likeness, 3),
        }
        for one in found.rests_on
    ]
    figures = {name: value for name, value in found._asdict().items() if name != "rests_on"}
    return figures | {"tasks": len(tasks), "rests_on": tasks}
