"""What accounting does with an approved request: settle doubts, order the payment, pay in one or several parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from crm_es.accounting import heads, must_be_accounting
from crm_es.aggregates.payment_request.commands import (
    DoubtPaymentRequest,
    OrderPayment,
    PassPaymentCheck,
    PayPaymentRequest,
    SettlePaymentDoubt,
)
from crm_es.aggregates.payment_request.deciding import facts, is_barred
from crm_es.aggregates.payment_request.events import (
    PaymentRequestChecked,
    PaymentRequestDoubted,
    PaymentRequestDoubtSettled,
    PaymentRequestOrdered,
    PaymentRequestPaid,
    PaymentRequestPartPaid,
)
from crm_es.aggregates.payment_request.state import PaymentRequest
from crm_es.bank_details import BankDetails
from crm_es.context import Context
from crm_es.messages import Refused
from crm_es.money import Money


def doubt(request: PaymentRequest, command: DoubtPaymentRequest, context: Context) -> Iterator[PaymentRequestDoubted]:
    if command.round == request.round and command.check in request.awaited:
        possible = (command.settlers, heads(context), context.directory.holders("administrator"))
        able = (tuple(person for person in people if person not in request.barred) for people in possible)
        settlers = next(filter(None, able), ())
        yield PaymentRequestDoubted(
            **facts(request, command.payment_request_id),
            doubt=command.check,
            sentence=command.sentence,
            other_id=command.other_id,
            settlers=settlers,
        )


def pass_check(request: PaymentRequest, command: PassPaymentCheck) -> Iterator[PaymentRequestChecked]:
    if command.round == request.round and command.check in request.awaited:
        yield PaymentRequestChecked(
            payment_request_id=command.payment_request_id,
            author_id=request.author_id,
            round=request.round,
            check=command.check,
        )


def settle_doubt(
    request: PaymentRequest, command: SettlePaymentDoubt, context: Context
) -> Iterator[PaymentRequestDoubtSettled]:
    if command.doubt not in request.doubts:
        raise Refused("Nobody doubts this request for that reason: there is nothing to settle.", "no such doubt")
    settlers = request.doubts[command.doubt]
    if is_barred(request, context):
        raise Refused("Nobody settles a doubt about a request of their own.", "nobody settles own doubt")
    if not any(context.is_or_stands_in_for(person) for person in settlers):
        names = ", ".join(map(context.directory.name, settlers)) or "nobody so far"
        raise Refused(f"Settling this takes one of: {names}.", "not a settler of the doubt")
    yield PaymentRequestDoubtSettled(
        **facts(request, command.payment_request_id),
        doubt=command.doubt,
        reason=command.reason,
        decided_by=context.person_id,
        settlers=settlers,
        budget_ids=request.budget_ids,
    )


def order(request: PaymentRequest, command: OrderPayment, context: Context) -> Iterator[PaymentRequestOrdered]:
    must_be_accounting(context)
    known = request.ordered
    if known and known[:2] == (command.payer_account_id, command.number) and not command.again:
        return
    must_be_payable(request)
    if is_barred(request, context):
        raise Refused(
            "Nobody orders the payment of a request of their own: ask another accountant.", "nobody orders own request"
        )
    form = request.form
    if form.details is None or form.purpose is None:
        raise Refused("The bank needs bank details and a purpose: return the request for them.", "order incomplete")
    if known and known.round == request.round and known.payer_account_id != command.payer_account_id:
        raise Refused(
            f"Payment order {known.number} for this went out from another account of ours: if the bank will not carry "
            "it out, return the request, and order it once it is approved anew.",
            "ordered from another account",
        )
    if known and not command.again:
        raise Refused(
            f"Payment order {known.number} for this went to the bank already: say so if it is to go again.",
            "ordered already",
        )
    yield PaymentRequestOrdered(
        **facts(request, command.payment_request_id),
        contractor_id=form.contractor_id,
        payer_account_id=command.payer_account_id,
        number=command.number,
        ordered_on=context.at.date(),
        part=request.left,
        details=form.details,
        purpose=form.purpose,
    )


def pay(
    request: PaymentRequest, command: PayPaymentRequest, context: Context
) -> Iterator[PaymentRequestPartPaid | PaymentRequestPaid]:
    if isinstance(context.person, UUID):
        must_be_accounting(context)
        if command.bank_payment_id:
            raise Refused(
                "Lines of the bank's statement come from the statement: bring that.", "bank payment entered by hand"
            )
    part = command.amount or (request.form.amount if request.status == "paid" else request.left)
    if is_known(request, command, part):
        return
    if request.status == "paid":
        raise Refused(
            "This request is paid already, by another payment order: check before paying twice.", "already paid"
        )
    must_be_payable(request)
    must_go_to_the_payee(request, command)
    if is_barred(request, context) or command.named_by in request.barred:
        raise Refused(
            "Nobody pays a request of their own: ask another accountant, or appoint a deputy.",
            "nobody pays own request",
        )
    paid_on = command.paid_on or context.at.date()
    if paid_on > context.at.date() + timedelta(1):
        raise Refused(f"{paid_on:%d.%m.%Y} is yet to come: enter the payment when it was made.", "paid in the future")
    left = request.left
    if part.currency != left.currency or not 0 < part.amount <= left.amount:
        raise Refused(f"{left} is left to pay, not {part}: enter that much or less.", "more than is left")
    told = facts(request, command.payment_request_id) | {
        "contractor_id": request.form.contractor_id,
        "part": part,
        "paid_by": context.person,
        "paid_on": paid_on,
        "payment_order": command.payment_order,
        "order_file": command.order_file,
        "bank_payment_id": command.bank_payment_id,
        "approvers": request.approvers,
        "accountants": request.accountants,
    }
    if part == left:
        yield PaymentRequestPaid(**told)
    else:
        rest = Money(amount=left.amount - part.amount, currency=left.currency)
        yield PaymentRequestPartPaid(**told, left=rest)


def must_go_to_the_payee(request: PaymentRequest, command: PayPaymentRequest) -> None:
    """Refuse a line of the statement that went to somebody else."""
    details, said = request.form.details, {command.payee_account, command.payee_inn} - {None}
    if said and isinstance(details, BankDetails) and said.isdisjoint({details.account, details.inn}):
        raise Refused("This money went to somebody else than the request says: it does not pay it.", "other payee")


def is_known(request: PaymentRequest, command: PayPaymentRequest, part: Money) -> bool:
    """Whether this very payment is recorded: by the bank's own line, or by hand with the same order and amount."""
    for known in request.parts:
        if command.bank_payment_id and known.bank_payment_id:
            if command.bank_payment_id == known.bank_payment_id:
                return True
        elif known.payment_order == command.payment_order and (known.amount == part.amount or command.amount is None):
            return command.payment_order is not None or request.status == "paid"
    return False


def must_be_payable(request: PaymentRequest) -> None:
    """Refuse what is not approved, and what other books have not been asked about or speak against."""
    if request.status != "approved":
        raise Refused("This request is not approved: it may be paid once it is.", "paid before approval")
    if request.awaited:
        raise Refused(
            f"It is still being looked up ({', '.join(sorted(request.awaited))}): try again in a moment.",
            "checks not answered",
        )
    if request.doubts:
        raise Refused(
            f"There are doubts ({', '.join(sorted(request.doubts))}): they have to be settled before it is paid.",
            "paid in doubt",
        )
