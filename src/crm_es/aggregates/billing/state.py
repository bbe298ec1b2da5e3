"""What billing remembers: by which act work is billed, and how far each series has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.billing.events import BillingEvent, CreditNoteIssued, WorkBilled, WorkReleased
from crm_es.layers import Layers
from crm_es.messages import Corrupt


class ActMade(NamedTuple):
    """An act, and whose work is on it."""

    client_id: UUID
    number: str
    people: Mapping[UUID, UUID]
    """By work."""


Run = tuple[str, str, str]
"""Acts or credit notes, the series, and its period."""
ACTS: Final = "acts"
CREDIT_NOTES: Final = "credit notes"


@dataclass(frozen=True)
class Billing:
    acts: Layers[UUID, ActMade] = field(default_factory=Layers)
    billed_by: Layers[UUID, UUID | None] = field(default_factory=Layers)
    """By work, its act; None once it is free again."""
    credit_notes: frozenset[UUID] = frozenset()
    last: Mapping[Run, int] = field(default_factory=dict)
    """The last number of each run."""


def evolve(billing: Billing | None, event: BillingEvent) -> Billing:
    billing = billing or Billing()
    match event:
        case WorkBilled(act_id=act_id) if act_id not in billing.acts:
            people = {work.work_id: work.person_id for work in event.works}
            if any(billing.billed_by.get(work_id) for work_id in people):
                raise Corrupt(billing, event)
            billing = counted(billing, ACTS, event)
            acts = billing.acts.having(act_id, ActMade(event.client_id, event.number, people))
            return replace(billing, acts=acts, billed_by=having(billing.billed_by, people, act_id))
        case WorkReleased(act_id=act_id, works=works) if act_id in billing.acts:
            freed = [work.work_id for work in works]
            if any(billing.billed_by.get(work_id) != act_id for work_id in freed):
                raise Corrupt(billing, event)
            return replace(billing, billed_by=having(billing.billed_by, freed, None))
        case CreditNoteIssued(credit_note_id=note_id) if note_id not in billing.credit_notes:
            return replace(counted(billing, CREDIT_NOTES, event), credit_notes=billing.credit_notes | {note_id})
        case _:
            raise Corrupt(billing, event)


def counted(billing: Billing, papers: str, event: WorkBilled | CreditNoteIssued) -> Billing:
    """Its number is the next one."""
    run = (papers, event.series, event.period)
    if event.n != billing.last.get(run, 0) + 1:
        raise Corrupt(billing, event)
    return replace(billing, last={**billing.last, run: event.n})


def having(
    billed_by: Layers[UUID, UUID | None], works: Iterable[UUID], act_id: UUID | None
) -> Layers[UUID, UUID | None]:
    for work_id in works:
        billed_by = billed_by.having(work_id, act_id)
    return billed_by
