"""What may be done with a document: by its author, and by whoever approves it."""

from __future__ import annotations

from crm_es.aggregates.document import (
    ApproveDocument,
    ForwardDocument,
    RejectDocument,
    ReturnDocument,
    ReviseDocument,
    SubmitDocument,
    WithdrawDocument,
    decider,
)
from crm_es.offers.approving import steps
from crm_es.offers.way import Way, kind

KIND = kind(
    "documents",
    decider,
    Way(SubmitDocument),
    Way(ApproveDocument, choices={"step": steps}),
    Way(ReturnDocument, beside=True),
    Way(RejectDocument, beside=True),
    Way(ForwardDocument, beside=True),
    Way(ReviseDocument, present=lambda look: {"amount": look.state.amount}),
    Way(WithdrawDocument, menu=True),
)
