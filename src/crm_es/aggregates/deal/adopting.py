"""How a running deal comes to another version of the playbook (X-22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from crm_es.aggregates.deal.events import DealMovedToPlaybook
from crm_es.aggregates.deal.stages import assigned, must_have_dates, pipeline_of, unsigned, with_rules
from crm_es.aggregates.deal.state import Deal
from crm_es.context import Context
from crm_es.ids import derived
from crm_es.messages import Refused, quoted
from crm_es.playbook import Stage


def adopted(deal: Deal, context: Context) -> Iterator[DealMovedToPlaybook]:
    """Tasks that both versions ask for go on with their deadlines; new ones count from now."""
    version = context.playbook_version
    if version == deal.playbook_version:
        return
    stage = same_stage(deal, context)
    pairs = list(with_rules(deal.tasks, stage.tasks))
    kept = tuple(task.task_id for task, _ in pairs)
    old = tuple(task for task in deal.tasks if task.task_id in kept)
    after = replace(deal, playbook_version=version, tasks=old)
    unmet = list(stage.tasks)
    for _, rule in pairs:
        unmet.remove(rule)
    must_have_dates(after, stage.name, unmet)
    entered = deal.entered_at or context.at
    yield DealMovedToPlaybook(
        deal_id=deal.deal_id,
        owner_id=deal.owner_id,
        pipeline=deal.pipeline,
        stage=deal.stage,
        stay=deal.stay,
        client_id=deal.client_id,
        from_version=deal.playbook_version,
        to_version=version,
        kept=kept,
        left_behind=tuple(task_id for task_id in deal.left_behind if task_id not in kept),
        tasks=tuple(
            assigned(after, stage.name, rule, derived(deal.deal_id, "stage task", deal.stay, version, n), context)
            for n, rule in enumerate(unmet)
        ),
        entered_at=deal.entered_at,
        rots_at=entered + timedelta(stage.norm_days) if stage.norm_days else None,
        to_sign=unsigned(deal, stage),
    )


def same_stage(deal: Deal, context: Context) -> Stage:
    """The deal's stage as the playbook in force has it."""
    pipeline, version = context.playbook.pipeline(deal.pipeline), context.playbook_version
    if pipeline is None:
        raise Refused(
            f"Version {version} of the playbook has no pipeline {deal.pipeline!r}: close the deal, "
            "or publish a version that has it.",
            "the playbook in force lacks the pipeline",
        )
    if (stage := pipeline.stage(deal.stage)) is None:
        both = [stage.name for stage in pipeline_of(deal, context).stages if pipeline.stage(stage.name)]
        wise = f"move the deal to {quoted(both)} first" if both else "close the deal"
        raise Refused(
            f"Version {version} of the playbook has no stage {deal.stage!r} in this pipeline: {wise}, "
            "or publish a version that has it.",
            "the playbook in force lacks the stage",
        )
    return stage
