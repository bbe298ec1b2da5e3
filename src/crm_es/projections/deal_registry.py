"""Which deals are there, in which stage, with what outcome?

Start and end of each, its present stage and since when, and how often it went forward, skipped a stage, or went back
(S2-16, S2-21); and what is signed, by whom and when, and what is not (S0-43).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from crm_es.aggregates.deal import (
    DealDescribed,
    DealDiscarded,
    DealHandedOver,
    DealLost,
    DealMoved,
    DealMovedToPlaybook,
    DealOpened,
    DealRevalued,
    DealSignedOff,
    DealWon,
    StageTaskCompleted,
    StageTaskReopened,
)
from crm_es.messages import Corrupt
from crm_es.recorded import Recorded
from crm_es.row import Row, replace

DealFact = (
    DealOpened
    | DealMoved
    | DealDescribed
    | DealRevalued
    | DealSignedOff
    | DealHandedOver
    | DealMovedToPlaybook
    | StageTaskCompleted
    | StageTaskReopened
    | DealWon
    | DealLost
    | DealDiscarded
)


@dataclass(frozen=True)
class Deal(
    Row,
    table="deal_registry",
    key="deal_id",
    indexes=(
        "opened_at, deal_id",
        "outcome, stage, opened_at",
        "owner_id, outcome",
        "client_id",
        "outcome, closed_at",
    ),
):
    """One deal, open or closed."""

    deal_id: UUID
    title: str
    client_id: UUID | None
    owner_id: UUID
    pipeline: str
    playbook_version: int
    stage: str
    outcome: str
    """open, won or lost."""
    amount: Decimal | None
    currency: str | None
    product: str | None
    opened_at: datetime
    since: datetime
    """When it entered its stage."""
    closed_at: datetime | None = None
    stay: int = 1
    """Which stay in a stage this is."""
    open_tasks: int = 0
    """Tasks of its stage that are still to do."""
    forward: int = 0
    skips: int = 0
    backs: int = 0
    reason: str | None = None
    """Why it was lost, or won before the last stage."""
    note: str | None = None
    rots_at: datetime | None = None
    """From then on it is in its stage for longer than the norm."""
    details: tuple[str, ...] = ()
    """What the company knows of its deals besides, as `colour: red`."""
    to_sign: tuple[str, ...] = ()
    """What has to be signed before it goes on, and is not."""
    signed: tuple[str, ...] = ()
    """What is signed, by whom and when."""
    entered_by_id: UUID | None = None
    """Who entered it, where it was not the owner."""


def keys(event: DealFact) -> tuple[UUID, ...]:
    return (event.deal_id,)


def evolve(deal: Deal | None, recorded: Recorded[DealFact], key: UUID) -> Deal | None:  # noqa: C901, PLR0911, PLR0912 - a table read from top to bottom
    at = recorded.occurred_at
    match deal, recorded.event:
        case None, DealOpened() as opened:
            return Deal(
                deal_id=key,
                title=opened.title,
                client_id=opened.client_id,
                owner_id=opened.owner_id,
                pipeline=opened.pipeline,
                playbook_version=opened.playbook_version,
                stage=opened.stage,
                outcome="open",
                amount=opened.value.amount if opened.value else None,
                currency=opened.value.currency if opened.value else None,
                product=opened.product,
                opened_at=at,
                since=at,
                open_tasks=len(opened.tasks),
                rots_at=opened.rots_at,
                details=told(opened.details),
                to_sign=opened.to_sign,
                entered_by_id=opened.entered_by,
            )
        case Deal(), DealMoved() as moved:
            way = moved.direction
            return replace(
                deal,
                stage=moved.to_stage,
                stay=moved.stay,
                since=at,
                open_tasks=len(moved.tasks),
                forward=deal.forward + (way == "forward"),
                skips=deal.skips + (way == "skip"),
                backs=deal.backs + (way == "back"),
                rots_at=moved.rots_at,
                to_sign=moved.to_sign,
            )
        case Deal(), DealMovedToPlaybook() as moved:
            open_tasks = deal.open_tasks - len(moved.left_behind) + len(moved.tasks)
            changed = replace(deal, playbook_version=moved.to_version, open_tasks=open_tasks)
            return replace(changed, rots_at=moved.rots_at, to_sign=moved.to_sign)
        case Deal(), DealDescribed(client_id=client_id, product=product, to_details=details):
            return replace(deal, client_id=client_id, product=product, details=told(details))
        case Deal(), DealSignedOff(what=what, by=by, on=on, to_sign=to_sign):
            others = (line for line in deal.signed if not line.startswith(f"{what}: "))
            return replace(deal, to_sign=to_sign, signed=(*others, f"{what}: {by}, {on}"))
        case Deal(), DealHandedOver(to_owner_id=owner_id):
            return replace(deal, owner_id=owner_id)
        case Deal(), StageTaskCompleted():
            return replace(deal, open_tasks=deal.open_tasks - 1)
        case Deal(), StageTaskReopened():
            return replace(deal, open_tasks=deal.open_tasks + 1)
        case Deal(), DealRevalued(to_value=value):
            return replace(deal, amount=value.amount, currency=value.currency)
        case Deal(), DealWon(value=value, reason=reason):
            closed = replace(deal, outcome="won", closed_at=at, open_tasks=0, reason=reason)
            return replace(closed, amount=value.amount, currency=value.currency) if value else closed
        case Deal(), DealLost(reason=reason, note=note):
            return replace(deal, outcome="lost", closed_at=at, open_tasks=0, reason=reason, note=note)
        case Deal(), DealDiscarded():
            return None
        case _:
            raise Corrupt(deal, recorded.event)


def told(details: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}: {detail}" for name, detail in details.items())
