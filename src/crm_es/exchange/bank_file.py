"""Puts approved payments into a file for the bank: the one operation behind HTTP and the command line (S1-36).

The file is made from what `PaymentRequestOrdered` recorded, so it says what was approved and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from crm_es.application import Crm
from crm_es.exchange.bank_ordering import Ordering
from crm_es.exchange.bank_orders import Line
from crm_es.exchange.client_bank.values import Document
from crm_es.exchange.client_bank.writing import NAME, Encoding, write
from crm_es.messages import Refused
from crm_es.runners.following import catch_up

MOST: Final = 1000
"""Payment orders in one file."""
DUE: Final = """
SELECT payment_request_id FROM payment_registry WHERE status = 'approved' AND pay_by <= %s
ORDER BY pay_by, drafted_at, payment_request_id LIMIT %s
"""


class BankFile(NamedTuple):
    """A file for the bank, and what became of each request."""

    name: str
    content: bytes | None
    """None where no request went into it."""
    lines: tuple[Line, ...]


def due(crm: Crm, day: date) -> list[UUID]:
    """The approved requests that are to be paid by this day."""
    catch_up(crm, "payment_registry")
    with crm.log.datastore.get_connection() as db:
        return [row["payment_request_id"] for row in db.execute(DUE, (day, MOST)).fetchall()]


def export(
    crm: Crm,
    payer_account_id: UUID,
    request_ids: Sequence[UUID],
    by: UUID,
    *,
    encoding: Encoding = "windows",
    again: bool = False,
) -> BankFile:
    """Order the payment of these requests in a person's name, and write the file.

    Raises Refused where nothing of it can be done; what keeps one request out of the file is in its line.
    """
    wanted = list(dict.fromkeys(request_ids))
    if not 1 <= len(wanted) <= MOST:
        raise Refused(f"A file takes 1 to {MOST} requests that are approved: choose others.", "file of possible size")
    ordering = Ordering(crm, payer_account_id, by, again=again)
    asked = ordering.look(wanted)
    lines = {one.request_id: one.line(refusal=why) for one in asked if (why := ordering.refusal(one))}
    fit = [one for one in asked if one.request_id not in lines]
    lines |= ordering.order([one for one in fit if not ordering.is_known(one)])
    lines |= ordering.repeat([one for one in fit if ordering.is_known(one)])
    orders: list[Document] = []
    for one in ordering.look([one.request_id for one in fit if one.request_id not in lines]):
        if one.ordered is None or one.ordered.payer_account_id != payer_account_id:
            lines[one.request_id] = one.line(refusal="Another account of ours pays it: put it into a file of that.")
        else:
            lines[one.request_id] = one.line(number=one.ordered.number)
            orders.append(ordering.document(one, one.ordered))
    content = write(ordering.payer.details.account, orders, ordering.asking.at, encoding) if orders else None
    return BankFile(NAME, content, tuple(lines[request_id] for request_id in wanted))
