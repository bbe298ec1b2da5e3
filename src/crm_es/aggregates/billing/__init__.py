"""The billing: what was billed of all that was worked, and the numbers of acts and credit notes (S3-07, S3-08, X-25).

All of it is one stream, so that however people press the button, no work is billed twice: it is billed by one act, or
free. Each act and each credit note has the next number of its series, without a gap, and keeps it. What an act costs
follows from the rates in force; hours without a rate are not billed. Work comes free again only by a credit note that
says so, or when its act is cancelled.
"""

from typing import get_args

from crm_es.aggregates.billing.commands import BillingCommand, BillWork, IssueCreditNote, ReleaseWork
from crm_es.aggregates.billing.decisions import decide
from crm_es.aggregates.billing.events import BillingEvent, CreditNoteIssued, WorkBilled, WorkReleased
from crm_es.aggregates.billing.state import Billing, evolve
from crm_es.decider import Decider

__all__ = [
    "BillWork",
    "Billing",
    "BillingCommand",
    "BillingEvent",
    "CreditNoteIssued",
    "IssueCreditNote",
    "ReleaseWork",
    "WorkBilled",
    "WorkReleased",
    "decider",
]

decider = Decider("billing", "billing", get_args(BillingCommand), decide, evolve)
