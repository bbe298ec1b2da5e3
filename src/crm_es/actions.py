"""What may be done about what a notebook holds: the commands that deal with it, the usual one first (S0-22)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.aggregates import DECIDER_OF
from crm_es.aggregates.bank_payment import ExplainBankPayment
from crm_es.aggregates.call import ReturnCall
from crm_es.aggregates.client import ContactClient, ExplainLapse, PlanContacts
from crm_es.aggregates.complaint import (
    AnswerComplaint,
    HandOverComplaint,
    PassComplaintOn,
    PlanCorrectiveAction,
    TellClient,
)
from crm_es.aggregates.document import ApproveDocument, ForwardDocument, RejectDocument, ReturnDocument
from crm_es.aggregates.inbox_item import DismissInboxItem, SettleInboxItem
from crm_es.aggregates.notebook import CloseEntry, PutOffEntry
from crm_es.aggregates.order import CancelOrder
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    ForwardPaymentRequest,
    OrderPayment,
    PayPaymentRequest,
    RejectPaymentRequest,
    ReturnPaymentRequest,
    SettlePaymentDoubt,
)
from crm_es.aggregates.price_approval import ForwardPriceRequest, GrantPrice, RefusePrice
from crm_es.aggregates.project import FinishStage, PlanStage, ReportProgress
from crm_es.aggregates.reconciliation import SettleDifference
from crm_es.aggregates.suggestion import AnswerSuggestion, ReplyToSuggestion
from crm_es.aggregates.task import AcceptTask, CancelTask, FinishTask, ReassignTask, RescheduleTask, ReturnTask
from crm_es.aggregates.ticket import AgreeTicketHours, AssignTicket, MoveTicket, ReplyToTicket
from crm_es.aggregates.work_act import AnswerDispute, CreditAct, SendAct
from crm_es.aggregates.work_log import ApprovePeriod, CorrectWork, RemoveWork, ReturnPeriod, SubmitPeriod
from crm_es.messages import Command
from crm_es.playbook import MUST_SETTLE
from crm_es.projections.notebook_entries import Entry
from crm_es.projections.task_list import Task

DEALING: Final[Mapping[str, tuple[type[Command], ...]]] = {
    "price question": (GrantPrice, RefusePrice, ForwardPriceRequest),
    "payment question": (
        ApprovePaymentRequest,
        ReturnPaymentRequest,
        RejectPaymentRequest,
        ForwardPaymentRequest,
    ),
    "payment doubt": (SettlePaymentDoubt,),
    "payment to make": (PayPaymentRequest, OrderPayment, ReturnPaymentRequest),
    "payment without approval": (ExplainBankPayment,),
    "document question": (ApproveDocument, ReturnDocument, RejectDocument, ForwardDocument),
    "overdue of a subordinate": (RescheduleTask, ReassignTask, CancelTask),
    "result to accept": (AcceptTask, ReturnTask),
    "task returned": (FinishTask, RescheduleTask),
    "short shipment": (CloseEntry, CancelOrder),
    "web order": (CloseEntry, CancelOrder),
    "missed call": (ReturnCall,),
    "reconciliation": (SettleDifference,),
    "complaint to settle": (AnswerComplaint, PassComplaintOn, HandOverComplaint, PlanCorrectiveAction),
    "complaint answer": (TellClient,),
    "client lapsed": (ExplainLapse,),
    "prospect to call": (ContactClient, PlanContacts),
    "suggestion to answer": (AnswerSuggestion, ReplyToSuggestion),
    "new ticket": (MoveTicket, ReplyToTicket, AssignTicket),
    "ticket reply": (ReplyToTicket, MoveTicket, AssignTicket),
    "ticket late": (ReplyToTicket, MoveTicket, AssignTicket),
    "agreed hours": (AgreeTicketHours, MoveTicket, AssignTicket),
    "time to approve": (ApprovePeriod, ReturnPeriod),
    "time returned": (CorrectWork, SubmitPeriod),
    "forgotten timer": (CorrectWork, RemoveWork),
    "inbox to settle": (SettleInboxItem, DismissInboxItem),
    "act dispute": (AnswerDispute, CreditAct),
    "act undelivered": (SendAct, CloseEntry),
    "project stage": (ReportProgress, FinishStage),
    "project warning": (ReportProgress, PlanStage),
}
"""By kind of entry. Whatever need not be settled can be closed besides, and everything put off."""
OF_A_TASK: Final = (FinishTask, RescheduleTask)


class Action(NamedTuple):
    """A command that deals with something."""

    command: type[Command]
    stream: UUID
    """The record that it is for."""
    filled: Mapping[str, Any]
    """What it says already."""
    menu: bool = False
    """It is rarely wanted, or no next step."""
    present: Mapping[str, Any] = MappingProxyType({})
    """What is so now, for the person to change."""
    beside: bool = False
    """It is no step on the way of the record: never the primary one."""

    @property
    def fields(self) -> dict[str, bool]:
        """What is to be filled in, and whether it must be."""
        known = {DECIDER_OF[self.command].key, *self.filled}
        return {n: f.is_required() for n, f in self.command.model_fields.items() if n not in known}


def of_entry(entry: Entry, roles: Collection[str]) -> list[Action]:
    """What somebody with these roles may do about an entry of theirs."""
    always = (PutOffEntry,) if entry.kind in MUST_SETTLE else (CloseEntry, PutOffEntry)
    of_notebook = Action(CloseEntry, entry.notebook_id, {"entry_id": entry.entry_id})
    actions = []
    for command in dict.fromkeys((*DEALING.get(entry.kind, ()), *always)):
        if command in (CloseEntry, PutOffEntry):
            actions.append(of_notebook._replace(command=command))
        elif DECIDER_OF[command].name == entry.about:
            actions.append(Action(command, entry.subject_id, filled(command, entry)))
    return permitted(actions, roles)


def filled(command: type[Command], entry: Entry) -> dict[str, Any]:
    """What an entry about working time says already: whose it is to whoever is told of their own, and of which days."""
    if entry.about != "work_log":
        return {}
    person, day = command.model_fields.get("person_id"), command.model_fields.get("day")
    own = {"person_id": entry.person_id} if person and person.is_required() else {}
    return own | ({"day": entry.day} if day and day.is_required() and entry.day else {})


def of_task(task: Task, roles: Collection[str]) -> list[Action]:
    """What whoever is responsible for a task may do about it."""
    return permitted((Action(command, task.task_id, {}) for command in OF_A_TASK), roles)


def permitted(actions: Iterable[Action], roles: Collection[str]) -> list[Action]:
    return [action for action in actions if not action.command.ROLES.isdisjoint(roles)]
