"""Which records hold which words? Answers the search over everything (X-04)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from crm_es.aggregates.campaign import CampaignLaunched
from crm_es.aggregates.client import (
    ClientDescribed,
    ClientDiscarded,
    ClientMet,
    ClientRenamed,
    ContactAdded,
    ContactRemoved,
)
from crm_es.aggregates.complaint import ComplaintAnswered, ComplaintFiled
from crm_es.aggregates.contractor import BankDetailsRecorded, ContactRecorded, ContractorRegistered
from crm_es.aggregates.deal import DealDescribed, DealDiscarded, DealOpened
from crm_es.aggregates.document import DocumentDrafted, DocumentRevised
from crm_es.aggregates.invoice_desk import InvoiceIssued
from crm_es.aggregates.invoice_numbers import InvoiceNumbered
from crm_es.aggregates.order import OrderDocumentPrepared, OrderRegistered
from crm_es.aggregates.payment_request import PaymentRequestDrafted, PaymentRequestRevised
from crm_es.aggregates.price_approval import PriceRequested
from crm_es.aggregates.project import ProjectOpened
from crm_es.aggregates.staff_member import StaffEmailRecorded, StaffMemberHired
from crm_es.aggregates.suggestion import SuggestionAnswered, SuggestionMade
from crm_es.aggregates.task import TaskAssigned
from crm_es.aggregates.ticket import TicketClientNamed, TicketOpened
from crm_es.aggregates.work_act import ActInvoiced, ActPrepared
from crm_es.ids import at_desk, desk_of
from crm_es.messages import Event
from crm_es.recorded import Recorded
from crm_es.row import Row, replace
from crm_es.wording import endings, whole, words

Telling = (
    ActInvoiced
    | ActPrepared
    | BankDetailsRecorded
    | CampaignLaunched
    | ClientDescribed
    | ClientDiscarded
    | ClientMet
    | ClientRenamed
    | ComplaintAnswered
    | ComplaintFiled
    | ContactAdded
    | ContactRecorded
    | ContactRemoved
    | ContractorRegistered
    | DealDescribed
    | DealDiscarded
    | DealOpened
    | DocumentDrafted
    | DocumentRevised
    | InvoiceIssued
    | InvoiceNumbered
    | OrderDocumentPrepared
    | OrderRegistered
    | PaymentRequestDrafted
    | PaymentRequestRevised
    | PriceRequested
    | ProjectOpened
    | StaffEmailRecorded
    | StaffMemberHired
    | SuggestionAnswered
    | SuggestionMade
    | TaskAssigned
    | TicketClientNamed
    | TicketOpened
)


@dataclass(frozen=True)
class RecordWords(Row, table="record_words", key="record_id", indexes=("USING gin (array_to_tsvector(words))",)):
    """What one record can be found by."""

    record_id: UUID
    list: str
    """The list that shows it."""
    begun: int
    """Its place among all that was ever begun."""
    said: tuple[str, ...]
    """What it says, part by part, as `title: Pumps`."""
    words: tuple[str, ...]
    """Its words; after #, its list; after @, a record that it names; after =, a part as a whole."""


class Told(NamedTuple):
    """What an event says of a record."""

    list: str
    key: Callable[[Any], UUID]
    parts: tuple[str, ...]
    """Where its words are, such as `form.what_for`."""
    begins: bool = False
    apart: str = ""
    """The id of one of several that the record has."""


def invoice_key(event: InvoiceIssued | InvoiceNumbered) -> UUID:
    return at_desk(desk_of(event.manager_id), event.invoice_id)


DEAL, CLIENT, CONTRACTOR = attrgetter("deal_id"), attrgetter("client_id"), attrgetter("contractor_id")
REQUEST, DOCUMENT, ORDER = attrgetter("payment_request_id"), attrgetter("document_id"), attrgetter("order_id")
TICKET, ACT, PERSON = attrgetter("ticket_id"), attrgetter("work_act_id"), attrgetter("staff_member_id")
COMPLAINT, SUGGESTION = attrgetter("complaint_id"), attrgetter("suggestion_id")
KNOWN: Final = ("sector", "inn", "phones", "emails", "codes")
FORM: Final = ("form.what_for", "form.contractor_id", "form.invoice_number", "form.purpose")
ANSWERING: Final = ("client_id", "contact_name", "contact_email")

