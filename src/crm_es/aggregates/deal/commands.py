"""What may be wished of a deal."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.messages import Command
from crm_es.money import Money
from crm_es.playbook import Day, Deadline, Name
from crm_es.stored_file import StoredFile

SALES: Final = {"manager", "head_of_sales", "operator", "import"}
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Detail = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]
Details = Annotated[dict[Name, Detail], Field(max_length=50)]


class OpenDeal(Command, roles=SALES, opens=True):
    """Start pursuing an opportunity, in the first stage of a pipeline."""

    deal_id: UUID
    title: Name
    client_id: UUID | None = None
    owner_id: UUID
    pipeline: Name
    value: Money | None = None
    product: Name | None = None
    dates: dict[Name, Day] = Field(default_factory=dict)
    details: Details = Field(default_factory=dict)
    """What else the company keeps of its deals, by name."""


class MoveDeal(Command, roles=SALES):
    """Move the deal to another stage. Back, or past a stage, a reason is needed."""

    deal_id: UUID
    stage: Name
    reason: Reason | None = None


class DateDeal(Command, roles=SALES):
    """Set a date of the deal that deadlines count back from (S2-09)."""

    deal_id: UUID
    name: Name
    on: Day


class ReachMilestone(Command, roles=SALES):
    """Say that something that deadlines wait for happened (S2-11)."""

    deal_id: UUID
    name: Name


class AgreeDeadline(Command, roles=SALES):
    """Give a stage task another rule for its deadline, in this deal only; also of a later stage (S2-12)."""

    deal_id: UUID
    stage: Name
    what: Name
    """The task, as the playbook calls it."""
    deadline: Annotated[Deadline | None, Field(examples=[{"rule": "after entry", "days": 5, "working": True}])]
    """None for the playbook's own rule again."""


class DescribeDeal(Command, roles=SALES):
    """Say more about the deal. What is not named here stays; an empty text takes out what there was."""

    deal_id: UUID
    details: Details = Field(default_factory=dict)
    client_id: UUID | None = None
    product: Name | None = None


class RevalueDeal(Command, roles=SALES):
    """Give the deal another value."""

    deal_id: UUID
    value: Money


class SignOff(Command, roles=SALES):
    """Write down that something is signed, by whom and when (S0-43)."""

    deal_id: UUID
    what: Name
    """As the playbook calls it, such as specification."""
    by: Name
    """Who signed."""
    on: Day
    file: StoredFile | None = None
    """The signed paper; it was uploaded before."""


class HandOverDeal(Command, roles=SALES):
    """Give the deal to somebody else, with its open tasks."""

    deal_id: UUID
    owner_id: UUID
    reason: Reason | None = None


class AdoptPlaybook(Command, roles={"head_of_sales", "administrator"}, in_person=True):
    """Let the deal go on by the version of the playbook that is in force, in the stage where it is (X-22)."""

    deal_id: UUID


class CompleteStageTask(Command, roles={"policy", "import"}):
    """Count a task of the stage as done."""

    deal_id: UUID
    task_id: UUID


class ReopenStageTask(Command, roles={"policy"}):
    """Count a task of the stage as not done after all."""

    deal_id: UUID
    task_id: UUID


class WinDeal(Command, roles=SALES):
    """Close the deal as won. Before the last stage a reason is needed."""

    deal_id: UUID
    value: Money | None = None
    """What was agreed in the end; the value so far where none is given."""
    reason: Reason | None = None


class LoseDeal(Command, roles=SALES):
    """Close the deal as lost, with one of the pipeline's loss reasons."""

    deal_id: UUID
    reason: Name
    note: Reason | None = None


class DiscardDeal(Command, roles={"import", "administrator"}, in_person=True):
    """Take out a deal that should never have been entered, as long as it is in its first stage."""

    deal_id: UUID
    reason: Reason


DealCommand = (
    OpenDeal
    | MoveDeal
    | DateDeal
    | ReachMilestone
    | AgreeDeadline
    | DescribeDeal
    | RevalueDeal
    | SignOff
    | HandOverDeal
    | AdoptPlaybook
    | CompleteStageTask
    | ReopenStageTask
    | WinDeal
    | LoseDeal
    | DiscardDeal
)
