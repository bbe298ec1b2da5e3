"""A document: a contract, an act, or any other file that others have to agree to (S0-50).

It is drafted with a file, submitted, and approved step by step along its route. It can be returned for rework,
rejected with a reason, or withdrawn by its author; after each of these the author may put up another version of the
file and submit it again. What is approved is one version: the file does not change while it is decided about, nor once
it is approved. Nobody decides a document that they wrote or entered.
"""

from typing import get_args

from crm_es.aggregates.document.commands import (
    ApproveDocument,
    DocumentCommand,
    DraftDocument,
    EscalateDocument,
    ForwardDocument,
    RejectDocument,
    RemindDocumentApprovers,
    ReturnDocument,
    ReviseDocument,
    SubmitDocument,
    WithdrawDocument,
)
from crm_es.aggregates.document.decisions import decide
from crm_es.aggregates.document.events import (
    DocumentApproved,
    DocumentApproversReminded,
    DocumentDrafted,
    DocumentEscalated,
    DocumentEvent,
    DocumentForwarded,
    DocumentRejected,
    DocumentReturned,
    DocumentRevised,
    DocumentStepApproved,
    DocumentSubmitted,
    DocumentWithdrawn,
)
from crm_es.aggregates.document.state import Document, evolve
from crm_es.decider import Decider

__all__ = [
    "ApproveDocument",
    "Document",
    "DocumentApproved",
    "DocumentApproversReminded",
    "DocumentCommand",
    "DocumentDrafted",
    "DocumentEscalated",
    "DocumentEvent",
    "DocumentForwarded",
    "DocumentRejected",
    "DocumentReturned",
    "DocumentRevised",
    "DocumentStepApproved",
    "DocumentSubmitted",
    "DocumentWithdrawn",
    "DraftDocument",
    "EscalateDocument",
    "ForwardDocument",
    "RejectDocument",
    "RemindDocumentApprovers",
    "ReturnDocument",
    "ReviseDocument",
    "SubmitDocument",
    "WithdrawDocument",
    "decider",
]

decider = Decider("document", "documents", get_args(DocumentCommand), decide, evolve)
