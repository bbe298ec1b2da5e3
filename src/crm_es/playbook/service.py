"""How requests of clients are served: the funnel, the times promised, the hours agreed (S3-02..S3-05, X-19)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from crm_es.contact_details import Phones
from crm_es.messages import Message
from crm_es.playbook.names import Name, among, twice

TicketStatus = Literal["new", "working", "waiting", "done"]
"""What a stage means: nobody began, somebody works, the client has to say something (time stands still), it is done."""
Percent = Annotated[int, Field(ge=1, le=1000)]
WorkingHours = Annotated[Decimal, Field(gt=0, le=2000, max_digits=6, decimal_places=2)]
"""Counted while the company works, by its calendar."""


class TicketStage(Message):
    """A column of the service funnel."""

    name: Name
    status: TicketStatus = "working"


class Sla(Message):
    """What is promised for tickets of some priorities."""

    name: Name
    priorities: tuple[Name, ...] = ()
    """For these; for all, where none is given."""
    first_response_hours: WorkingHours | None = None
    next_response_hours: WorkingHours | None = None
    """To every further message of the client."""
    resolution_hours: WorkingHours | None = None
    """Time in which the client has to say something does not count."""


class Service(Message):
    """The service department."""

    stages: tuple[TicketStage, ...] = (
        TicketStage(name="task", status="new"),
        TicketStage(name="in work"),
        TicketStage(name="waiting for the client", status="waiting"),
        TicketStage(name="done", status="done"),
    )
    """From left to right. A ticket begins in the first."""
    priorities: Annotated[tuple[Name, ...], Field(min_length=1)] = ("normal", "urgent")
    """The usual one first."""
    slas: tuple[Sla, ...] = ()
    """The first that fits counts."""
    agreed_hours: Annotated[Decimal, Field(gt=0, le=10_000, max_digits=7, decimal_places=2)] | None = None
    """How much labour a ticket takes at most where nothing else is agreed with the client."""
    warn_at: tuple[Percent, ...] = (80,)
    """At these shares of the agreed hours, in per cent, the head is warned; over all of them always (S3-05)."""
    role: Name = "engineer"
    """Whoever has it gets new tickets, spread evenly over time."""
    head_role: Name = "head_of_service"
    """Whoever has it is told of what goes wrong."""
    reopen_days: Annotated[int, Field(ge=0, le=365)] = 14
    """So long after it was done an answer of the client opens a ticket again; later it begins a new one."""
    phone_lines: Phones = ()
    """Our numbers at which clients ask for service: a call there begins a ticket."""
    letters_per_hour: Annotated[int, Field(ge=1, le=10_000)] = 60
    """More from one address within an hour go round in circles, and are left out."""

    @property
    def first(self) -> TicketStage:
        return self.stages[0]

    def stage(self, name: str) -> TicketStage | None:
        return next((stage for stage in self.stages if stage.name == name), None)

    def sla(self, priority: str) -> Sla | None:
        """What is promised for this priority."""
        return next((sla for sla in self.slas if among(sla.priorities, priority)), None)

    @field_validator("stages")
    @classmethod
    def _a_way(cls, stages: tuple[TicketStage, ...]) -> tuple[TicketStage, ...]:
        for name in twice(stage.name for stage in stages):
            raise ValueError(f"Two stages of tickets are called {name!r}: rename one.")
        if not stages or stages[0].status != "new" or all(stage.status != "done" for stage in stages):
            raise ValueError("Tickets begin in a stage with status new, and one of the others has status done.")
        return stages

    @model_validator(mode="after")
    def _known(self) -> Self:
        for sla in self.slas:
            for priority in sla.priorities:
                if not among(self.priorities, priority):
                    raise ValueError(f"SLA {sla.name!r} is for priority {priority!r}, which is not listed: list it.")
        return self
