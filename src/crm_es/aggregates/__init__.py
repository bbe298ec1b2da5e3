"""Everything the system can decide. One module, one consistency boundary."""

from importlib import import_module
from types import ModuleType
from typing import Any

from crm_es.aggregates import (
    bank_directory,
    bank_payment,
    bank_statement,
    budget,
    client,
    contractor,
    deal,
    document,
    invoice_desk,
    invoice_register,
    notebook,
    payer_account,
    payment_request,
    playbook,
    price_approval,
    saved_views,
    staff_member,
    task,
    webhook,
)
from crm_es.decider import Decider
from crm_es.messages import Command, Event

DECIDERS: tuple[Decider[Any, Any, Any], ...] = (
    staff_member.decider,
    playbook.decider,
    bank_directory.decider,
    client.decider,
    contractor.decider,
    deal.decider,
    task.decider,
    payment_request.decider,
    invoice_register.decider,
    budget.decider,
    payer_account.decider,
    bank_payment.decider,
    bank_statement.decider,
    price_approval.decider,
    document.decider,
    notebook.decider,
    invoice_desk.decider,
    webhook.decider,
    saved_views.decider,
)

DECIDER_OF: dict[type[Command], Decider[Any, Any, Any]] = {c: d for d in DECIDERS for c in d.commands}

DECIDER_OF_EVENT: dict[type[Event], Decider[Any, Any, Any]] = {e: d for d in DECIDERS for e in d.events}

COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in DECIDER_OF}


def module_of(decider: Decider[Any, Any, Any]) -> ModuleType:
    """Where it is written: an aggregate is called as its module."""
    return import_module(f"{__name__}.{decider.name}")
