"""What may be done with a contractor: their bank details, and where they are written to."""

from __future__ import annotations

from crm_es.aggregates.contractor import RecordBankDetails, RecordContact, decider
from crm_es.bank_details import ForeignBankDetails
from crm_es.offers.way import Look, Values, Way, kind

FOREIGN = ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000")


def known(look: Look) -> Values:
    return {"details": look.state.details} if look.state.details else {}


def other_details(look: Look) -> ForeignBankDetails:
    """Of a bank abroad, for it takes those; others than are known."""
    swift = "COBADEHH" if look.state.details and look.state.details == FOREIGN else "COBADEFF"
    return FOREIGN.model_copy(update={"swift": swift})


KIND = kind(
    "contractors",
    decider,
    Way(RecordBankDetails, present=known, typed={"details": other_details}, beside=True),
    Way(RecordContact, typed={"email": "nobody.has.written@there.example"}, beside=True),
)
