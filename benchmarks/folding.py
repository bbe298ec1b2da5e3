"""Events a second through the payment registry: rebuilt from nothing, and live in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from time import perf_counter
from uuid import UUID

from benchmarks.ground import ANN, HEAD
from crm_es.aggregates.payment_request import (
    Form,
    PaymentRequestApproved,
    PaymentRequestDrafted,
    PaymentRequestPaid,
    PaymentRequestSubmitted,
)
from crm_es.application import Crm
from crm_es.approval_route import RouteStepAsked
from crm_es.messages import Event
from crm_es.money import Money
from crm_es.projections import payment_registry
from crm_es.runners.projections import Projector

REQUEST = UUID(int=(1 << 128) - 1)
"""Stands for the request's own id in the templates."""
FILL = """
INSERT INTO events (originator_id, originator_version, notification_id,
                    topic, state, occurred_at, actor, playbook_version)
SELECT lpad(to_hex(request), 32, '0')::uuid, version, (SELECT position FROM log_head) + (request - 1) * %s + version,
       topic, replace(state, %s, lpad(to_hex(request), 32, '0')::uuid::text)::jsonb, now(), %s, 0
FROM generate_series(1, %s) AS request, unnest(%s::text[], %s::text[]) WITH ORDINALITY AS past (topic, state, version)
"""


def life() -> Iterator[Event]:
    """What happens to a request that goes well."""
    amount = Money(amount=Decimal("125000.50"), currency="RUB")
    form = Form(what_for="Rent of the warehouse in November", amount=amount, pay_by=date(2026, 12, 1), purpose="Rent")
    fixed = {"payment_request_id": REQUEST, "author_id": ANN, "round": 1, "what_for": form.what_for, "amount": amount}
    step = RouteStepAsked(name="head", role="head_of_sales", approvers=(HEAD,), closes=True)
    yield PaymentRequestDrafted(payment_request_id=REQUEST, author_id=ANN, form=form)
    yield PaymentRequestSubmitted.model_validate(fixed | {"route": "small", "steps": (step,), "asked": (HEAD,)})
    decided = {"step": "head", "approver_id": HEAD, "decided_by": HEAD, "was_asked": (HEAD,), "accountants": (ANN,)}
    yield PaymentRequestApproved.model_validate(fixed | decided | {"pay_by": form.pay_by})
    paid = {"paid_by": HEAD, "paid_on": date(2026, 11, 30), "payment_order": "415"}
    yield PaymentRequestPaid.model_validate(fixed | paid | {"approvers": (HEAD,), "accountants": (ANN,)})


def fill(crm: Crm, events: int) -> None:
    """Give the log so many events of payment requests."""
    past = list(life())
    names, states = [type(event).__name__ for event in past], [event.model_dump_json() for event in past]
    values = (len(past), str(REQUEST), str(ANN), events // len(past), names, states)
    with crm.log.datastore.get_connection() as db:
        db.execute(FILL, values)
        db.execute("UPDATE log_head SET position = (SELECT max(notification_id) FROM events)")
        db.execute("VACUUM ANALYZE events")


def rebuild(crm: Crm, events: int) -> float:
    start = perf_counter()
    rows = Projector(crm.log, "payment_registry", payment_registry).rebuild()
    seconds = perf_counter() - start
    if rows != events // len(list(life())):
        raise RuntimeError(f"{rows} rows came of {events} events.")
    return events / seconds


def live(crm: Crm, events: int) -> float:
    """From an empty table, in the batches in which a worker reads."""
    with crm.log.datastore.get_connection() as db:
        db.execute("TRUNCATE payment_registry")
        db.execute("UPDATE tracking SET position = 0 WHERE name = 'payment_registry'")
    projector = Projector(crm.log, "payment_registry", payment_registry)
    start = perf_counter()
    while projector.step():
        pass
    return events / (perf_counter() - start)
