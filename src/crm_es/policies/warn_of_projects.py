"""When a project is in danger, its lead and the heads read it in the notebook at once (S3-12, S3-15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crm_es.aggregates.notebook import AddEntry
from crm_es.aggregates.project import ProjectWarned
from crm_es.asking_people import Topic, question

PASSES_OVER_IMPORTS = True
HOUR: Final = 60


def react(event: ProjectWarned) -> Iterator[AddEntry]:
    about = (event.what, event.stage_id, event.period or event.ends, event.threshold)
    topic = Topic("project warning", "project", event.project_id, about)
    for person_id in dict.fromkeys((event.lead_id, *event.head_ids)):
        yield question(topic, person_id, text(event))


def text(event: ProjectWarned) -> str:
    """Which project or stage it is, and what is wrong with it."""
    whose = f"{event.project}: {event.stage}" if event.stage else event.project
    return f"{whose}: {finding(event)}"


def finding(event: ProjectWarned) -> str:
    spent = f"{event.spent_minutes / HOUR:.1f} h of {event.planned_minutes / HOUR:.1f} h are spent"
    done = f"{event.done_percent} % is done"
    match event.what:
        case "stage over plan" | "project over plan":
            return f"{event.figure:.0f} % of the plan is spent ({spent}, {done})."
        case "runs ahead":
            return f"{spent}, and only {done}: {event.figure:.0f} points apart."
        case "stage late":
            until = f"{event.ends:%d.%m.%Y}" if event.ends else "then"
            return f"it had to be finished by {until}, and {done}."
        case "budget":
            when = f" of {event.period}" if event.period else ""
            return f"{event.figure:.0f} % of the budget{when} is spent."
        case "CPI":
            return f"an hour spent earns {event.figure} h of the plan ({spent}, {done})."
        case "SPI":
            return f"only {event.figure} of what was due by now is done ({done})."
