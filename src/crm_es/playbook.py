"""The playbook: how this company works, as data. Pipelines, routes, notebook kinds, prices.

It is published in versions. A running case keeps the version it started on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from crm_es.messages import Message
from crm_es.money import Currency, Money

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
END_OF_DAY = time(23, 59, 59, tzinfo=UTC)

# ── Deadlines (S2-08..S2-11) ────────────────────────────────────────────────


class AfterEntry(Message):
    """So many days after the stage was entered."""

    rule: Literal["after entry"] = "after entry"
    days: Annotated[int, Field(ge=0, le=3650)]


class BeforeDate(Message):
    """So many days before a named date of the deal, such as its shipment."""

    rule: Literal["before date"] = "before date"
    days: Annotated[int, Field(ge=0, le=3650)]
    date: Name


class FixedDate(Message):
    """On a fixed date."""

    rule: Literal["fixed date"] = "fixed date"
    day: Day


class AfterEvent(Message):
    """So many days after a named event of the deal; until it comes, `at_latest` days after entry."""

    rule: Literal["after event"] = "after event"
    event: Name
    days: Annotated[int, Field(ge=0, le=3650)] = 0
    at_latest: Annotated[int, Field(ge=0, le=3650)]


Deadline = Annotated[AfterEntry | BeforeDate | FixedDate | AfterEvent, Field(discriminator="rule")]


def due(deadline: Deadline, entered: datetime, dates: dict[str, date], events: dict[str, datetime]) -> datetime | None:
    """When a stage task is due; None where the rule counts back from a date that the deal does not have yet."""
    match deadline:
        case AfterEntry(days=days):
            return entered + timedelta(days)
        case BeforeDate(days=days, date=name):
            return datetime.combine(dates[name] - timedelta(days), END_OF_DAY) if name in dates else None
        case FixedDate(day=day):
            return datetime.combine(day, END_OF_DAY)
        case AfterEvent(event=name, days=days, at_latest=at_latest):
            return events[name] + timedelta(days) if name in events else entered + timedelta(at_latest)


# ── Pipelines (S2-01, S2-03, S2-07) ─────────────────────────────────────────


class StageTask(Message):
    """What must be done in a stage before the deal may go on."""

    what: Name
    responsible: Name = "owner"
    """The deal's owner, or a role: then the nearest holder above the owner."""
    deadline: Deadline
    accepted: bool = False
    """It counts as done only once the supervisor has accepted the result."""


class Stage(Message):
    """One step of a pipeline."""

    name: Name
    tasks: tuple[StageTask, ...] = ()
    norm_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """How long a deal should stay here at most."""


class Pipeline(Message):
    """The way of a deal, from the first stage to the last."""

    name: Name
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    loss_reasons: Annotated[tuple[Name, ...], Field(min_length=1)]

    def stage(self, name: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.name == name), None)

    def place(self, name: str) -> int:
        """Which stage it is, counted from 0; -1 where there is none of this name."""
        return next((n for n, stage in enumerate(self.stages) if stage.name == name), -1)

    @model_validator(mode="after")
    def _names(self) -> Self:
        for name in twice(stage.name for stage in self.stages):
            raise ValueError(f"Pipeline {self.name!r} has two stages called {name!r}: rename one.")
        return self


# ── Approval routes (S1-35) ─────────────────────────────────────────────────


class RouteStep(Message):
    """One approval on the way of a request."""

    name: Name
    role: Name
    """Whoever has it may decide, or a deputy within the dates."""
    optional: bool = False
    """A later step may decide without waiting for this one."""
    closes: bool = False
    """Approval here approves the whole request, unless the approver passes it on."""


