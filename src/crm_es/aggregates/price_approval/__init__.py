"""A price approval: a manager asks to sell below the floor, and whoever the route names answers (S0-23..S0-26, S0-50).

It is requested once and answered once: granted, when every step that is needed said yes, or refused; or the asker
takes it back, or its time is over. At or above the floor nobody need ask. Nobody answers a request that they made or
entered. A grant holds for its client, product and quantity until its last day, which is the last one that was named.
"""

from typing import get_args

from crm_es.aggregates.price_approval.commands import (
    EscalatePriceRequest,
    ExpirePrice,
    ForwardPriceRequest,
    GrantPrice,
    PriceApprovalCommand,
    RefusePrice,
    RemindPriceApprovers,
    RequestPrice,
    WithdrawPriceRequest,
)
from crm_es.aggregates.price_approval.decisions import (
    decide,
)
from crm_es.aggregates.price_approval.events import (
    PriceApprovalEvent,
    PriceApproversReminded,
    PriceEscalated,
    PriceExpired,
    PriceForwarded,
    PriceGranted,
    PriceRefused,
    PriceRequested,
    PriceStepApproved,
    PriceWithdrawn,
    WantedBecause,
)
from crm_es.aggregates.price_approval.state import (
    PriceApproval,
    evolve,
)
from crm_es.decider import Decider

__all__ = [
    "EscalatePriceRequest",
    "ExpirePrice",
    "ForwardPriceRequest",
    "GrantPrice",
    "PriceApproval",
    "PriceApprovalCommand",
    "PriceApprovalEvent",
    "PriceApproversReminded",
    "PriceEscalated",
    "PriceExpired",
    "PriceForwarded",
    "PriceGranted",
    "PriceRefused",
    "PriceRequested",
    "PriceStepApproved",
    "PriceWithdrawn",
    "RefusePrice",
    "RemindPriceApprovers",
    "RequestPrice",
    "WantedBecause",
    "WithdrawPriceRequest",
    "decider",
]

decider = Decider("price_approval", "price approvals", get_args(PriceApprovalCommand), decide, evolve)
