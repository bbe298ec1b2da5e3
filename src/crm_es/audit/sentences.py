"""Events as sentences, so that a history reads from top to bottom (S1-19, S1-32)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from crm_es.messages import Event

WORDS: Final = {
    "PaymentRequestDrafted": "Begun: {form[what_for]}, {form[amount]}.",
    "PaymentRequestRevised": "Filled in anew: {form[what_for]}, {form[amount]}.",
    "PaymentRequestSubmitted": "Submitted, round {round}: {amount}, by route {route}. Asked: {asked}.",
    "PaymentRequestStepApproved": "Step {step} approved for {approver_id}. Asked now: {asked}.",
    "PaymentRequestForwarded": "Step {step} given by {from_id} to {to_id}.",
    "PaymentRequestEscalated": "Nobody decided step {step} in time: {to} asked too.",
    "PaymentRequestApproversReminded": "Reminded of step {step}: {asked}.",
    "PaymentRequestApproved": "Step {step} approved for {approver_id}: it may be paid.",
    "PaymentRequestReturned": "Returned for rework.",
    "PaymentRequestRejected": "Rejected.",
    "PaymentRequestWithdrawn": "Taken back.",
    "PaymentRequestDoubted": "Doubted ({doubt}): {sentence} {settlers} may settle it.",
    "PaymentRequestChecked": "Looked up in other books ({check}): nothing found.",
    "PaymentRequestDoubtSettled": "Doubt ({doubt}) settled.",
    "PaymentRequestOrdered": "Payment order {number} of {ordered_on} for {part} put into a file for the bank.",
    "PaymentRequestPartPaid": "{part} paid on {paid_on}, payment order {payment_order}. Left: {left}.",
    "PaymentRequestPaid": "Paid in full on {paid_on}, payment order {payment_order}.",
    "PaymentRequestFileAttached": "File put to it: {file}, {kind}.",
    "PaymentRequestCommented": "Comment:",
    "ContractorTold": "Mail to {email} that it is {about}: {detail}",
    "PaymentRequestAdopted": "Taken over from other books as {to_status}, after {from_status}.",
    "ClientMet": "Met: {name}. {owner_id} looks after it.",
    "ClientRenamed": "Called {to_name} now, after {from_name}.",
    "ClientHandedOver": "Given by {from_owner_id} to {to_owner_id}.",
    "ClientContacted": "{by_id} was in touch ({kind}): {outcome}. Next: {call_on}.",
    "ClientBought": "Bought for {amount} on {on:.10} ({kind}).",
    "ClientLapsed": "Counts as lost since {lapsed_at:.10}: the last purchase was on {last_bought_at:.10}.",
    "ClientLapseExplained": "Lost because of:",
    "ClientAbsorbed": "{from_name} is merged into it.",
    "ContactAdded": "There is {name}, {position}: {phone}, {email}.",
    "ContactRemoved": "{name} is not there any more.",
    "DealOpened": "Deal begun: {title}{value:+, }.",
    "DealMoved": "Deal moved from {from_stage} to {to_stage}.",
    "DealWon": "Deal won{value:+: }.",
    "DealLost": "Deal lost:",
    "InvoiceIssued": "Invoice: {what_for}, {amount}.",
    "InvoiceCancelled": "Invoice of {amount} cancelled.",
    "PriceRequested": "A price of {price} asked for {quantity} of {product}; the floor is {floor}.",
    "PriceGranted": "The price of {price} for {product} granted until {valid_until}.",
    "PriceRefused": "The price of {price} for {product} refused.",
    "OrderDocumentPrepared": "Ready for the client: {kind} {document_number} of {on}.",
    "OrderPaid": "{amount} paid on {on}. Left: {left}.",
    "OrderShipped": "Shipped on {on}, worth {value}.",
    "ReconciliationDiffered": "Books differ by {difference}: ours say {our_balance}, theirs {their_balance}.",
    "DifferenceSettled": "The difference of {difference} is explained.",
    "TicketOpened": "{reference} begun ({channel}): {subject}. {responsible_id} serves it.",
    "TicketMessageTaken": "{reference}: {from_name} wrote.",
    "TicketFollowedUp": "{reference} was done long ago: what {from_name} wrote is another ticket.",
    "TicketReplied": "{reference} answered ({channel}) to {to_name}.",
    "TicketReplyDelivered": "{reference}: mail to {to_email}: {detail}",
    "TicketMoved": "{reference} moved from {from_stage} to {to_stage}.",
    "TicketAssigned": "{reference} given by {from_id} to {responsible_id}.",
    "TicketHoursAgreed": "{reference}: {agreed_minutes} minutes of labour agreed with {with_whom}.",
    "TicketClientNamed": "{reference} is of this client; to answer: {contact_name}, {contact_email}.",
    "TicketPrioritised": "{reference} is {to_priority} now, after {from_priority}.",
    "TicketLate": "{reference} is late with its {which}, due on {due:.16}.",
    "TicketWorkCounted": "{reference}: {minutes} minutes of {person_id} counted, {spent_minutes} in all.",
    "TicketLimitNeared": "{reference}: {spent_minutes} of {agreed_minutes} agreed minutes are used up.",
    "TicketLimitExceeded": "{reference}: {spent_minutes} minutes are more than the {agreed_minutes} agreed.",
    "TimerStarted": "Began to work on it: {kind}.",
    "TimerStopped": "Stopped working on it: {kind}, since {starts:.16}.",
    "WorkRecorded": "{work[minutes]} minutes of {person_id} recorded, from {work[starts]:.16}: {work[kind]}.",
    "WorkCorrected": "{work[minutes]} minutes of {person_id} now, after {was[minutes]}, from {work[starts]:.16}.",
    "WorkRemoved": "{work[minutes]} minutes of {person_id} taken back, from {work[starts]:.16}.",
    "PeriodSubmitted": "Submitted: {minutes} minutes from {first} to {last}. {supervisor_id} is asked.",
    "PeriodApproved": "Approved: {minutes} minutes from {first} to {last}.",
    "PeriodReturned": "Returned: the time from {first} to {last}.",
    "PeriodReopened": "Open again: the time from {first} to {last}.",
    "EvidenceAttached": "Screenshot put to work: {file}.",
    "EvidenceShared": "{shared_by} let the client look at screenshots until {until:.10}.",
    "EvidenceShareOpened": "The client opened the link to screenshots, from {address}.",
    "EvidenceShareRevoked": "{revoked_by} ended the link to screenshots.",
    "CallReturned": "Called back: {result}",
    "FocusDrifted": "In the month of {month}, {heading} took {percent} % of the working time of {person_id}.",
    "RateSet": "An hour costs {rate[per_hour]} from {rate[since]} on, for {meant} ({rate[use]}). Before: "
    "{was[per_hour]}.",
    "RateEnded": "The rate of {rate[per_hour]} for {meant} ({rate[use]}) holds until {rate[until]}.",
    "WorkBilled": "Act {number} of {on}: hours for {total}, billed by {biller_id}.",
    "WorkReleased": "Work may be billed again:",
    "CreditNoteIssued": "Credit note {number} of {on} for {total}, to act {act_number}.",
    "ActPrepared": "Act {number} of {on} prepared: {total}.",
    "ActInvoiced": "Act {number} has invoice {invoice_number} of {invoice_on}.",
    "ActSent": "Act {number} for {total} sent to {email}{contact_name:+, }.",
    "ActDeliveryNoted": "Act {number}, mail to {email}: {detail}",
    "ActOpened": "The client opened act {number} from {from_address}.",
    "ActLinkTaken": "{taken_by} took the client's link to act {number}.",
    "ActAccepted": "Act {number} for {total} accepted on {on}{contact_name:+ by }.",
    "ActLineDisputed": "Act {number}: {what}, {amount}, is disputed{contact_name:+ by }.",
    "DisputeAnswered": "Act {number}: answered by {answered_by} about {what}: {answer}",
    "ActCredited": "Act {number}: {total} credited by {credited_by}. Left: {left}.",
    "ActCancelled": "Act {number} cancelled by {cancelled_by}.",
    "ProjectOpened": "Project begun: {project}. {lead_id} leads it.",
    "StagePlanned": "Stage planned: {name}, until {ends}. New on it: {joined}.",
    "StageDropped": "Stage {stage} will not be done:",
    "ProgressReported": "Stage {stage} is done to {done_percent} %, after {from_percent} %.",
    "StageFinished": "Stage {stage} is finished.",
    "StageReopened": "Stage {stage} is not finished after all:",
    "BaselineSet": "Baseline {number}: {name}, {minutes} minutes in all.",
    "ProjectBudgetSet": "The project may take {budget[minutes]} minutes, {budget[amount]} ({budget[per]}).",
    "ProjectHandedOver": "Led by {lead_id} now, after {from_lead_id}.",
    "ProjectClosed": "The project is over after {spent_minutes} of {planned_minutes} minutes:",
    "ProjectReopened": "The project goes on:",
    "ProjectWorkCounted": "{person_id} worked {work[minutes]} minutes on {work[on]} ({work[kind]}).",
    "ProjectWarned": "Danger ({what}): {figure}, told from {threshold} on. {spent_minutes} minutes are spent.",
}
"""What has more to say than the event's own docstring."""
SUBJECTS: Final = ("ticket", "project", "stage", "task", "deal", "client")
"""What work may be on."""
RATED: Final = ("project", "client", "person")
"""Whose hours a rate may be for."""
PERSON: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Facts = Mapping[str, Any]


