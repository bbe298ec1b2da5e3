"""A danger of a project as people read it, and what there is to do about it (S3-15)."""

from __future__ import annotations

from typing import Final

from crm_es.aggregates.project import ProjectWarned

HOUR: Final = 60
SPENDING, TIME, BUDGET = "spending", "time", "budget"


def concern(event: ProjectWarned) -> str:
    """What there is to do something about."""
    match event.what:
        case "stage late" | "SPI":
            return TIME
        case "budget":
            return BUDGET
        case "stage over plan" | "project over plan" | "runs ahead" | "CPI":
            return SPENDING


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
            due = "more" if event.due_percent is None else f"{event.due_percent} %"
            return f"by now {due} should be done; {event.done_percent} % is."