TOLD: Final[dict[type[Event], Told]] = {
    DealOpened: Told("deals", DEAL, ("title", "product", "client_id"), begins=True),
    DealDescribed: Told("deals", DEAL, ("product", "client_id")),
    DealDiscarded: Told("deals", DEAL, ()),
    ClientMet: Told("clients", CLIENT, ("name", *KNOWN), begins=True),
    ClientRenamed: Told("clients", CLIENT, ("to_name",)),
    ClientDescribed: Told("clients", CLIENT, tuple(f"after.{name}" for name in KNOWN)),
    ContactAdded: Told("clients", CLIENT, ("name", "phone", "email"), apart="contact_id"),
    ContactRemoved: Told("clients", CLIENT, (), apart="contact_id"),
    ClientDiscarded: Told("clients", CLIENT, ()),
    ContractorRegistered: Told("contractors", CONTRACTOR, ("name",), begins=True),
    BankDetailsRecorded: Told("contractors", CONTRACTOR, ("details.inn", "details.account", "details.iban")),
    ContactRecorded: Told("contractors", CONTRACTOR, ("email",)),
    PaymentRequestDrafted: Told("payment-requests", REQUEST, FORM, begins=True),
    PaymentRequestRevised: Told("payment-requests", REQUEST, FORM),
    TaskAssigned: Told("tasks", attrgetter("task_id"), ("what", "client_id", "deal_id"), begins=True),
    TicketOpened: Told("tickets", TICKET, ("reference", "subject", *ANSWERING), begins=True),
    TicketClientNamed: Told("tickets", TICKET, ANSWERING),
    ProjectOpened: Told("projects", attrgetter("project_id"), ("project", "kind", "client_id"), begins=True),
    InvoiceIssued: Told("invoices", invoice_key, ("what_for", "client_id"), begins=True),
    InvoiceNumbered: Told("invoices", invoice_key, ("number",)),
    OrderRegistered: Told("orders", ORDER, ("number", "note", "source", "client_id"), begins=True),
    OrderDocumentPrepared: Told("orders", ORDER, ("document_number",)),
    DocumentDrafted: Told("documents", DOCUMENT, ("title", "kind", "file.name", "client_id", "contractor_id"), True),
    DocumentRevised: Told("documents", DOCUMENT, ("title", "kind", "file.name")),
    PriceRequested: Told("price-approvals", attrgetter("price_approval_id"), ("product", "client_id"), begins=True),
    ComplaintFiled: Told("complaints", COMPLAINT, ("text", "cause", "client_id"), begins=True),
    ComplaintAnswered: Told("complaints", COMPLAINT, ("answer",)),
    CampaignLaunched: Told("campaigns", attrgetter("campaign_id"), ("name", "aim"), begins=True),
    SuggestionMade: Told("suggestions", SUGGESTION, ("text", "about"), begins=True),
    SuggestionAnswered: Told("suggestions", SUGGESTION, ("answer",)),
    ActPrepared: Told("work-acts", ACT, ("number", "contact_name", "client_id"), begins=True),
    ActInvoiced: Told("work-acts", ACT, ("invoice_number",)),
    StaffMemberHired: Told("staff-members", PERSON, ("name",), begins=True),
    StaffEmailRecorded: Told("staff-members", PERSON, ("email",)),
}


def keys(event: Telling) -> tuple[UUID, ...]:
    return (TOLD[type(event)].key(event),)


def evolve(record: RecordWords | None, recorded: Recorded[Telling], key: UUID) -> RecordWords | None:
    told = TOLD[type(recorded.event)]
    if isinstance(recorded.event, ClientDiscarded | DealDiscarded):
        return None
    if told.begins:
        record = RecordWords(key, told.list, recorded.position, (), ())
    if record is None:
        return None  # what is told of an invoice before it is issued
    said = tuple(f"{name}: {value}" for name, value in parts(record, told, recorded.event).items() if value)
    return replace(record, said=said, words=tuple(dict.fromkeys(found_by(record.list, said))))


def parts(record: RecordWords, told: Told, event: Telling) -> dict[str, str]:
    """What the record says now, by name of the part."""
    said: dict[str, str] = {name: value for name, _, value in (one.partition(": ") for one in record.said)}
    if told.apart:
        which = str(getattr(event, told.apart))
        said = {name: value for name, value in said.items() if not name.startswith(which)}
    else:
        which = ""
    return said | {f"{which}{name_of(path)}": text(value_at(path, event)) for path in told.parts}


def name_of(path: str) -> str:
    return path.rpartition(".")[2].removeprefix("to_")


def value_at(path: str, event: Telling) -> Any:
    value: Any = event
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


def text(value: Any) -> str:
    several = value if isinstance(value, tuple) else (value,)
    return ", ".join(str(one) for one in several if one is not None)


def found_by(shown_in: str, said: tuple[str, ...]) -> Iterator[str]:
    yield f"#{shown_in}"
    for name, _, value in (one.partition(": ") for one in said):
        if name.endswith("_id"):
            yield f"@{value}"
            continue
        for one in value.split(", "):
            if (all_of_it := whole(one)) is not None:
                yield f"={all_of_it}"
        for word in words(value):
            yield word
            yield from endings(word)
