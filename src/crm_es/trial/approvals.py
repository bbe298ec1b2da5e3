"""Which way would payments, prices and documents have gone to be approved, and who would have been asked?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, cast, get_args
from uuid import UUID

from crm_es.aggregates import document, payment_request, price_approval
from crm_es.aggregates.document import DocumentEvent, DocumentSubmitted, SubmitDocument
from crm_es.aggregates.payment_request import (
    PaymentRequestEvent,
    PaymentRequestPaid,
    PaymentRequestSubmitted,
    SubmitPaymentRequest,
)
from crm_es.aggregates.price_approval import PriceRequested, RequestPrice
from crm_es.approval_route import ApprovalAsked, RouteStepAsked
from crm_es.decider import Decider
from crm_es.messages import Command, Event, Refused
from crm_es.recorded import Recorded
from crm_es.trial.circumstances import Circumstances, again
from crm_es.trial.findings import Count, Finding, Side

FREE: Final = frozenset({"product has no floor", "not below the floor"})
"""Rules by which a price needs no approval."""
PAYMENT: Final = get_args(PaymentRequestEvent)
DONE: Final = object()
"""In the place of a request that is paid: nothing is asked of it any more."""


class Asked(NamedTuple):
    """Somebody asked for approval, and everything that is needed to ask again."""

    decider: Decider[Any, Any, Any]
    state: object
    command: Command
    fact: ApprovalAsked
    record: UUID
    whose: UUID
    what: str


class Approvals:
    """Every approval that was asked for, asked for again."""

    TOPICS: Final = frozenset(event.__name__ for event in (*PAYMENT, *get_args(DocumentEvent), PriceRequested))

    def __init__(self) -> None:
        self._states: dict[UUID, Any] = {}
        """Of requests and documents."""

    def heard(self, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
        event = recorded.event
        if type(event).__name__ not in self.TOPICS:
            return
        if then.counts(recorded) and (asked := self._asked(event, recorded.stream)):
            yield from compared(asked, recorded, then)
        if not isinstance(event, PriceRequested) and self._states.get(recorded.stream) is not DONE:
            self._follow(event, recorded.stream)

    def _asked(self, event: Event, stream: UUID) -> Asked | None:
        state = self._states.get(stream)
        match event:
            case PaymentRequestSubmitted():
                wish: Command = SubmitPaymentRequest(payment_request_id=stream)
                what = f"{event.amount} for {event.what_for}"
                return Asked(payment_request.decider, state, wish, event, stream, event.author_id, what)
            case DocumentSubmitted():
                wish, what = SubmitDocument(document_id=stream), f"{event.kind}: {event.title}"
                return Asked(document.decider, state, wish, event, stream, event.author_id, what)
            case PriceRequested():
                what = f"{event.product}, {event.quantity:f} at {event.price}"
                wish = again(RequestPrice, event)
                return Asked(price_approval.decider, None, wish, event, stream, event.asker_id, what)
            case _:
                return None

    def _follow(self, event: Event, stream: UUID) -> None:
        if isinstance(event, PaymentRequestPaid):
            self._states[stream] = DONE
        else:
            payment = isinstance(event, PAYMENT)
            decider: Decider[Any, Any, Any] = payment_request.decider if payment else document.decider
            self._states[stream] = decider.evolve(self._states.get(stream), event)


def compared(asked: Asked, recorded: Recorded[Any], then: Circumstances) -> Iterator[Finding | Count]:
    answer = then.decided(asked.decider, asked.state, asked.command, recorded)
    would = Side(refusal(answer)) if isinstance(answer, Refused) else route(cast(ApprovalAsked, answer))
    was, at = route(asked.fact), recorded.occurred_at
    yield Finding("approval", at, asked.decider.name, asked.record, asked.what, asked.whose, was, would)
    for person in dict.fromkeys((*was.people, *would.people)):
        yield Count("asked", person, int(person in was.people), int(person in would.people))
    if isinstance(answer, Refused) and answer.rule not in FREE:
        yield Count("refused", asked.whose, 0, 1)


def refusal(answer: Refused) -> str:
    return "no approval needed" if answer.rule in FREE else f"refused: {answer}"


def route(asked: ApprovalAsked) -> Side:
    """The way as one line, and everybody on it; who is asked first comes first."""
    people = (*asked.asked, *(person for step in asked.steps for person in step.approvers))
    return Side(f"{asked.route}: {' → '.join(map(told, asked.steps))}", tuple(dict.fromkeys(people)))


def told(step: RouteStepAsked) -> str:
    """The step, with all in which one way may differ from another."""
    parts = [
        f"{step.needs} of {len(step.approvers)}" if step.needs > 1 else "",
        "closes" if step.closes else "",
        f"reminds after {step.remind_after_hours} h" if step.remind_after_hours else "",
        f"escalates after {step.escalate_after_hours} h" if step.escalate_after_hours else "",
    ]
    beside = ", ".join(filter(None, parts))
    name = f"({step.name})" if step.optional else step.name
    return f"{name} [{step.role}{f'; {beside}' if beside else ''}]"
