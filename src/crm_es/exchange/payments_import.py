"""Imports an approval log: every step as an ordinary command, at its own time, by its own role.

What a rule refuses stays refused and is counted; where the log shows another state than the rules led to, the request
adopts the log's state, so that the registry shows what is true of that organisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Final
from uuid import UUID

from crm_es.aggregates.payment_request import (
    AdoptPaymentRequest,
    ApprovePaymentRequest,
    DraftPaymentRequest,
    Form,
    PaymentRequestCommand,
    PayPaymentRequest,
    RejectPaymentRequest,
    RevisePaymentRequest,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.application import Crm
from crm_es.exchange.event_log import EventLog, Step
from crm_es.exchange.payment_cases import Request, form, read
from crm_es.exchange.payment_steps import ACCOUNTING, AUTHOR, Deed, deed, shown
from crm_es.exchange.playbook_yaml import load
from crm_es.exchange.replay import Replay, states_in
from crm_es.exchange.summary import Progress, Summary, quiet
from crm_es.ids import derived
from crm_es.playbook import Playbook

REQUESTER: Final = "requester"
EVERY: Final = 500
"""After how many steps progress is told."""


def run(crm: Crm, file: Path, playbook_file: Path, dry_run: bool = False, progress: Progress = quiet) -> Summary:
    """Replay the log under this playbook's rules for payments; a dry run decides everything and records nothing."""
    began, playbook = monotonic(), load(playbook_file.read_text(encoding="utf-8"))
    log = read(file)
    summary = Summary("payments", bad_rows=log.bad_rows)
    requests = [Request(case, form(case, log)) for case in log.cases.values() if case.steps]
    with Replay(crm, summary, dry_run) as replay:
        if requests:
            Importer(replay, playbook, min(r.case.steps[0].at for r in requests)).replay(requests, log, progress)
    summary.cases = len(requests)
    ids = [request.request_id for request in requests]
    real = states_in(crm, "payment_registry", "status", "payment_request_id", ids) if not dry_run else None
    summary.states = real or Counter(request.status for request in requests)
    summary.seconds = round(monotonic() - began, 3)
    return summary


class Importer:
    """Turns steps into commands of those who did them."""

    def __init__(self, replay: Replay, playbook: Playbook, since: datetime) -> None:
        self.sender, self.since = replay, since
        in_force = replay.in_force
        replay.publish(in_force.model_copy(update={"payments": playbook.payments}) if in_force else playbook, since)
        steps = [step for route in playbook.payments.routes for step in route.steps]
        self.closing = {step.role for step in steps if step.closes}
        self.accounting = playbook.payments.accounting_role
        self.people: dict[str, UUID] = {}
        for role in (AUTHOR, *(step.role for step in steps), self.accounting):
            self.person(role)

    def person(self, role: str) -> UUID:
        """Who acts for a role: one person for each, as the log names no people."""
        role = self.accounting if role in ACCOUNTING else role
        if role not in self.people:
            name = role.replace("_", " ").capitalize()
            self.people[role] = self.sender.hire(name, REQUESTER if role == AUTHOR else role, self.since)
        return self.people[role]

    def replay(self, requests: list[Request], log: EventLog, progress: Progress) -> None:
        """All steps of all cases in the order of time; those of one case in the log's order."""
        steps = sorted(in_order(requests), key=lambda one: one[0])
        for done, (_, place, request, step) in enumerate(steps, 1):
            self.step(request, place, step, log)
            if done % EVERY == 0 or done == len(steps):
                progress(done, len(steps))
        self.sender.summary.events = len(steps)

    def step(self, request: Request, place: int, step: Step, log: EventLog) -> None:
        author_id, request_id = self.person(AUTHOR), request.request_id
        if place == 0:
            draft = DraftPaymentRequest(payment_request_id=request_id, form=request.form)
            self.sender.send(draft, step.at, derived(request_id, "draft"), author_id)
        done = deed(step.activity)
        if done is None:
            log.bad(step.line, f"A payment request has no such step: {step.activity!r} is left out.")
            return
        key = request.key(place, step)
        for command in wishes(request_id, request.form, done, step, passes_on=done.role in self.closing):
            self.sender.send(command, step.at, derived(request_id, key, done.verb, done.role), self.person(done.role))
        request.status = shown(request.status, done)
        if self.sender.rehearsal.state(request_id).status != request.status:
            reason = f"The log shows {step.activity[:400]!r}."
            adoption = AdoptPaymentRequest(payment_request_id=request_id, status=request.status, reason=reason)
            self.sender.send(adoption, step.at, derived(request_id, key, "adopt", request.status))
            notes = self.sender.summary.notes
            notes["adopted"] = notes.get("adopted", 0) + 1


def in_order(requests: list[Request]) -> Iterator[tuple[tuple[datetime, int], int, Request, Step]]:
    """Steps with the time and turn to sort them by: within a case a step never comes before the one above it."""
    turns = count()
    for request in requests:
        at = request.case.steps[0].at
        for place, step in enumerate(request.case.steps):
            at = max(at, step.at)
            yield (at, next(turns)), place, request, step


def wishes(
    request_id: UUID, filled: Form, done: Deed, step: Step, *, passes_on: bool
) -> Iterator[PaymentRequestCommand]:
    """The ordinary command that does the same; the system's own steps lead to none."""
    match done.verb:
        case "SAVED":
            yield RevisePaymentRequest(payment_request_id=request_id, form=filled)
        case "SUBMITTED":
            yield SubmitPaymentRequest(payment_request_id=request_id)
        case "APPROVED":
            yield ApprovePaymentRequest(payment_request_id=request_id, pass_on=passes_on)
        case "FINAL_APPROVED":
            yield ApprovePaymentRequest(payment_request_id=request_id)
        case "REJECTED" if done.role == AUTHOR:
            yield WithdrawPaymentRequest(payment_request_id=request_id)
        case "REJECTED":
            yield RejectPaymentRequest(payment_request_id=request_id, reason=f"{step.activity} in the log"[:500])
        case "HANDLED":
            yield PayPaymentRequest(payment_request_id=request_id, paid_on=step.at.date())
        case _:
            return
