"""Who may do what in a project, and whom it tells."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from crm_es.aggregates.project.state import Project, Stage
from crm_es.context import Context
from crm_es.messages import Refused

UNASKED: Final = frozenset({"import", "policy", "operator"})
"""They act for others: who leads the project does not hold them up."""


def heads(context: Context) -> tuple[UUID, ...]:
    return context.directory.holders(context.playbook.projects.head_role)


def about(project: Project, context: Context) -> dict[str, Any]:
    """What most events tell of it."""
    return {
        "project_id": project.project_id,
        "project": project.name,
        "client_id": project.client_id,
        "lead_id": project.lead_id,
        "head_ids": heads(context),
    }


def on_stage(project: Project, stage: Stage, context: Context) -> dict[str, Any]:
    """What most events of a stage tell."""
    return about(project, context) | {
        "stage_id": stage.plan.stage_id,
        "stage": stage.plan.name,
        "people": stage.plan.people,
        "planned_minutes": stage.plan.minutes,
        "spent_minutes": stage.spent,
        "told": project.told,
    }


def who(context: Context) -> UUID | None:
    """The person whose wish it is; None of a machine."""
    return context.person if isinstance(context.person, UUID) else None


def leads(project: Project, context: Context) -> bool:
    """Whether the asker leads it, stands in for its lead, is above them, or heads the projects."""
    acts = not UNASKED.isdisjoint(context.roles) or context.playbook.projects.head_role in context.roles
    return acts or context.answers_for(project.lead_id)


def must_lead(project: Project, context: Context) -> None:
    if not leads(project, context):
        lead = context.directory.name(project.lead_id)
        raise Refused(f"{lead} leads this project: ask {lead}, a deputy or a supervisor.", "somebody else's project")


def must_work_on(project: Project, stage: Stage, context: Context) -> None:
    """Whoever is planned on a stage knows how far it is."""
    if who(context) not in stage.plan.people and not leads(project, context):
        lead = context.directory.name(project.lead_id)
        sentence = f"You are not planned on this stage: ask {lead}, or whoever works on it."
        raise Refused(sentence, "somebody else's stage")


def must_work_here(person_id: UUID, what: str, context: Context) -> None:
    """An import tells of people who may have left since."""
    known = context.directory.people if "import" in context.roles else {}
    if context.directory.person(person_id) is None and person_id not in known:
        raise Refused(f"Whoever {what} must work here: name somebody who does.", "must work here")
