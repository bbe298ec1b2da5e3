"""What is answered about trials, the plan of gates, and the use of notebooks."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from crm_es.playbook import Desk, EntryKind
from crm_es.trial import Area, Measure
from crm_es.trial.rollout import State

# ── A playbook on trial ─────────────────────────────────────────────────────


class Total(BaseModel):
    """One measure, for all whom one may see."""

    measure: Measure
    what: str = Field(description="The measure in words.")
    was: float
    would: float
    difference: float


class OfPerson(BaseModel):
    """What was, and what would have been, of one person."""

    person_id: UUID
    person: str
    tasks_was: float = Field(description="Stage tasks to do.")
    tasks_would: float
    late_was: float = Field(description="Of them, done after the deadline that the playbook gives.")
    late_would: float = Field(description="The same, given when they were really done.")
    invoice_hours_was: float = Field(description="Hours for which the invoice desk was closed.")
    invoice_hours_would: float
    order_hours_was: float
    order_hours_would: float
    stopped_was: float = Field(description="Invoices and orders that met a closed desk.")
    stopped_would: float
    asked_was: float = Field(description="Approvals that they are asked for.")
    asked_would: float
    refused_was: float
    refused_would: float = Field(description="Wishes that came true and would have been refused.")


class TrialLine(BaseModel):
    """One thing that the playbook has a say in."""

    area: Area
    at: datetime
    record: str = Field(description="Which kind of record, such as deal.")
    record_id: UUID
    what: str
    person_id: UUID = Field(description="Whose record it is, or who is held up.")
    person: str
    was: str
    would: str
    was_people: str = Field(description="Who did it, or was asked.")
    would_people: str
    was_due: datetime | None
    would_due: datetime | None
    was_late: bool | None
    would_late: bool | None = Field(description="None where nobody knows when it would have been done.")
    hours: float | None = Field(description="Of an entry: how long it was open.")
    differs: bool


class TrialAnswer(BaseModel):
    """A playbook, tried on the past."""

    since: datetime
    until: datetime
    events: int = Field(description="How many events of the time it was tried on.")
    differing: int = Field(description="How many things would have been otherwise.")
    left_out: int = Field(description="Lines that were too many to tell.")
    totals: list[Total]
    people: list[OfPerson]
    lines: list[TrialLine]


# ── The plan of gates ───────────────────────────────────────────────────────


class PlanLine(BaseModel):
    """One gate, with what it alone would have done, had it held for the whole time."""

    step: int | None = Field(description="None of what nobody has planned.")
    since: date | None
    state: State = Field(
        description="holds: now; begins: on its day; planned: not in the playbook in force; candidate: nobody plans it."
    )
    desk: Desk
    kind: EntryKind
    group: str | None
    for_whom: str
    entries: int = Field(description="That would have closed the desk.")
    people: str
    hours: float = Field(description="For which desks would have been closed, of all people together.")
    longest_hours: float
    stopped: int = Field(description="How often an invoice or order would have met the closed desk.")
    stopped_people: str
    open_now: int
    query: str = Field(description="What to ask /notebook for, to see what is open.")


class Plan(BaseModel):
    """The steps by which gates are switched on."""

    since: datetime
    until: datetime
    rows: list[PlanLine]


# ── The use of notebooks ────────────────────────────────────────────────────


class EntriesLine(BaseModel):
    """What became of entries."""

    kind: str | None = Field(description="None where the line is of all kinds.")
    person_id: UUID | None = Field(description="None where it is of all people.")
    person: str | None
    added: int
    seen: int
    closed: int
    closed_by_owner: int
    closed_by_others: int = Field(description="By deputies.")
    settled: int = Field(description="They closed by themselves: what they were about was decided.")
    put_off: int = Field(description="How often.")
    reminded: int
    median_hours_until_seen: float | None
    median_hours_until_closed: float | None
    open: int = Field(description="Now, whenever they were added.")
    unseen: int = Field(description="Of them, never opened.")
    median_days_open: float | None
    longest_days_open: float | None
    query: str = Field(description="What to ask /notebook for, to see what was added.")
    open_query: str = Field(description="The same for what is open.")


class WeekLine(BaseModel):
    """How notebooks stood at the end of a week, or now."""

    week: date
    added: int
    closed: int
    open: int
    median_days_open: float | None
    longest_days_open: float | None
    query: str = Field(description="What to ask /notebook for, to see what was added.")


class BlockingLine(BaseModel):
    """How long desks were closed."""

    desk: Desk
    kind: str | None = Field(description="None where the line is of all kinds.")
    entries: int
    people: int
    open: int
    hours: float = Field(description="Once for each person, however many entries keep the desk closed.")
    most_hours: float = Field(description="Of the one who was held up longest.")
    query: str


class ExemptionLine(BaseModel):
    """Who was let pass closed desks."""

    desk: Desk
    person_id: UUID
    person: str | None
    given: int
    used: int = Field(description="Invoices or orders that passed by it.")
    last_reason: str | None
    query: str = Field(description="What to ask /invoice-desks or /order-desks for.")


class Adoption(BaseModel):
    """How notebooks are used."""

    since: date
    until: date
    entries: list[EntriesLine]
    weeks: list[WeekLine]
    blocking: list[BlockingLine]
    exemptions: list[ExemptionLine]
