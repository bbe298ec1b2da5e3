"""What may be done with a deal: on to the next stage, won or lost, and what is told of it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.deal import (
    AdoptPlaybook,
    AgreeDeadline,
    DateDeal,
    Deal,
    DescribeDeal,
    DiscardDeal,
    HandOverDeal,
    LoseDeal,
    MoveDeal,
    ReachMilestone,
    RevalueDeal,
    SignOff,
    WinDeal,
    decider,
)
from crm_es.offers.way import Look, Values, Way, kind
from crm_es.playbook import AfterEntry, AfterEvent, BeforeDate, Pipeline


def pipeline(look: Look) -> Pipeline:
    """As the deal goes by it."""
    deal: Deal = look.state
    return next(one for one in look.context.playbooks[deal.playbook_version].pipelines if one.name == deal.pipeline)


def other_stages(look: Look) -> list[str]:
    return [stage.name for stage in pipeline(look).stages if stage.name != look.state.stage]


def next_stage(look: Look) -> Values | None:
    stages = pipeline(look).stages
    following = pipeline(look).place(look.state.stage) + 1
    return {"stage": stages[following].name} if following < len(stages) else None


def at_the_end(look: Look) -> Values | None:
    """A deal is won past the last stage; before, that passes over some."""
    return None if next_stage(look) else {}


def loss_reasons(look: Look) -> tuple[str, ...]:
    return pipeline(look).loss_reasons


def sign_offs(look: Look) -> list[str]:
    """What is to be signed, what is not yet signed first."""
    papers = dict.fromkeys(paper for stage in pipeline(look).stages for paper in stage.sign_offs)
    return sorted(papers, key=lambda paper: paper in look.state.signed)


def dates(look: Look) -> list[str]:
    """The dates from which deadlines count back, and those that the deal has."""
    counted = (rule.date for rule in deadlines(look) if isinstance(rule, BeforeDate))
    return list(dict.fromkeys([*counted, *look.state.dates]))


def milestones(look: Look) -> list[str]:
    awaited = (rule.event for rule in deadlines(look) if isinstance(rule, AfterEvent))
    return list(dict.fromkeys(name for name in awaited if name not in look.state.milestones))


def deadlines(look: Look) -> Iterator[object]:
    return (task.deadline for stage in pipeline(look).stages for task in stage.tasks)


def with_tasks(look: Look) -> list[str]:
    return [stage.name for stage in pipeline(look).stages if stage.tasks]


def tasks(look: Look) -> list[str]:
    return list(dict.fromkeys(task.what for stage in pipeline(look).stages for task in stage.tasks))


def described(look: Look) -> Values:
    deal: Deal = look.state
    return {"details": deal.details, "client_id": deal.client_id, "product": deal.product}


KIND = kind(
    "deals",
    decider,
    Way(MoveDeal, next_stage, choices={"stage": other_stages}),
    Way(WinDeal, at_the_end, present=lambda look: {"value": look.state.value}),
    Way(LoseDeal, choices={"reason": loss_reasons}, beside=True),
    Way(SignOff, choices={"what": sign_offs}, beside=True),
    Way(RevalueDeal, present=lambda look: {"value": look.state.value}, beside=True),
    Way(DateDeal, choices={"name": dates}, beside=True),
    Way(ReachMilestone, choices={"name": milestones}, beside=True),
    Way(DescribeDeal, present=described, typed={"details": {"How it is sent": "By rail, in bags"}}, beside=True),
    Way(HandOverDeal, beside=True),
    Way(
        AgreeDeadline,
        choices={"stage": with_tasks, "what": tasks},
        typed={"deadline": AfterEntry(days=3650)},
        menu=True,
    ),
    Way(AdoptPlaybook, menu=True),
    Way(DiscardDeal, menu=True),
)
