"""When a project is in danger, and what is added to an estimate (S3-12..S3-15)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from crm_es.messages import Message
from crm_es.playbook.names import Name
from crm_es.playbook.service import Percent

Index = Annotated[Decimal, Field(gt=0, le=1, max_digits=3, decimal_places=2)]


class Projects(Message):
    """The projects department."""

    head_role: Name = "head_of_service"
    """Whoever has it is warned of projects and budgets, besides the lead, who is warned of stages too."""
    warn_at: tuple[Percent, ...] = (80, 100)
    """At these shares of a budget, in per cent, somebody is warned.

    Of plans they are warned from the whole on, and before that when more is spent than done.
    """
    ahead_points: Annotated[int, Field(ge=1, le=100)] = 15
    """How far, in points, the share spent may run ahead of the share done (S3-15)."""
    from_percent: Annotated[int, Field(ge=0, le=100)] = 20
    """Before so much of the plan is spent, nobody is warned of what it earns; nor before so much is due, of delay."""
    cpi_below: Index = Decimal("0.85")
    spi_below: Index = Decimal("0.85")
    risk_percent: Annotated[int, Field(ge=0, le=300)] = 15
    """What is added to the suggested estimate for what nobody foresees (S3-14)."""
    similar_least: Annotated[int, Field(ge=1, le=1000)] = 5
    """An estimate rests on so many finished tasks at least."""

    @property
    def first_warning(self) -> int:
        """The smallest share that is warned at; all of the plan, where none is."""
        return min(self.warn_at, default=100)
