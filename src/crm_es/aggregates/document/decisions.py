"""Every wish about a document, and what decides it: a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm_es import approving
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
from crm_es.aggregates.document.state import Document
from crm_es.context import Context
from crm_es.messages import Refused


def decide(document: Document | None, command: DocumentCommand, context: Context) -> Iterator[DocumentEvent]:
    match command, document:
        case DraftDocument(), None:
            yield drafted(command, context)
        case _, None:
            raise Refused("There is no such document.")
        case DraftDocument(), Document():
            if drafted(command, context) != document.drafted:
                raise Refused("This document is there already: revise it, or draft another.")
        case ReviseDocument(), Document():
            yield from revise(document, command, context)
        case SubmitDocument(), Document():
            yield from submit(document, context)
        case WithdrawDocument(), Document():
            yield from withdraw(document, command, context)
        case ((EscalateDocument() | RemindDocumentApprovers()), Document()) if document.status != "submitted":
            return
        case EscalateDocument(), Document():
            if escalated := approving.escalate(document.course, context, document.barred):
                yield DocumentEscalated(**circulated(document), **escalated)
        case RemindDocumentApprovers(), Document():
            if reminded := approving.remind(document.course, context):
                yield DocumentApproversReminded(**circulated(document), **reminded)
        case ApproveDocument(), Document(status="approved"):
            raise Refused("This document is approved already: there is nothing left to decide.", "already approved")
        case ReturnDocument(), Document(status="rework"):
            return
        case RejectDocument(), Document(status="rejected"):
            return
        case _, Document() if document.status != "submitted":
            raise Refused("This document is not under approval: its author has to submit it first.", "not submitted")
        case _, Document() if approving.is_barred(document.barred, context):
            raise Refused("Nobody decides a document of their own: others have to.", "nobody decides own document")
        case ApproveDocument(), Document():
            yield approve(document, command, context)
        case ForwardDocument(to_id=to_id, comment=comment), Document():
            told = approving.forward(document.course, context, to_id, comment, document.barred)
            yield DocumentForwarded(**circulated(document), **told)
        case ReturnDocument(reason=reason), Document():
            yield DocumentReturned(**sent_back(document, reason, context))
        case RejectDocument(reason=reason), Document():
            yield DocumentRejected(**sent_back(document, reason, context))


def drafted(command: DraftDocument, context: Context) -> DocumentDrafted:
    author_id = context.person_id
    hand = approving.other_hand(author_id, context)
    return DocumentDrafted(**dict(command), author_id=author_id, entered_by=hand)


def revise(document: Document, command: ReviseDocument, context: Context) -> Iterator[DocumentRevised]:
    if not context.is_or_stands_in_for(document.author_id):
        raise only_the_author()
    amount = command.amount or document.amount
    if (command.file, amount) == (document.file, document.amount):
        return
    if document.status in ("submitted", "approved"):
        raise Refused(f"This document is {document.status}: withdraw it to change it.", "revised under approval")
    told = of_document(document) | {"version": document.version + 1}
    hand = approving.other_hand(document.author_id, context)
    yield DocumentRevised(**told, file=command.file, amount=amount, entered_by=hand)


def submit(document: Document, context: Context) -> Iterator[DocumentSubmitted]:
    if context.person != document.author_id:
        raise only_the_author()
    if document.status == "submitted":
        return
    if document.status == "approved":
        raise Refused("This document is approved already: there is nothing left to ask.", "already approved")
    route = context.playbook.documents.route(document.matter)
    if route is None:
        raise Refused(
            f"The playbook has no approval route for a document of kind {document.drafted.kind!r} like this: "
            "ask who keeps the playbook for one.",
            "no route fits",
        )
    told = circulated(document) | {"round": document.round + 1}
    asked = approving.ask(route, document.author_id, context, document.written_by)
    yield DocumentSubmitted(**told, amount=document.amount, **asked)


def withdraw(document: Document, command: WithdrawDocument, context: Context) -> Iterator[DocumentWithdrawn]:
    if context.person != document.author_id:
        raise only_the_author()
    if document.status != "withdrawn":
        yield DocumentWithdrawn(
            **circulated(document), from_status=document.status, reason=command.reason, was_asked=document.asked
        )


def approve(document: Document, command: ApproveDocument, context: Context) -> DocumentStepApproved | DocumentApproved:
    verdict = approving.say_yes(
        document.course, context, named=command.step, comment=command.comment, pass_on=command.pass_on
    )
    told = circulated(document) | verdict.told
    return DocumentApproved(**told) if verdict.final else DocumentStepApproved(**told, **verdict.left)


def sent_back(document: Document, reason: str, context: Context) -> dict[str, Any]:
    whose = approving.must_be_asked(document.course, context)
    told = {"approver_id": whose, "decided_by": context.person_id, "reason": reason, "was_asked": document.asked}
    return circulated(document) | told


def of_document(document: Document) -> dict[str, Any]:
    """What everything after the draft tells of the document."""
    drafted = document.drafted
    return {
        "document_id": drafted.document_id,
        "author_id": drafted.author_id,
        "title": drafted.title,
        "kind": drafted.kind,
        "version": document.version,
    }


def circulated(document: Document) -> dict[str, Any]:
    """The same once it is on its route."""
    return of_document(document) | {"round": document.round, "file": document.file}


def only_the_author() -> Refused:
    return Refused("This document is somebody else's: its author has to do this.", "only the author")
