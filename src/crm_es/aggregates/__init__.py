"""Everything the system can decide. One module, one consistency boundary."""

from importlib import import_module
from types import ModuleType
from typing import Any

from crm_es.aggregates import (
    activity,
    bank_directory,
    bank_payment,
    bank_statement,
    billing,
    budget,
    call,
    call_back,
    campaign,
    client,
    complaint,
    contractor,
    deal,
    digest,
    document,
    evidence,
    evidence_share,
    focus,
    inbox,
    inbox_item,
    invoice_desk,
    invoice_numbers,
    invoice_register,
    letter,
    notebook,
    order,
    order_desk,
    payer_account,
    payment_request,
    playbook,
    price_approval,
    price_list,
    project,
    rate_card,
    reconciliation,
    saved_views,
    sheet_import,
    staff_member,
    suggestion,
    task,
    ticket,
    webhook,
    work_act,
    work_log,
)
from crm_es.decider import Decider
from crm_es.messages import Command, Event

DECIDERS: tuple[Decider[Any, Any, Any], ...] = (
    staff_member.decider,
    playbook.decider,
    bank_directory.decider,
    price_list.decider,
    rate_card.decider,
    billing.decider,
    work_act.decider,
    client.decider,
    campaign.decider,
    contractor.decider,
    deal.decider,
    task.decider,
    digest.decider,
    focus.decider,
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
    invoice_numbers.decider,
    order_desk.decider,
    order.decider,
    reconciliation.decider,
    call.decider,
    call_back.decider,
    letter.decider,
    inbox_item.decider,
    inbox.decider,
    webhook.decider,
    complaint.decider,
    ticket.decider,
    suggestion.decider,
    saved_views.decider,
    sheet_import.decider,
    activity.decider,
    evidence.decider,
    evidence_share.decider,
    project.decider,
    work_log.decider,
)

DECIDER_OF: dict[type[Command], Decider[Any, Any, Any]] = {c: d for d in DECIDERS for c in d.commands}

DECIDER_OF_EVENT: dict[type[Event], Decider[Any, Any, Any]] = {e: d for d in DECIDERS for e in d.events}

COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in DECIDER_OF}


def module_of(decider: Decider[Any, Any, Any]) -> ModuleType:
    """Where it is written: an aggregate is called as its module."""
    return import_module(f"{__name__}.{decider.name}")
