"""A request for payment of 400 000 roubles on its way along a route of one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from examples import ID, PLAYBOOK, roubles
from payment_facts import FORM

from crm_es.aggregates import payment_request
from crm_es.aggregates.payment_request import (
    DraftPaymentRequest,
    PaymentRequestCommand,
    PaymentRequestEvent,
    SubmitPaymentRequest,
)
from crm_es.context import Context
from crm_es.playbook import Playbook, Route, RouteStep

LARGE = FORM.model_copy(update={"amount": roubles(400_000)})
SUBMIT = SubmitPaymentRequest(payment_request_id=ID)


def playbook_of(*routes: Route) -> Playbook:
    """A playbook in which payments go these ways."""
    return PLAYBOOK.model_copy(update={"payments": PLAYBOOK.payments.model_copy(update={"routes": routes})})


def route_of(*steps: RouteStep) -> Playbook:
    """A playbook in which every payment goes this way."""
    return playbook_of(Route(name="all", steps=steps))


def lived(context: Context, *asked: tuple[Context, PaymentRequestCommand]) -> list[PaymentRequestEvent]:
    """What happened to a request that the context's person drafted and submitted, and others then decided on."""
    begun: list[tuple[Context, PaymentRequestCommand]] = [
        (context, DraftPaymentRequest(payment_request_id=ID, form=LARGE)),
        (context, SUBMIT),
    ]
    return later([], *begun, *asked, playbook=context.playbook)


def later(
    history: list[PaymentRequestEvent],
    *asked: tuple[Context, PaymentRequestCommand],
    playbook: Playbook = PLAYBOOK,
) -> list[PaymentRequestEvent]:
    """The same, and what came of these wishes."""
    for asker, command in asked:
        state = payment_request.decider.fold(history)
        history = [*history, *payment_request.decider.decide(state, command, replace(asker, playbooks={1: playbook}))]
    return history


def last(history: list[PaymentRequestEvent]) -> Any:
    return history[-1]