class Route(Message):
    """Who approves, in which order, requests of a certain size. The first route that fits is taken."""

    name: Name
    up_to: Annotated[Decimal, Field(gt=0)] | None = None
    """It fits amounts up to this, included; None fits all."""
    currency: Currency | None = None
    """It fits this currency only; None fits all."""
    steps: Annotated[tuple[RouteStep, ...], Field(min_length=1)]

    def fits(self, amount: Money) -> bool:
        return self.currency in (None, amount.currency) and (self.up_to is None or amount.amount <= self.up_to)

    @model_validator(mode="after")
    def _names(self) -> Self:
        for name in twice(step.name for step in self.steps):
            raise ValueError(f"Route {self.name!r} has two steps called {name!r}: rename one.")
        if not any(step.closes for step in self.steps) and all(step.optional for step in self.steps):
            raise ValueError(f"Route {self.name!r} needs a step that is not optional, or one that closes.")
        return self


RequestField = Literal["contractor", "details", "purpose", "pay_by"]


class Payments(Message):
    """How requests for payment are handled."""

    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
    accounting_role: Name = "accountant"
    """Who pays, and sees approved requests only."""
    required: frozenset[RequestField] = frozenset({"contractor", "details", "purpose", "pay_by"})
    """What must be filled in before a request is submitted, besides what is paid for and the amount."""

    def route(self, amount: Money) -> Route | None:
        return next((route for route in self.routes if route.fits(amount)), None)


# ── Prices (S0-25, S0-26) ───────────────────────────────────────────────────


class Floor(Message):
    """The price of one unit of a product below which approval is needed."""

    product: Name
    price: Money


class Prices(Message):
    """Who lets a product go below its floor."""

    approver_role: Name = "head_of_sales"
    floors: tuple[Floor, ...] = ()

    def floor(self, product: str) -> Money | None:
        return next((floor.price for floor in self.floors if floor.product == product), None)

    @field_validator("floors")
    @classmethod
    def _once(cls, floors: tuple[Floor, ...]) -> tuple[Floor, ...]:
        for product in twice(floor.product for floor in floors):
            raise ValueError(f"Product {product!r} has two floors: keep one.")
        return floors


# ── The notebook (S0-22, S0-28, S0-30) ──────────────────────────────────────

EntryKind = Literal[
    "price decision",
    "price question",
    "payment question",
    "payment decision",
    "payment to make",
    "payment made",
    "overdue of a subordinate",
]
"""Why an entry comes into a notebook. Policies add them; the playbook says what they hold up."""


class NotebookKind(Message):
    """What an entry of this kind asks for, and whether it holds up the writing of invoices."""

    kind: EntryKind
    to_do: Name
    """What to do about it, in words."""
    blocks: bool = False
    """While one is open, its owner writes no invoice."""


class Notebook(Message):
    """What comes into the notebook, and which of it cannot wait."""

    kinds: tuple[NotebookKind, ...] = ()

    def kind(self, kind: EntryKind) -> NotebookKind:
        """The kind as set; one that is not set blocks nothing."""
        return next((k for k in self.kinds if k.kind == kind), NotebookKind(kind=kind, to_do="Read it and close it."))

    @field_validator("kinds")
    @classmethod
    def _once(cls, kinds: tuple[NotebookKind, ...]) -> tuple[NotebookKind, ...]:
        for kind in twice(k.kind for k in kinds):
            raise ValueError(f"Notebook kind {kind!r} is set twice: keep one.")
        return kinds


# ── The whole ───────────────────────────────────────────────────────────────


class Playbook(Message):
    """How one company works, in one version."""

    name: Name
    pipelines: Annotated[tuple[Pipeline, ...], Field(min_length=1)]
    payments: Payments
    prices: Prices = Prices()
    notebook: Notebook = Notebook()

    def pipeline(self, name: str) -> Pipeline | None:
        return next((pipeline for pipeline in self.pipelines if pipeline.name == name), None)

    @field_validator("pipelines")
    @classmethod
    def _once(cls, pipelines: tuple[Pipeline, ...]) -> tuple[Pipeline, ...]:
        for name in twice(pipeline.name for pipeline in pipelines):
            raise ValueError(f"Two pipelines are called {name!r}: rename one.")
        return pipelines


def twice(names: Iterable[str]) -> Iterator[str]:
    """The names that are there more than once."""
    return (name for name, count in Counter(names).items() if count > 1)
