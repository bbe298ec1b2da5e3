"""Wishes of every kind by everybody at several times, from small pools, so that they meet."""

from __future__ import annotations

import builtins
import types
import typing
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, get_args, get_origin
from uuid import UUID

from examples import (
    ANN,
    BOB,
    CLIENT,
    CONTRACTOR,
    DIRECTORY,
    FRIDAY,
    HEAD,
    ID,
    MONDAY,
    NEXT_MONDAY,
    OTHER_ID,
    PLAYBOOK,
    STRANGER,
    WEDNESDAY,
    admin,
    ann,
    bob,
    carol,
    clock,
    director,
    gone,
    head,
    importer,
    lawyer,
    operator,
    policy,
    roubles,
    standing_in,
    stranger,
)
from hypothesis import strategies as st
from pydantic import AwareDatetime

from crm_es.aggregates import deal
from crm_es.aggregates.deal import LoseDeal, WinDeal
from crm_es.aggregates.payment_request import AdoptPaymentRequest, CommentPaymentRequest, Form, WithdrawPaymentRequest
from crm_es.aggregates.staff_member import LeaveCompany
from crm_es.aggregates.task import CancelTask
from crm_es.bank_details import BankDetails
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import PLAYBOOK as THE_PLAYBOOK
from crm_es.ids import derived, desk_of, notebook_of
from crm_es.messages import Command, Event, Refused
from crm_es.money import Money
from crm_es.playbook import Playbook

AnyDecider = Decider[Any, Any, Any]
WISHES = 80

details = BankDetails(
    inn="7707083893",
    kpp="773601001",
    bik="044525225",
    account="40702810900000002851",
    correspondent_account="30101810400000000225",
)
euros = Money(amount=Decimal(1), currency="EUR")
complete = Form(
    what_for="Rent",
    amount=roubles(40),
    contractor_id=CONTRACTOR,
    pay_by=FRIDAY.date(),
    details=details,
    purpose="Rent for November",
)
PEOPLE = [ANN, ANN, BOB, HEAD, STRANGER]
STREAMS = {
    "staff_member_id": ANN,
    "playbook_id": THE_PLAYBOOK,
    "notebook_id": notebook_of(ANN),
    "invoice_desk_id": desk_of(ANN),
}
"""An aggregate's stream; ID where none is named here."""
POOLS: dict[str, Sequence[Any]] = {
    "owner_id": PEOPLE,
    "responsible_id": PEOPLE,
    "supervisor_id": PEOPLE,
    "deputy_id": PEOPLE,
    "person_id": [ANN],
    "manager_id": [ANN],
    "roles": [frozenset({"manager"}), frozenset({"administrator", "head_of_sales"}), frozenset({"import"})],
    "pipeline": [*["wholesale"] * 4, "repeat order", "nowhere"],
    "stage": ["lead", "offer", "contract", "shipment", "order"],
    "name": ["shipment", "offer sent"],
    "product": ["flour", "sugar", "salt"],
    "step": [None, None, "head", "director"],
    "pass_on": [False, False, False, True],
    "country": ["RU", "CN"],
    "reason": ["price", "silence"],
}
KINDS: dict[Any, Sequence[Any]] = {
    UUID: [ID, OTHER_ID, CLIENT, CONTRACTOR],
    str: ["price", "again"],
    bool: [False, True],
    int: [1, 2],
    Decimal: [Decimal(1), Decimal("0.5")],
    date: [MONDAY.date(), FRIDAY.date(), NEXT_MONDAY.date()],
    AwareDatetime: [MONDAY, WEDNESDAY, NEXT_MONDAY],
    Money: [roubles(-1), roubles(0), roubles(40), roubles(100_000), roubles(100_001), euros],
    Playbook: [PLAYBOOK, PLAYBOOK.model_copy(update={"name": "Service"})],
    BankDetails: [details, BankDetails(inn="770708389300", account="40702810900000002852")],
    Form: [complete, complete.model_copy(update={"amount": roubles(100_001)}), Form(what_for="Rent", amount=euros)],
    types.NoneType: [None],
}
STAGE_TASKS = [derived(ID, "stage task", stay, n) for stay in (1, 1, 2, 3) for n in (0, 0, 1)]

