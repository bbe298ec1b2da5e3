"""What is told of a deal on its way: dates, milestones, deadlines, details, sign-offs, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from crm_es.aggregates.deal.commands import (
    AgreeDeadline,
    DateDeal,
    DescribeDeal,
    DiscardDeal,
    HandOverDeal,
    ReachMilestone,
    SignOff,
)
from crm_es.aggregates.deal.events import (
    DealDated,
    DealDeadlineAgreed,
    DealDescribed,
    DealDiscarded,
    DealHandedOver,
    DealMilestoneReached,
    DealSignedOff,
)
from crm_es.aggregates.deal.moving import must_work_here
from crm_es.aggregates.deal.stages import following, must_have_dates, pipeline_of, stage_of, unsigned, with_rules
from crm_es.aggregates.deal.state import Deal, Signature, evolve
from crm_es.approving import other_hand
from crm_es.context import Context
from crm_es.messages import Refused, quoted
from crm_es.playbook.names import typed_alike

MANY: Final = 50


def dated(deal: Deal, command: DateDeal, context: Context) -> Iterator[DealDated]:
    if deal.dates.get(command.name) != command.on:
        event = DealDated(deal_id=deal.deal_id, name=command.name, on=command.on)
        yield event.model_copy(update={"dues": following(deal, evolve(deal, event), context)})


def reached(deal: Deal, command: ReachMilestone, context: Context) -> Iterator[DealMilestoneReached]:
    if command.name not in deal.milestones:
        event = DealMilestoneReached(deal_id=deal.deal_id, name=command.name, at=context.at)
        yield event.model_copy(update={"dues": following(deal, evolve(deal, event), context)})


def agreed(deal: Deal, command: AgreeDeadline, context: Context) -> Iterator[DealDeadlineAgreed]:
    stage = pipeline_of(deal, context).stage(command.stage)
    if stage is None:
        known = quoted(stage.name for stage in pipeline_of(deal, context).stages)
        raise Refused(f"There is no stage {command.stage!r} in this pipeline: take one of {known}.", "no such stage")
    if command.what not in (rule.what for rule in stage.tasks):
        known = quoted(rule.what for rule in stage.tasks) or "another stage"
        raise Refused(f"{stage.name!r} has no task {command.what!r}: take one of {known}.", "no such stage task")
    if deal.deadlines.get((command.stage, command.what)) == command.deadline:
        return
    event = DealDeadlineAgreed(**dict(command))
    after = evolve(deal, event)
    if command.stage == deal.stage:
        must_be_above(deal, context)
        must_have_dates(after, deal.stage, (rule for rule in stage.tasks if rule.what == command.what))
    dues = following(deal, after, context)
    if command.deadline is not None and any(task.due <= context.at for task in dues):
        raise Refused(
            "By this rule the task would be overdue already: agree on a later day.", "a deadline that lies ahead"
        )
    yield event.model_copy(update={"dues": dues})


def must_be_above(deal: Deal, context: Context) -> None:
    """Nobody agrees with themselves: one's own task is moved with a reason, and that is counted (S2-19)."""
    supervisor_id = context.directory.supervisor(deal.owner_id)
    if "import" not in context.roles and not context.answers_for(supervisor_id):
        who = context.directory.name(supervisor_id)
        raise Refused(
            f"A task of the present stage is moved with a reason: reschedule it, or let {who} agree on another rule.",
            "a supervisor agrees on deadlines",
        )


def described(deal: Deal, command: DescribeDeal) -> Iterator[DealDescribed]:
    details = {name: detail for name, detail in (deal.details | command.details).items() if detail}
    if len(details) > MANY:
        raise Refused(f"A deal has {MANY} details at most: take some out first.", "too many details")
    after = replace(
        deal,
        details=details,
        client_id=command.client_id or deal.client_id,
        product=command.product or deal.product,
    )
    if after != deal:
        yield DealDescribed(
            deal_id=deal.deal_id,
            from_details=deal.details,
            to_details=details,
            client_id=after.client_id,
            product=after.product,
        )


def signed_off(deal: Deal, command: SignOff, context: Context) -> Iterator[DealSignedOff]:
    papers = [paper for stage in pipeline_of(deal, context).stages for paper in stage.sign_offs]
    what = next((paper for paper in papers if typed_alike(paper) == typed_alike(command.what)), None)
    if what is None:
        known = quoted(dict.fromkeys(papers))
        sentence = f"take one of {known}." if known else "the playbook names none for this pipeline."
        raise Refused(f"No stage of this deal asks for {command.what!r} to be signed: {sentence}", "no such sign-off")
    if command.on > context.playbook.calendar.day(context.at):
        raise Refused("Nothing is signed on a day to come: give the day on which it was.", "signed on a day to come")
    signature = Signature(command.by, command.on, command.file)
    if deal.signed.get(what) != signature:
        after = replace(deal, signed=deal.signed | {what: signature})
        yield DealSignedOff(
            **dict(command) | {"what": what},
            entered_by=other_hand(deal.owner_id, context),
            to_sign=unsigned(after, stage_of(deal, deal.stage, context)),
        )


def handed_over(deal: Deal, command: HandOverDeal, context: Context) -> Iterator[DealHandedOver]:
    if command.owner_id == deal.owner_id:
        return
    must_work_here(command.owner_id, context)
    rules = stage_of(deal, deal.stage, context).tasks
    yield DealHandedOver(
        deal_id=deal.deal_id,
        from_owner_id=deal.owner_id,
        to_owner_id=command.owner_id,
        pipeline=deal.pipeline,
        stage=deal.stage,
        stay=deal.stay,
        reason=command.reason,
        tasks=tuple(t.task_id for t, rule in with_rules(deal.tasks, rules) if not t.done and rule.is_owners),
    )


def discarded(deal: Deal, command: DiscardDeal) -> DealDiscarded:
    if deal.stay > 1:
        raise Refused("This deal has moved already: lose it with a reason instead.", "discarded after moving")
    return DealDiscarded(
        deal_id=deal.deal_id, owner_id=deal.owner_id, reason=command.reason, left_behind=deal.left_behind
    )