def sentence(topic: str, facts: Facts, names: Mapping[str, str]) -> str:
    """What happened, with its reason or comment. Ids are told by these names."""
    words = WORDS.get(topic)
    said = words.format_map(Fact({**facts, "meant": meant(facts, names)}, names)) if words else explained(topic)
    return " ".join([said, *moved(facts), *(str(facts[why]) for why in ("reason", "comment") if facts.get(why))])


def moved(facts: Facts) -> Iterator[str]:
    """That an entry of working time is on something else since it was corrected."""
    match facts:
        case {"was": {"work_id": _, **was}, "work": {"work_id": _, **work}}:
            before, now = on(was), on(work)
            if before != now:
                yield f"It is on {now} now, after {before}."
        case _:
            return


def on(work: Mapping[Any, Any]) -> str:
    """What it is on."""
    return ", ".join(f"{name} {work[f'{name}_id']}" for name in SUBJECTS if work.get(f"{name}_id")) or "nothing"


def meant(facts: Facts, names: Mapping[str, str]) -> str:
    """Whose hours a rate is for, or of which kind of work."""
    rate = facts.get("rate")
    if not isinstance(rate, Mapping):
        return ""
    named = [f"{one} {names.get(rate[key], rate[key])}" for one in RATED if rate.get(key := f"{one}_id")]
    return ", ".join([*named, *([f"kind {rate['kind']}"] if rate.get("kind") else [])]) or "all work"