DIRECTORIES = [
    *[DIRECTORY] * 6,
    gone(ANN),
    standing_in(BOB, HEAD, MONDAY.date(), FRIDAY.date()),
    standing_in(ANN, HEAD, MONDAY.date(), FRIDAY.date()),
]
ASKERS: list[Callable[..., Context]] = [
    *[ann, head] * 6,
    *[carol, director, admin] * 2,
    *(bob, lawyer, policy, clock, importer, stranger),
    lambda **changes: operator(on_behalf_of=ANN, **changes),
    lambda **changes: importer(on_behalf_of=ANN, **changes),
    lambda **changes: importer(on_behalf_of=HEAD, **changes),
]
RARE = {
    *(WinDeal, LoseDeal, CancelTask, LeaveCompany),
    *(AdoptPaymentRequest, CommentPaymentRequest, WithdrawPaymentRequest),
}
"""They end a story, or tell nothing: asked for less often, so that stories grow."""
PUBLISHED = {1: PLAYBOOK, 2: PLAYBOOK.model_copy(update={"pipelines": PLAYBOOK.pipelines[1:]})}


@cache
def askers(command: type[Command]) -> list[Callable[..., Context]]:
    return [asker for asker in ASKERS if asker().roles & command.ROLES]


@cache
def commands(known: tuple[type[Command], ...]) -> list[type[Command]]:
    return [command for command in known for _ in range(1 if command in RARE else 5)]


class Chance:
    """Wishes as a seed has them: far more telling stories than lists that hypothesis would grow and shrink."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def some(self, name: str, kind: Any) -> Any:
        """A value of a field, out of few and telling ones."""
        parts = get_args(kind)
        match get_origin(kind):
            case _ if name in POOLS:
                found = self.random.choice(POOLS[name])
            case _ if kind in KINDS:
                found = self.random.choice(KINDS[kind])
            case typing.Literal:
                found = self.random.choice(parts)
            case typing.Annotated:
                found = self.some(name, parts[0])
            case typing.Union | types.UnionType:
                found = self.some(name, self.random.choice(parts))
            case builtins.dict:
                found = {self.some("name", parts[0]): self.some("", parts[1])}
            case _:
                raise TypeError(f"Give {name} of {kind} a pool.")
        return found

    def wish(self, decider: AnyDecider) -> Command:
        command = self.random.choice(commands(decider.commands))
        values = {name: self.some(name, field.annotation) for name, field in command.model_fields.items()}
        values[decider.key] = STREAMS.get(decider.key, ID)
        if decider is deal.decider and "task_id" in values:
            values["task_id"] = self.random.choice(STAGE_TASKS)
        return command(**values)

    def context(self, command: Command) -> Context:
        """Whoever may send it at all, at some time."""
        return self.random.choice(askers(type(command)))(
            at=self.random.choice([MONDAY, WEDNESDAY, FRIDAY]),
            directory=self.random.choice(DIRECTORIES),
            playbook_version=self.random.choice([*[1] * 8, 2, 0]),
            playbooks=PUBLISHED,
        )


def story(decider: AnyDecider, seed: int) -> list[Event]:
    """What comes of many wishes. A refusal is a sentence; any other error is a bug."""
    chance, history, state = Chance(seed), list[Event](), None
    for _ in range(WISHES):
        command = chance.wish(decider)
        try:
            decided = list(decider.decide(state, command, chance.context(command)))
        except Refused as refusal:
            if not str(refusal).endswith("."):
                raise
        else:
            history, state = history + decided, decider.fold(decided, state)
    return history


def histories(decider: AnyDecider) -> st.SearchStrategy[list[Any]]:
    return st.integers(0, 2**64).map(lambda seed: story(decider, seed))
