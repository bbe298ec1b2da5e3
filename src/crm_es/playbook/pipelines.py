"""The ways of deals, stage by stage (S2-01, S2-03, S2-07)."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from crm_es.messages import Message
from crm_es.playbook.deadlines import Deadline
from crm_es.playbook.names import Name, twice


class StageTask(Message):
    """What must be done in a stage before the deal may go on."""

    what: Name
    responsible: Name = "owner"
    """The deal's owner, or a role: then the nearest holder above the owner."""
    person_id: UUID | None = None
    """This person, whatever the role, as long as they work here."""
    in_turn: bool = False
    """The holders of the role share such tasks evenly; who is away is passed over."""
    supervisor: Name | None = None
    """The role of whoever answers for it; the supervisor in the directory where none is given."""
    deadline: Deadline
    accepted: bool = False
    """It counts as done only once the supervisor has accepted the result."""

    @property
    def is_owners(self) -> bool:
        """Whether the deal's owner does it."""
        return self.responsible == "owner" and self.person_id is None

    @model_validator(mode="after")
    def _turns(self) -> Self:
        if self.in_turn and (self.responsible == "owner" or self.person_id):
            raise ValueError(
                f"Task {self.what!r} goes in turn among the holders of a role: name a role as responsible."
            )
        return self


class Stage(Message):
    """One step of a pipeline."""

    name: Name
    tasks: tuple[StageTask, ...] = ()
    norm_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """How long a deal should stay here at most; after that it rots."""
    requires: tuple[Name, ...] = ()
    """What has to be known of the deal before it goes on: value, client, product, one of its dates or own fields."""
    sign_offs: tuple[Name, ...] = ()
    """What has to be signed before it goes on, such as a specification (S0-43)."""


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
