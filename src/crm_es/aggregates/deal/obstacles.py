"""What keeps a deal from going on: tasks that are open, what has to be known of it, and what has to be signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crm_es.aggregates.deal.stages import pipeline_of, unsigned
from crm_es.aggregates.deal.state import Deal
from crm_es.context import Context
from crm_es.messages import Refused, Remedy, quoted
from crm_es.playbook import BeforeDate, Pipeline
from crm_es.playbook.names import typed_alike


class Obstacles(NamedTuple):
    """All of them at once, so that nobody has to try again and again."""

    tasks: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        parts = (("finish", self.tasks), ("enter", self.unknown), ("have signed", self.unsigned))
        return "; ".join(f"{verb} {quoted(what)}" for verb, what in parts if what)

    @property
    def rule(self) -> str:
        if self.tasks:
            return "tasks of the stage are open"
        return "the deal lacks what the stage requires" if self.unknown else "the deal lacks a sign-off"


def obstacles(deal: Deal, place: int, context: Context) -> Obstacles:
    """Between the deal and this place in its pipeline; the last place and beyond is winning it.

    A reason passes over tasks. It passes over nothing that has to be known or signed, also in the stages between.
    """
    pipeline = pipeline_of(deal, context)
    here = pipeline.place(deal.stage)
    left = pipeline.stages[here:place]
    known = {typed_alike(name) for name in what_is_known(deal)}
    required = dict.fromkeys(name for stage in left for name in stage.requires if typed_alike(name) not in known)
    to_sign = dict.fromkeys(what for stage in left for what in unsigned(deal, stage))
    tasks = tuple(task.what for task in deal.open_tasks) if place == here + 1 else ()
    return Obstacles(tasks, tuple(required), tuple(to_sign))


def what_is_known(deal: Deal) -> tuple[str, ...]:
    """The names that a stage may require and the deal has."""
    parts = (("value", deal.value), ("client", deal.client_id), ("product", deal.product))
    return (*(name for name, value in parts if value is not None), *deal.dates, *deal.details)


def must_be_clear(deal: Deal, place: int, context: Context) -> None:
    """Refuses to go on while there are obstacles. An import tells what happened: nothing holds it."""
    found = obstacles(deal, place, context)
    if any(found) and "import" not in context.roles:
        sentence = f"The deal cannot leave {deal.stage!r} yet: first {found.sentence}."
        raise Refused(sentence, found.rule, remedies(deal, found, context))


def remedies(deal: Deal, found: Obstacles, context: Context) -> Iterator[Remedy]:
    """What to ask for, obstacle by obstacle."""
    of_deal, dates = {"deal_id": str(deal.deal_id)}, dates_of(pipeline_of(deal, context))
    for task in deal.open_tasks if found.tasks else ():
        yield Remedy(command="FinishTask", sentence=f"Finish {task.what!r}.", fields={"task_id": str(task.task_id)})
    for name in found.unknown:
        sentence = f"Enter {name!r}."
        if typed_alike(name) == "value":
            yield Remedy(command="RevalueDeal", sentence=sentence, fields=of_deal)
        elif name in dates:
            yield Remedy(command="DateDeal", sentence=sentence, fields=of_deal | {"name": name})
        else:
            more = {} if typed_alike(name) in ("client", "product") else {"details": {name: ""}}
            yield Remedy(command="DescribeDeal", sentence=sentence, fields=of_deal | more)
    for what in found.unsigned:
        sentence = f"Enter who signed {what!r}, and when."
        yield Remedy(command="SignOff", sentence=sentence, fields=of_deal | {"what": what})


def dates_of(pipeline: Pipeline) -> set[str]:
    """The dates from which its deadlines count back: what else is required is a detail."""
    deadlines = (task.deadline for stage in pipeline.stages for task in stage.tasks)
    return {deadline.date for deadline in deadlines if isinstance(deadline, BeforeDate)}
