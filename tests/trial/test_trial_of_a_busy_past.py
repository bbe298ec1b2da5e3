"""However much happened: whoever tries the playbook that was in force finds what was, to the last line (X-22)."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest
from document_facts import FILE
from examples import ANN, BOB, CLIENT, DEAL, HEAD, ID, MONDAY, PLAYBOOK, roubles
from past import SINCE, Past, figures
from payment_facts import FORM
from wishes import Chance

from crm_es.aggregates import document, notebook, payment_request, price_approval, staff_member
from crm_es.aggregates.deal import (
    AgreeDeadline,
    DateDeal,
    Deal,
    HandOverDeal,
    LoseDeal,
    MoveDeal,
    OpenDeal,
    ReachMilestone,
    RevalueDeal,
    SignOff,
    WinDeal,
)
from crm_es.aggregates.document import DraftDocument, SubmitDocument
from crm_es.aggregates.invoice_desk import IssueInvoice
from crm_es.aggregates.invoice_desk.form import WantedLine
from crm_es.aggregates.notebook import CloseEntry
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    SubmitPaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.price_approval import GrantPrice, RequestPrice
from crm_es.aggregates.task import FinishTask
from crm_es.ids import derived, desk_of, notebook_of
from crm_es.messages import Command, Refused
from crm_es.playbook import (
    AfterEntry,
    AfterEvent,
    BeforeDate,
    Calendar,
    Gate,
    Notebook,
    NotebookKind,
    Pipeline,
    Playbook,
    Stage,
    StageTask,
)

OTHERS = (document, notebook, payment_request, price_approval, staff_member)
PEOPLE = (ANN, BOB, HEAD)
STAGES = (
    Stage(name="lead", tasks=(StageTask(what="Call", deadline=AfterEntry(days=2, working=True)),), norm_days=3),
    Stage(
        name="offer",
        requires=("value",),
        tasks=(
            StageTask(what="Send", deadline=AfterEntry(days=1)),
            StageTask(
                what="Hear", deadline=AfterEvent(event="sent", days=2, at_latest=5), responsible="manager", in_turn=True
            ),
        ),
    ),
    Stage(
        name="contract",
        sign_offs=("act",),
        tasks=(StageTask(what="Ship", deadline=BeforeDate(date="shipment", days=2), supervisor="director"),),
    ),
)
KINDS = (
    NotebookKind(kind="price decision", to_do="Tell.", gates=(Gate(), Gate(desk="order", roles=("manager",)))),
    NotebookKind(kind="payment decision", to_do="Read.", gates=(Gate(people=(BOB,)),)),
    NotebookKind(kind="overdue of a subordinate", to_do="Ask.", gates=(Gate(since=MONDAY.date()),)),
    NotebookKind(kind="payment made", to_do="Tell.", blocks=True),
)
BUSY = PLAYBOOK.model_copy(
    update={
        "pipelines": (Pipeline(name="wholesale", stages=STAGES, loss_reasons=("price",)), PLAYBOOK.pipelines[1]),
        "notebook": Notebook(kinds=KINDS),
        "calendar": Calendar(time_zone="Asia/Vladivostok", holidays=(date(2026, 11, 20),)),
    }
)


def busy(seed: int, playbook: Playbook = BUSY, wishes: int = 1_200) -> Past:
    """Three weeks before the end of the trial in which people wish for this and that."""
    chance, past, at = Chance(seed), Past(), SINCE - timedelta(days=10)
    past.ask("cli", PublishPlaybook(playbook=playbook), at, roles=frozenset({"administrator"}))
    for _ in range(wishes):
        at += timedelta(minutes=chance.random.randrange(90))
        if chance.random.random() < 0.05:
            past.told(chance.random.choice(PEOPLE), derived(ID, at), chance.random.choice(KINDS).kind, at)
        who, wish = somebody(chance, past)
        with suppress(Refused):
            past.ask(who, wish, at)
        past.answer()
    return past


def somebody(chance: Chance, past: Past) -> tuple[UUID, Command]:
    """Who wishes what."""
    random, who = chance.random, chance.random.choice(PEOPLE)
    match random.randrange(20):
        case 0:
            return who, chance.wish(random.choice(OTHERS).decider)
        case 1 | 2 | 3:
            return who, paper(random)
        case 4 | 5:
            line = WantedLine(product="flour", quantity=Decimal(1), price=Decimal(random.choice((40, 60))))
            return who, IssueInvoice(
                invoice_desk_id=desk_of(who),
                invoice_id=derived(ID, random.random()),
                client_id=CLIENT,
                currency="RUB",
                lines=(line,),
            )
        case 6 | 7 if entries := past.states.get(notebook_of(who)):
            entry_id = random.choice([*entries.open, ID])
            return who, CloseEntry(notebook_id=notebook_of(who), entry_id=entry_id, result="Done.")
        case _:
            deal_id = derived(DEAL, random.randrange(60))
            deal = past.states.get(deal_id)
            wish = about(deal, random) if deal else opening(deal_id, random)
            if isinstance(wish, FinishTask) and (task := past.states.get(wish.task_id)):
                return task.responsible_id, wish
            return HEAD, wish


def paper(random: Random) -> Command:
    """A payment, a price or a paper, on its way to approval."""
    key = derived(ID, random.randrange(40))
    payment, price, paper = derived(key, "payment"), derived(key, "price"), derived(key, "paper")
    form = FORM.model_copy(update={"amount": roubles(random.choice((40_000, 400_000)))})
    wishes: list[Command] = [
        *[DraftPaymentRequest(payment_request_id=payment, form=form)] * 2,
        *[SubmitPaymentRequest(payment_request_id=payment)] * 4,
        WithdrawPaymentRequest(payment_request_id=payment),
        ApprovePaymentRequest(payment_request_id=payment),
        RequestPrice(price_approval_id=price, client_id=CLIENT, product="flour", price=roubles(40), reason="Volume"),
        *[GrantPrice(price_approval_id=price, valid_until=date(2026, 12, 31))] * 2,
        DraftDocument(document_id=paper, title="Supply", kind=random.choice(("contract", "act")), file=FILE),
        SubmitDocument(document_id=paper),
    ]
    return random.choice(wishes)


def opening(deal_id: UUID, random: Random) -> OpenDeal:
    dates = {"shipment": date(2026, 12, 1)} if random.random() < 0.5 else {}
    return OpenDeal(
        deal_id=deal_id, title="Flour", owner_id=random.choice(PEOPLE), pipeline="wholesale", value=None, dates=dates
    )


def about(deal: Deal, random: Random) -> Command:
    """What moves a deal on, mostly."""
    which: dict[str, Any] = {"deal_id": deal.deal_id}
    names = [stage.name for stage in STAGES]
    day = date(2026, 11, 1) + timedelta(random.randrange(30))
    following = names[min(names.index(deal.stage) + 1, len(names) - 1)]
    tasks = [FinishTask(task_id=task.task_id, result="Done.") for task in deal.open_tasks]
    wishes: list[Command] = [
        *tasks * 3,
        *[MoveDeal(**which, stage=following)] * 3,
        MoveDeal(**which, stage=random.choice(names), reason="They changed their mind."),
        *[RevalueDeal(**which, value=roubles(100))] * 2,
        DateDeal(**which, name="shipment", on=day),
        ReachMilestone(**which, name="sent"),
        SignOff(**which, what="act", by="Zoe", on=date(2026, 10, 1)),
        AgreeDeadline(**which, stage="offer", what="Send", deadline=AfterEntry(days=random.randrange(4))),
        HandOverDeal(**which, owner_id=random.choice(PEOPLE)),
        *([WinDeal(**which)] if deal.stage == names[-1] else []),
        *([LoseDeal(**which, reason="price")] if random.random() < 0.2 else []),
    ]
    return random.choice(wishes)


def test_what_was_in_force_asks_for_nothing_else() -> None:
    found: Counter[str] = Counter()
    for seed in range(4):
        outcome = busy(seed).tried(BUSY)
        assert [line for line in outcome.lines() if line["differs"]] == []
        assert (figures(outcome), outcome.differing) == ({}, 0)
        found.update(line["area"] for line in outcome.lines())
        assert min(outcome.total["late"].was, outcome.total["invoice_hours"].was) > 0
    assert [area for area in ("stage task", "deal", "gate", "approval") if found[area] < 10] == []


def test_any_other_playbook_can_be_tried() -> None:
    """Whatever it lacks: pipelines, stages, routes, floors, kinds."""
    past = busy(7)
    stages = (STAGES[2], Stage(name="other"), STAGES[0])
    pipeline = Pipeline(name="wholesale", stages=stages, loss_reasons=("other",))
    for pipelines in ((pipeline,), PLAYBOOK.pipelines, PLAYBOOK.pipelines[1:]):
        outcome = past.tried(Playbook(name="Other", pipelines=pipelines, payments=PLAYBOOK.payments))
        assert outcome.differing > 5
        for line in outcome.totals():
            by_person = sum(person[f"{line['measure']}_would"] for person in outcome.by_person())
            assert by_person == pytest.approx(line["would"], abs=0.1), "figures of people add up"
