"""Nothing is billed twice, however people press the buttons and however late policies come (S3-08)."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from billing_facts import accountant, bill, biller, client, printer
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_es.act_lines import Worked
from crm_es.aggregates import DECIDER_OF, billing, work_act
from crm_es.aggregates.billing import CreditNoteIssued, WorkBilled, WorkReleased
from crm_es.aggregates.work_act import (
    AcceptAct,
    ActCredited,
    AnswerDispute,
    CancelAct,
    CreditAct,
    CreditWanted,
    DisputeActLine,
    NoteActInvoiced,
)
from crm_es.context import Context
from crm_es.messages import Command, Event, Refused
from crm_es.policies import issue_credit_notes, open_acts, release_cancelled_work

HERE = {billing.decider.name, work_act.decider.name}
POLICIES: dict[str, Any] = {
    "WorkBilled": open_acts,
    "ActCredited": issue_credit_notes,
    "ActCancelled": release_cancelled_work,
}
WORKS = [Worked(**dict(printer) | {"work_id": UUID(int=n), "minutes": 10 * n, "subject": f"T-{n % 3}"})
         for n in range(1, 7)]  # fmt: skip
ACTS = [UUID(int=1000 + n) for n in range(5)]


class House:
    """Streams in memory, and policies that come when they come."""

    def __init__(self) -> None:
        self.history: list[Event] = []
        self.streams: dict[UUID, Any] = {}
        self.waiting: list[Command] = []

    def ask(self, command: Command, context: Context) -> None:
        decider = DECIDER_OF[type(command)]
        key = decider.stream(command)
        try:
            events = list(decider.decide(self.streams.get(key), command, context))
        except Refused:
            return
        for event in events:
            self.streams[key] = decider.evolve(self.streams.get(key), event)
            self.history.append(event)
            if policy := POLICIES.get(type(event).__name__):
                self.waiting += policy.react(event)

    def late(self, which: int) -> None:
        """One of the wishes that wait, whichever it is; and perhaps it comes twice."""
        if self.waiting:
            command = self.waiting[which % len(self.waiting)]
            if which % 3:
                self.waiting.remove(command)
            self.ask(command, biller(roles=frozenset({"policy"})))


def line_of(house: House, act_id: UUID, n: int) -> UUID:
    act = house.streams.get(act_id)
    return sorted(act.lines)[n % len(act.lines)] if act else UUID(int=0)


def press(house: House, button: str, n: int, many: set[int]) -> None:
    act_id, line_id = ACTS[n % len(ACTS)], line_of(house, ACTS[n % len(ACTS)], n)
    match button:
        case "bill":
            works = tuple(WORKS[one] for one in sorted(many))
            house.ask(bill.model_copy(update={"act_id": act_id, "works": works}), biller())
        case "policy":
            house.late(n)
        case "send":
            note = NoteActInvoiced(work_act_id=act_id, invoice_id=act_id, invoice_number="1", invoice_on=bill.on)
            house.ask(note, biller())
        case "dispute":
            house.ask(DisputeActLine(work_act_id=act_id, line_id=line_id, comment="No.", round=1), client())
        case "answer":
            wish = AnswerDispute(work_act_id=act_id, line_id=line_id, answer="Well.", credit_minutes=n, release=n > 50)
            house.ask(wish, accountant())
        case "credit":
            wanted = CreditWanted(line_id=line_id, minutes=n if n % 2 else None)
            house.ask(CreditAct(work_act_id=act_id, lines=(wanted,), reason="Oh.", release=n > 50), accountant())
        case "accept":
            house.ask(AcceptAct(work_act_id=act_id, round=1), client())
        case _:
            house.ask(CancelAct(work_act_id=act_id, reason="Oh."), accountant())


BUTTONS = st.sampled_from(
    ["bill", "bill", "policy", "policy", "policy", "send", "dispute", "answer", "credit", "accept", "cancel"]
)
STEPS = st.lists(st.tuples(BUTTONS, st.integers(0, 99), st.sets(st.integers(0, 5), min_size=1)), max_size=60)


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_nothing_is_billed_twice_however_wishes_race(steps: list[tuple[str, int, set[int]]]) -> None:
    house = House()
    for button, n, many in steps:
        press(house, button, n, many)
    held: Counter[UUID] = Counter()
    for event in house.history:
        match event:
            case WorkBilled(works=works):
                held.update(work.work_id for work in works)
            case WorkReleased(works=freed):
                held.subtract(work.work_id for work in freed)
            case _:
                continue
        assert set(held.values()) <= {0, 1}, "each work is on one act, or free"
    acts = [event for event in house.history if isinstance(event, WorkBilled)]
    notes = [event for event in house.history if isinstance(event, CreditNoteIssued)]
    assert [event.n for event in acts] == list(range(1, len(acts) + 1)), "without a gap"
    assert [event.n for event in notes] == list(range(1, len(notes) + 1))
    for act in acts:
        off = [event for event in house.history if isinstance(event, ActCredited) and event.work_act_id == act.act_id]
        assert sum(event.total.amount for event in off) <= act.total.amount
        if off:
            assert off[-1].left.amount == act.total.amount - sum(event.total.amount for event in off)
