"""What may be wished of a request for payment."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from crm_es.aggregates.payment_request.events import Check, Status
from crm_es.aggregates.payment_request.form import Form, Text
from crm_es.messages import Command
from crm_es.money import Money
from crm_es.stored_file import FileKind, StoredFile

OrderNumber = Annotated[str, StringConstraints(max_length=40)]


class DraftPaymentRequest(Command, roles={"employee", "import"}, opens=True):
    """Begin to ask for a payment."""

    payment_request_id: UUID
    form: Form


class RevisePaymentRequest(Command, roles={"employee", "import"}):
    """Fill the form in anew, before it is submitted."""

    payment_request_id: UUID
    form: Form


class SubmitPaymentRequest(Command, roles={"employee", "import"}):
    """Ask for approval along the route that the playbook gives."""

    payment_request_id: UUID


class ApprovePaymentRequest(Command, roles={"employee", "import"}, in_person=True):
    """Say yes to the step that is asked, or to a later one past optional steps."""

    payment_request_id: UUID
    step: Text | None = None
    """Which step; where none is named, the first that the asker may decide."""
    comment: Text | None = None
    pass_on: bool = False
    """Where the step would close the route: say yes, and let the next step decide too."""


class ForwardPaymentRequest(Command, roles={"employee"}, in_person=True):
    """Give the question to somebody else, who then decides in one's place."""

    payment_request_id: UUID
    to_id: UUID
    comment: Text | None = None


class EscalatePaymentRequest(Command, roles={"clock"}):
    """Ask the superiors too: nobody decided in time."""

    payment_request_id: UUID


class RemindPaymentApprovers(Command, roles={"clock"}):
    """Remind those who have not decided."""

    payment_request_id: UUID


class ReturnPaymentRequest(Command, roles={"employee", "import"}, in_person=True):
    """Send it back to the author for rework, with a reason."""

    payment_request_id: UUID
    reason: Text


class RejectPaymentRequest(Command, roles={"employee", "import"}, in_person=True):
    """Say no, with a reason."""

    payment_request_id: UUID
    reason: Text


class WithdrawPaymentRequest(Command, roles={"employee", "import"}):
    """Take back a request of one's own."""

    payment_request_id: UUID
    reason: Text | None = None


class DoubtPaymentRequest(Command, roles={"policy"}):
    """Hold up its payment: a look into other books found something."""

    payment_request_id: UUID
    round: int
    check: Check
    sentence: Text
    other_id: UUID | None = None
    settlers: tuple[UUID, ...]


class PassPaymentCheck(Command, roles={"policy"}):
    """A look into other books found nothing."""

    payment_request_id: UUID
    round: int
    check: Check


class SettlePaymentDoubt(Command, roles={"employee"}, in_person=True):
    """Answer for it that the request may be paid all the same, with a reason."""

    payment_request_id: UUID
    doubt: Check
    reason: Text


class OrderPayment(Command, roles={"employee"}, in_person=True):
    """Put a payment order for what is left into a file for the bank."""

    payment_request_id: UUID
    payer_account_id: UUID
    number: Annotated[str, StringConstraints(pattern=r"^0*[1-9][0-9]*$", max_length=6), Field(examples=["31"])]
    again: bool = False
    """Although it went into a file before."""


class PayPaymentRequest(Command, roles={"employee", "import", "policy"}, in_person=True):
    """Record that the money went out."""

    payment_request_id: UUID
    amount: Money | None = None
    """How much; all that is left where none is given."""
    paid_on: date | None = None
    """The day of asking where none is given."""
    payment_order: OrderNumber | None = None
    """Its number."""
    order_file: StoredFile | None = None
    """The payment order itself."""
    bank_payment_id: UUID | None = None
    """The line of the bank's statement that shows it."""
    payee_account: Annotated[str, Field(max_length=40)] | None = None
    """Where that line says that the money went; of the request's own account or ИНН, one has to agree."""
    payee_inn: Annotated[str, Field(max_length=40)] | None = None
    named_by: UUID | None = None
    """Who said that the line was for this request, if a person did."""


class AttachPaymentFile(Command, roles={"employee", "import"}):
    """Put a file to it that was uploaded before."""

    payment_request_id: UUID
    kind: FileKind
    file: StoredFile


class CommentPaymentRequest(Command, roles={"employee", "import"}):
    """Say something about it."""

    payment_request_id: UUID
    comment: Text


class NoteContractorTold(Command, roles={"effect"}):
    """Keep what came of telling the contractor."""

    payment_request_id: UUID
    contractor_id: UUID
    about: Literal["approved", "paid"]
    email: Annotated[str, Field(max_length=320)]
    told: bool
    detail: Annotated[str, Field(max_length=1000)]


class AdoptPaymentRequest(Command, roles={"import"}):
    """Take over the state that the imported books show, where the rules refused what led there."""

    payment_request_id: UUID
    status: Status
    reason: Text


PaymentRequestCommand = (
    DraftPaymentRequest
    | RevisePaymentRequest
    | SubmitPaymentRequest
    | ApprovePaymentRequest
    | ForwardPaymentRequest
    | EscalatePaymentRequest
    | RemindPaymentApprovers
    | ReturnPaymentRequest
    | RejectPaymentRequest
    | WithdrawPaymentRequest
    | DoubtPaymentRequest
    | PassPaymentCheck
    | SettlePaymentDoubt
    | OrderPayment
    | PayPaymentRequest
    | AttachPaymentFile
    | CommentPaymentRequest
    | NoteContractorTold
    | AdoptPaymentRequest
)
