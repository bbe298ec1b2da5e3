"""Where may a deal go from here? Its stages from first to last, and what keeps it from each."""

from __future__ import annotations

from typing import Any, Final, Literal

from crm_es.aggregates.deal import Deal, MoveDeal, WinDeal, decider
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.playbook import AfterEvent, BeforeDate, Pipeline

Line = dict[str, Any]
Going = Literal["at once", "with a reason", "not yet"]
SOME_REASON: Final = "-"


def deal_way(deal: Deal, context: Context) -> Line:
    """As whoever asks may go it now; decided by trying, so that nothing is promised that is then refused."""
    playbook = context.playbooks[deal.playbook_version]
    pipeline = next(one for one in playbook.pipelines if one.name == deal.pipeline)
    here = pipeline.place(deal.stage)
    deadlines = [task.deadline for stage in pipeline.stages for task in stage.tasks]
    dates = [*(one.date for one in deadlines if isinstance(one, BeforeDate)), *deal.dates]
    milestones = [*(one.event for one in deadlines if isinstance(one, AfterEvent)), *deal.milestones]
    return {
        "stages": [
            {
                "stage": stage.name,
                "place": "done" if n < here else "now" if n == here else "to come",
                "norm_days": stage.norm_days,
                "tasks": [task.what for task in stage.tasks],
                **(tried(deal, {"stage": stage.name}, MoveDeal, context) if n != here else NOWHERE),
            }
            for n, stage in enumerate(pipeline.stages)
        ],
        "win": tried(deal, {}, WinDeal, context),
        "sign_offs": list(signatures(deal, pipeline)),
        "dates": [{"name": name, "on": deal.dates.get(name)} for name in dict.fromkeys(dates)],
        "milestones": [{"name": name, "at": deal.milestones.get(name)} for name in dict.fromkeys(milestones)],
        "details": [{"name": name, "value": value} for name, value in deal.details.items()],
        "loss_reasons": list(pipeline.loss_reasons),
    }


NOWHERE: Final[Line] = {"going": None, "why_not": None, "rule": None, "remedies": []}


def tried(deal: Deal, wish: Line, command: type[MoveDeal | WinDeal], context: Context) -> Line:
    """Whether it may go there at once, with a reason only, or not yet; and then why not."""
    refusal = None
    for going, reason in (("at once", None), ("with a reason", SOME_REASON)):
        try:
            list(decider.decide(deal, command(deal_id=deal.deal_id, reason=reason, **wish), context))
        except Refused as refused:
            refusal = refusal if refusal and refusal.remedies else refused
        else:
            return {"going": going, "why_not": str(refusal) if refusal else None, "rule": None, "remedies": []}
    return {
        "going": "not yet",
        "why_not": str(refusal),
        "rule": refusal.rule if refusal else None,
        "remedies": [one.model_dump(mode="json") for one in refusal.remedies] if refusal else [],
    }


def signatures(deal: Deal, pipeline: Pipeline) -> list[Line]:
    """What stages ask to have signed, and who signed it."""
    asked = {what: stage.name for stage in pipeline.stages for what in stage.sign_offs}
    return [
        {
            "what": what,
            "stage": asked.get(what),
            "by": deal.signed[what].by if what in deal.signed else None,
            "on": deal.signed[what].on if what in deal.signed else None,
        }
        for what in dict.fromkeys([*asked, *deal.signed])
    ]