def is_told(topic: str) -> bool:
    """Whether its sentence holds what there is to know."""
    return topic in WORDS


def explained(topic: str) -> str:
    """What the event's class says."""
    event = Event.NAMED.get(topic)
    return event.__doc__.splitlines()[0] if event and event.__doc__ else topic


def people_in(topic: str, facts: Facts) -> Iterator[str]:
    """The ids that its sentence tells by name."""
    for name in re.findall(r"\{(\w+)\}", WORDS.get(topic, "")):
        fact = facts.get(name)
        several = fact if isinstance(fact, list) else [fact]
        yield from (one for one in map(str, several) if PERSON.fullmatch(one))
    if isinstance(rated := facts.get("rate"), Mapping):
        yield from (str(rated[key]) for one in RATED if rated.get(key := f"{one}_id"))


class Fact:
    """A stored value as people say it."""

    def __init__(self, value: Any, names: Mapping[str, str]) -> None:
        self.value, self.names = value, names

    def __format__(self, shape: str) -> str:
        """As its text: of a time, `:.10` leaves the day; `:+, ` puts a comma before what is known, else nothing."""
        if shape.startswith("+"):
            return f"{shape[1:]}{self}" if self.value else ""
        return format(str(self), shape)

    def __getitem__(self, name: str) -> Fact:
        return Fact((self.value or {}).get(name), self.names)

    def __str__(self) -> str:
        match self.value:
            case None:
                return "unknown"
            case {"amount": amount, "currency": currency}:
                return f"{amount} {currency}"
            case {"sha256": _, "name": name}:
                return str(name)
            case []:
                return "nobody"
            case [*several]:
                return ", ".join(str(Fact(one, self.names)) for one in several)
            case value:
                return self.names.get(str(value), str(value))
