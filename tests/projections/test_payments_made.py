"""Each payment is a line of its own, also of a part (S1-26)."""

from __future__ import annotations

from examples import CAROL, ID, MONDAY, TUESDAY, roubles
from fold import fold, recorded
from payment_facts import paid

from crm_es.aggregates.payment_request import PaymentRequestPartPaid
from crm_es.projections import payments_made
from crm_es.stored_file import StoredFile

ORDER = StoredFile(sha256="0" * 64, name="Order 30.pdf", type="application/pdf", size=1)
part_paid = PaymentRequestPartPaid(
    **dict(paid) | {"part": roubles(15_000), "payment_order": "30", "order_file": ORDER}, left=roubles(25_000)
)
rest_paid = paid.model_copy(update={"part": roubles(25_000)})


def test_parts_and_the_rest_are_told_apart() -> None:
    first, last = fold(payments_made, recorded(part_paid), recorded(rest_paid, TUESDAY)).values()
    assert (first.payment_request_id, first.amount, first.left_amount) == (ID, 15_000, 25_000)
    assert (first.payment_order, first.order_file, first.paid_by) == ("30", "Order 30.pdf", str(CAROL))
    assert (last.amount, last.left_amount, last.recorded_at) == (25_000, 0, TUESDAY)
    assert first.paid_on == MONDAY.date()


def test_the_same_payment_is_one_line_however_its_rest_is_written() -> None:
    again = part_paid.model_copy(update={"left": roubles("25000.00")})
    assert len(fold(payments_made, recorded(part_paid), recorded(again))) == 1


def test_what_was_paid_before_parts_were_told_is_the_whole_amount() -> None:
    (whole,) = fold(payments_made, recorded(paid.model_copy(update={"part": None}))).values()
    assert (whole.amount, whole.currency) == (40_000, "RUB")
