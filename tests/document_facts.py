"""What happens to a contract of 40 000 roubles that Ann puts up, and that Lara and Dmitry decide about."""

from __future__ import annotations

from typing import Any

from examples import ANN, CLIENT, CONTRACTOR, DIRECTOR, HEAD, ID, LAWYER, roubles

from crm_es.aggregates.document import (
    DocumentApproved,
    DocumentApproversReminded,
    DocumentDrafted,
    DocumentEscalated,
    DocumentForwarded,
    DocumentRejected,
    DocumentReturned,
    DocumentRevised,
    DocumentStepApproved,
    DocumentSubmitted,
    DocumentWithdrawn,
)
from crm_es.approval_route import RouteStepAsked
from crm_es.stored_file import StoredFile

FILE = StoredFile(sha256="1" * 64, name="Contract 17.pdf", type="application/pdf", size=48_213)
SECOND = StoredFile(sha256="2" * 64, name="Contract 17, agreed.pdf", type="application/pdf", size=50_001)

of_document: dict[str, Any] = {
    "document_id": ID,
    "author_id": ANN,
    "title": "Contract 17",
    "kind": "contract",
    "version": 1,
}
circulated: dict[str, Any] = of_document | {"round": 1, "file": FILE}
law = RouteStepAsked(name="law", role="lawyer", approvers=(LAWYER,))
top = RouteStepAsked(name="director", role="director", approvers=(DIRECTOR,))

drafted = DocumentDrafted(
    document_id=ID,
    author_id=ANN,
    title="Contract 17",
    kind="contract",
    file=FILE,
    client_id=CLIENT,
    contractor_id=CONTRACTOR,
    deal_id=None,
    amount=roubles(40_000),
    department=None,
)
revised = DocumentRevised(**of_document | {"version": 2}, file=SECOND, amount=roubles(40_000))
submitted = DocumentSubmitted(**circulated, amount=roubles(40_000), route="contract", steps=(law, top), asked=(LAWYER,))
step_approved = DocumentStepApproved(
    **circulated, step="law", approver_id=LAWYER, decided_by=LAWYER, was_asked=(LAWYER,), asked=(DIRECTOR,)
)
forwarded = DocumentForwarded(
    **circulated,
    step="law",
    from_id=LAWYER,
    to_id=HEAD,
    decided_by=LAWYER,
    comment="You know them",
    was_asked=(LAWYER,),
    asked=(HEAD,),
)
escalated = DocumentEscalated(**circulated, step="law", to=(DIRECTOR,), was_asked=(LAWYER,), asked=(LAWYER, DIRECTOR))
reminded = DocumentApproversReminded(**circulated, step="law", asked=(LAWYER,))
approved = DocumentApproved(
    **circulated, step="director", approver_id=DIRECTOR, decided_by=DIRECTOR, was_asked=(DIRECTOR,)
)
sent_back: dict[str, Any] = circulated | {
    "approver_id": LAWYER,
    "decided_by": LAWYER,
    "reason": "Clause 4",
    "was_asked": (LAWYER,),
}
returned, rejected = DocumentReturned(**sent_back), DocumentRejected(**sent_back)
withdrawn = DocumentWithdrawn(**circulated, from_status="submitted", reason=None, was_asked=(LAWYER,))
