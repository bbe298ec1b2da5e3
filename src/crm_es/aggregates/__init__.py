"""Everything the system can decide. One module, one consistency boundary."""

from typing import Any

from crm_es.aggregates import (
    client,
    contractor,
    deal,
    invoice_desk,
    notebook,
    payment_request,
    playbook,
    price_approval,
    staff_member,
    task,
)
from crm_es.decider import Decider
from crm_es.messages import Command, Event

DECIDERS: tuple[Decider[Any, Any, Any], ...] = (
    staff_member.decider,
    playbook.decider,
    client.decider,
    contractor.decider,
    deal.decider,
    task.decider,
    payment_request.decider,
    price_approval.decider,
    notebook.decider,
    invoice_desk.decider,
)

DECIDER_OF: dict[type[Command], Decider[Any, Any, Any]] = {c: d for d in DECIDERS for c in d.commands}

DECIDER_OF_EVENT: dict[type[Event], Decider[Any, Any, Any]] = {e: d for d in DECIDERS for e in d.events}

COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in DECIDER_OF}
