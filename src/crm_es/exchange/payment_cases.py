"""The requests for payment that an approval log tells of, each with its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Final
from uuid import UUID

from crm_es.aggregates.payment_request import Form, Status
from crm_es.exchange.event_csv import read_csv
from crm_es.exchange.event_log import RULE, Case, EventLog, Step, opened
from crm_es.exchange.replay import IMPORTED
from crm_es.exchange.xes import read_xes
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.money import Money

CENT: Final = Decimal("0.01")
MOST: Final = Decimal(10) ** 15
CURRENCY: Final = "EUR"


def read(file: Path, log: EventLog | None = None) -> EventLog:
    """The log of a file, by what its name ends with; into a log that keeps more, where one is given."""
    log = EventLog() if log is None else log
    name = file.name.casefold().removesuffix(".gz")
    if not name.endswith((".xes", ".xml", ".csv")):
        raise Refused(
            f"{file.name} is neither .xes nor .csv, packed as .gz or not: name such a file.", "a known format"
        )
    with opened(file) as stream:
        (read_csv if name.endswith(".csv") else read_xes)(stream, log)
    if log.bad_rows and not log.cases:
        raise Refused(f"{file.name} holds no case that can be read. {log.bad_rows[0].reason}", RULE)
    for case in log.cases.values():
        if not case.steps:
            log.bad(0, f"Case {case.case_id!r} has no step that can be read: it is left out.")
    return log


def form(case: Case, log: EventLog) -> Form:
    """What is asked for, as far as the log tells."""
    told = case.attributes
    names = [name for name in told if "amount" in name]
    name = next((name for name in ("requestedamount", "amount") if name in told), min(names, default=""))
    amount = cents(told.get(name, ""))
    if amount is None:
        log.bad(
            case.steps[0].line, f"Case {case.case_id!r} has no readable amount ({told.get(name, '')!r}): taken as 0."
        )
    unit = told.get("organizationalentity", "").strip()[:80]
    return Form(
        what_for=case.case_id[:500],
        amount=Money(amount=amount or Decimal(0), currency=CURRENCY),
        department=unit if unit not in ("", "UNKNOWN") else None,
    )


def cents(text: str) -> Decimal | None:
    """An amount rounded to cents, half up; None where the text is no amount."""
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        return None
    return amount.quantize(CENT, ROUND_HALF_UP) if amount.is_finite() and abs(amount) < MOST else None


@dataclass(slots=True)
class Request:
    """One case of the log on its way through our rules."""

    case: Case
    form: Form
    status: Status = "draft"
    """As the log shows it so far."""
    seen: set[str] = field(default_factory=set)
    """The steps that were met by their own ids."""
    request_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.request_id = derived(IMPORTED, "payment request", self.case.case_id)

    def key(self, place: int, step: Step) -> str:
        """What tells the step from the others of its case: its own id, else its place."""
        if not step.event_id or step.event_id in self.seen:
            return f"{place}"
        self.seen.add(step.event_id)
        return f"id {step.event_id}"
