"""Wishes of every kind by everybody at several times, from small pools, so that they meet."""

from __future__ import annotations

import builtins
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, get_args, get_origin
from uuid import UUID

from examples import (
    ANN,
    BOB,
    CAROL,
    CLIENT,
    CONTRACTOR,
    DIRECTOR,
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
    effect,
    gone,
    head,
    importer,
    lawyer,
    machine,
    operator,
    policy,
    roubles,
    standing_in,
    stranger,
)
from hypothesis import strategies as st
from inbox_facts import found, order, shipment
from order_facts import sent
from price_list_facts import TARIFF, flour, salt, tea
from pydantic import AwareDatetime

from crm_es.act_lines import ActLine, BilledWork, CreditedLine, Freed, Worked, line
from crm_es.aggregates import activity, deal, evidence, ticket, work_log
from crm_es.aggregates.activity import ActivityRule, SeenSpan
from crm_es.aggregates.campaign import EndCampaign
from crm_es.aggregates.client import Bought, Contact, Description, DiscardClient, MergeClient
from crm_es.aggregates.complaint import WithdrawComplaint
from crm_es.aggregates.deal import AgreeDeadline, DiscardDeal, LoseDeal, WinDeal
from crm_es.aggregates.document import RejectDocument, ReturnDocument, ReviseDocument, WithdrawDocument
from crm_es.aggregates.focus import TimeSpent
from crm_es.aggregates.invoice_desk import BlockDesk, CancelInvoice, WantedLine
from crm_es.aggregates.order import CancelOrder, ShippedLine
from crm_es.aggregates.payer_account import ClosePayerAccount, Due
from crm_es.aggregates.payment_request import (
    AdoptPaymentRequest,
    AttachPaymentFile,
    CommentPaymentRequest,
    Form,
    NoteContractorTold,
    RejectPaymentRequest,
    ReturnPaymentRequest,
    RevisePaymentRequest,
    WithdrawPaymentRequest,
)
from crm_es.aggregates.price_approval import WithdrawPriceRequest
from crm_es.aggregates.project import CloseProject, DropStage, PlannedWork
from crm_es.aggregates.saved_views import Filter
from crm_es.aggregates.staff_member import LeaveCompany
from crm_es.aggregates.task import CancelTask, NextTask
from crm_es.aggregates.work_act import AcceptAct, CancelAct, CreditWanted
from crm_es.bank_details import BankDetails, ForeignBankDetails
from crm_es.banks import Bank
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.ids import (
    BANKS,
    BILLING,
    PRICE_LIST,
    RATE_CARD,
    activity_of,
    budget_of,
    call_back_of,
    derived,
    desk_of,
    digest_of,
    focus_of,
    inbox_item_of,
    inbox_of,
    invoice_numbers_of,
    invoice_register_of,
    notebook_of,
    order_desk_of,
    views_of,
    work_log_of,
)
from crm_es.ids import PLAYBOOK as THE_PLAYBOOK
from crm_es.messages import Command, Event, Refused
from crm_es.money import Money
from crm_es.outside import Found
from crm_es.playbook import AfterEntry, BeforeDate, Limit, Pipeline, Playbook, Reservoir, Service, Sla, StageTask
from crm_es.rates import HourlyRate, Rates
from crm_es.stored_file import StoredFile
from crm_es.tariff import ListedPrice
from crm_es.trade_lines import OrderLine
from crm_es.work import Subject

AnyDecider = Decider[Any, Any, Any]
WISHES = 80

details = BankDetails(
    inn="7707083893",
    kpp="773601001",
    bik="044525225",
    account="40702810500000002851",
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
rent = Due(payment_request_id=ID, round=1, part=roubles(40))
invoiced = complete.model_copy(update={"invoice_number": "17"})
somebody = Contact(contact_id=ID, name="Vera", phone="+79123456789")
worked = tuple(
    Worked(work_id=one, person_id=ANN, day=MONDAY.date(), minutes=2, kind="service", subject=str(one))
    for one in (ID, OTHER_ID)
)
hours_lines = tuple(
    line(one.work_id, one.subject, [BilledWork(**dict(one), per_hour=Decimal(3000))], Decimal(22)) for one in worked
)
HOURLY = Rates({ID: HourlyRate(per_hour=roubles(3000), since=date(2026, 1, 1))})
EDITOR = ActivityRule(name="editor", app="code", kind="service", client_id=CLIENT)
PURCHASES = [
    Bought(purchase_id=one, kind="invoice issued", amount=roubles(40), on=on, until=on + timedelta(2))
    for one, on in ((ID, MONDAY), (OTHER_ID, WEDNESDAY), (CLIENT, NEXT_MONDAY))
]
SALES = (
    WantedLine(product="flour", quantity=Decimal("0.5"), price=Decimal(45)),
    WantedLine(product="tea", quantity=Decimal(1), vat_rate="none"),
)
PEOPLE = [ANN, ANN, BOB, HEAD, STRANGER]
STREAMS = {
    "staff_member_id": ANN,
    "playbook_id": THE_PLAYBOOK,
    "bank_directory_id": BANKS,
    "notebook_id": notebook_of(ANN),
    "invoice_desk_id": desk_of(ANN),
    "invoice_numbers_id": invoice_numbers_of("{number}", "all"),
    "price_list_id": PRICE_LIST,
    "rate_card_id": RATE_CARD,
    "billing_id": BILLING,
    "work_act_id": derived(ID, "work act"),
    "order_desk_id": order_desk_of(ANN),
    "inbox_item_id": inbox_item_of("erp", order.id),
    "inbox_id": inbox_of("erp"),
    "call_back_id": call_back_of(CLIENT),
    "saved_views_id": views_of(ANN),
    "digest_id": digest_of(ANN),
    "work_log_id": work_log_of(ANN),
    "focus_id": focus_of(ANN),
    "activity_id": activity_of(ANN),
    "invoice_register_id": invoice_register_of(str(CONTRACTOR)),
    "budget_id": budget_of("marketing", "2026-11"),
}
"""An aggregate's stream; ID where none is named here."""
POOLS: dict[str, Sequence[Any]] = {
    "currency": ["RUB", "RUB", "EUR"],
    "series": ["{number}"],
    "source": ["erp"],
    "told": [order, shipment],
    "keepers": [(ANN,), (BOB,)],
    "waits_because": [None, "Who is it about?"],
    "shipment_id": [ID, OTHER_ID],
    "payment_id": [ID, OTHER_ID],
    "owner_id": PEOPLE,
    "responsible_id": PEOPLE,
    "lead_id": PEOPLE,
    "supervisor_id": PEOPLE,
    "deputy_id": PEOPLE,
    "person_id": [ANN],
    "manager_id": [ANN],
    "roles": [frozenset({"manager"}), frozenset({"administrator", "head_of_sales"}), frozenset({"import"})],
    "what": ["price", "again", "Call the client", "Send an offer"],
    "deadline": [None, AfterEntry(days=1), BeforeDate(days=2, date="shipment", working=True)],
    "pipeline": [*["wholesale"] * 4, "repeat order", "nowhere"],
    "stage": ["lead", "offer", "contract", "shipment", "order"],
    "name": ["shipment", "offer sent"],
    "product": ["flour", "sugar", "salt"],
    "step": [None, None, "head", "director"],
    "round": [1, 1, 1, 2],
    "pass_on": [False, False, False, True],
    "country": ["RU", "CN"],
    "hours": [(time(9), time(18)), (time(8),), None],
    "email": ["books@bags.example"],
    "contact_email": ["books@bags.example", None],
    "from_email": ["books@bags.example", None],
    "contact_phone": ["+79123456789", None],
    "suggestion_id": [derived(activity_of(ANN), "suggestion", (MONDAY - timedelta(hours=1)).isoformat())],
    "evidence_ids": [(ID,), (ID, OTHER_ID)],
    "work_ids": [(ID,), (ID, OTHER_ID)],
    "message_id": ["<a@bags.example>", "<b@bags.example>", *(f"<{derived(ID, 'reply', n)}@crm-es>" for n in (1, 2))],
    "priority": ["normal", "urgent"],
    "move_to": [None, "in work", "waiting for the client"],
    "inn": ["7707083893", None],
    "kpp": ["770701001", None],
    "spent": [(TimeSpent(heading="administration", minutes=2400), TimeSpent(heading="commercial", minutes=2400))],
    "own_before": [(), (TimeSpent(heading="commercial", minutes=6000),)],
    "team_before": [(), (TimeSpent(heading="commercial", minutes=9000),)],
    "phone": ["+79123456789"],
    "phones": [(), ("+79123456789",)],
    "emails": [(), ("rye@bakery.example",)],
    "codes": [(), ("B-17",)],
    "reasons": [{}, {MONDAY: "price"}],
    "from_name": ["Rye"],
    "url": ["https://hooks.example/crm", "http://hooks.example"],
    "topics": [(), ("DealWon",), ("DealWon", "NothingKnown")],
    "registry": ["deals", "payment-requests"],
    "query": [(), (Filter(name="status", value="approved"),)],
    "columns": [(), ("status", "amount")],
    "sort": [None, "-pay_by"],
    "reason": ["price", "silence"],
    "to_id": [ANN, BOB, HEAD, DIRECTOR],
    "settlers": [(CAROL, HEAD), (ANN,)],
    "number": ["1", "2"],
    "answer": ["The mill changed its sieve, and the sacks are exchanged.", "again"],
    "invoice_number": ["17", "№ 17", "18"],
    "budget_line": ["marketing", "marketing", None],
    "then": [(), (ID,)],
    "depends_on": [(), (), (ID,), (OTHER_ID,)],
    "parent_id": [None, None, ID, OTHER_ID],
    "overdrafts": [()],
    "order_file": [None],
    "sha256": ["1" * 64, "2" * 64],
    "accounts": [("40702810500000002851",)],
    "balances": [()],
    "faults": [(), ("It is cut off.",)],
    "bad_rows": [()],
    "biller_id": [CAROL],
    "released": [(), (ID,)],
    "delisted": [(), (), ("044525225",)],
}
KINDS: dict[Any, Sequence[Any]] = {
    UUID: [ID, OTHER_ID, CLIENT, CONTRACTOR],
    str: ["price", "again"],
    bool: [False, True],
    int: [1, 2],
    Decimal: [Decimal(1), Decimal("0.5")],
    date: [MONDAY.date(), FRIDAY.date(), NEXT_MONDAY.date()],
    AwareDatetime: [MONDAY, WEDNESDAY, NEXT_MONDAY],
    Money: [roubles(-1), roubles(0), roubles(15), roubles(40), roubles(100_000), roubles(100_001), euros],
    Playbook: [PLAYBOOK, PLAYBOOK.model_copy(update={"name": "Service"})],
    BankDetails: [details, BankDetails(inn="770708389300", account="40702810900000002852")],
    ForeignBankDetails: [ForeignBankDetails(swift="COBADEFF", iban="DE89370400440532013000")],
    tuple[Due, ...]: [(rent,), (rent, rent.model_copy(update={"round": 2}))],
    tuple[Bank, ...]: [(), (Bank(bik="044525225", name="Sberbank"),), (Bank(bik="044525225"), Bank(bik="044525000"))],
    Form: [
        complete,
        invoiced,
        complete.model_copy(update={"amount": roubles(100_001)}),
        Form(what_for="Rent", amount=euros),
    ],
    StoredFile: [
        StoredFile(sha256=digit * 64, name=f"Invoice {digit}.pdf", type="application/pdf", size=48_213)
        for digit in "12"
    ],
    tuple[StoredFile, ...]: [(), (StoredFile(sha256="3" * 64, name="Scales.jpg", type="image/jpeg", size=9),)],
    NextTask: [NextTask(what="Send an offer", due=FRIDAY)],
    tuple[WantedLine, ...]: [(), *((line,) for line in SALES), SALES],
    tuple[ListedPrice, ...]: [(flour,), (flour, tea, salt)],
    tuple[ShippedLine, ...]: [sent(flour=1), sent(flour=2, salt=1)],
    Found: [found, Found()],
    tuple[OrderLine, ...]: [(), (OrderLine(product="flour", quantity=Decimal(2)),)],
    Bought: PURCHASES,
    tuple[Bought, ...]: [(), PURCHASES[:1], tuple(PURCHASES)],
    Contact: [somebody],
    tuple[Contact, ...]: [(), (somebody,)],
    Description: [Description(), Description(inn="7707083893", phones=("+79123456789", "+79123456780"))],
    tuple[Worked, ...]: [(worked[0],), (worked[1],), worked],
    tuple[ActLine, ...]: [hours_lines],
    tuple[CreditedLine, ...]: [()],
    tuple[CreditWanted, ...]: [
        (CreditWanted(line_id=ID),),
        (CreditWanted(line_id=ID, minutes=1),),
        (CreditWanted(line_id=OTHER_ID), CreditWanted(line_id=ID, minutes=2)),
    ],
    tuple[Freed, ...]: [tuple(Freed(work_id=one.work_id, person_id=one.person_id) for one in worked)],
    tuple[ActivityRule, ...]: [(), (EDITOR,)],
    tuple[SeenSpan, ...]: [
        tuple(SeenSpan(rule="editor", starts=MONDAY - timedelta(hours=n), ends=MONDAY) for n in hours)
        for hours in ((1,), (2, 3))
    ],
    tuple[PlannedWork, ...]: [
        (),
        (PlannedWork(person_id=ANN, minutes=60),),
        (PlannedWork(person_id=BOB, minutes=2), PlannedWork(person_id=ANN, minutes=1)),
    ],
    types.NoneType: [None],
}
TICKET_STAGES = ["task", "in work", "waiting for the client", "done"]
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
    *(bob, lawyer, policy, clock, effect, importer, stranger),
    lambda **changes: machine("billing", rates=HOURLY, **changes),
    lambda **changes: machine("client link", **changes),
    lambda **changes: machine("service door", **changes),
    lambda **changes: machine("agent", **changes),
    lambda **changes: operator(on_behalf_of=ANN, **changes),
    lambda **changes: importer(on_behalf_of=ANN, **changes),
    lambda **changes: importer(on_behalf_of=HEAD, **changes),
]
RARE = {
    *(WinDeal, LoseDeal, DiscardDeal, AgreeDeadline, CancelTask, LeaveCompany),
    *(AdoptPaymentRequest, CommentPaymentRequest, WithdrawPaymentRequest, RevisePaymentRequest),
    *(AttachPaymentFile, NoteContractorTold, RejectPaymentRequest, ReturnPaymentRequest),
    *(RejectDocument, ReturnDocument, ReviseDocument, WithdrawDocument),
    *(ClosePayerAccount, CancelOrder),
    WithdrawComplaint,
    *(BlockDesk, CancelInvoice, WithdrawPriceRequest),
    *(CancelAct, AcceptAct),
    *(CloseProject, DropStage),
    *(DiscardClient, MergeClient),
    EndCampaign,
}
"""They end a story, or tell nothing: asked for less often, so that stories grow."""
MARKETING = Limit(name="marketing", budget_lines=("marketing",), amount=roubles(100), keeper_role="director")
SERVED = Service(
    slas=(
        Sla(name="all", first_response_hours=Decimal(2), next_response_hours=Decimal(4), resolution_hours=Decimal(9)),
    ),
    agreed_hours=Decimal("0.1"),
    reopen_days=2,
)
SHORT = Reservoir(active_days=2, contact_every_days=1, leak_reasons=("price",))
LIMITED = PLAYBOOK.payments.model_copy(update={"limits": (MARKETING,)})


def demanding(pipeline: Pipeline) -> Pipeline:
    """The pipeline, where more is asked for, and not all of what was."""
    asked = {"requires": ("value", "offer sent"), "sign_offs": ("price", "again")}
    bill = StageTask(what="Write the bill", responsible="manager", in_turn=True, deadline=AfterEntry(days=1))
    stages = (stage.model_copy(update=asked | {"tasks": (*stage.tasks[:1], bill)}) for stage in pipeline.stages)
    return pipeline.model_copy(update={"stages": tuple(stages)})


PUBLISHED = {
    1: PLAYBOOK.model_copy(update={"payments": LIMITED, "reservoir": SHORT, "service": SERVED}),
    2: PLAYBOOK.model_copy(update={"pipelines": PLAYBOOK.pipelines[1:]}),
    3: PLAYBOOK.model_copy(update={"pipelines": tuple(map(demanding, PLAYBOOK.pipelines))}),
}


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
            case _ if name in POOLS and kind is not bool:
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
        if decider is ticket.decider and "stage" in values:
            values["stage"] = self.random.choice(TICKET_STAGES)
        if decider is ticket.decider and "hours" in values:
            values["hours"] = self.random.choice([Decimal("0.1"), Decimal(1)])
        if decider is work_log.decider:
            values |= self.worked(values) | ({"without_subject": False} if "without_subject" in values else {})
        if decider in (activity.decider, evidence.decider):
            values |= self.seen(values)
        return command(**values)

    def seen(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """On one thing at most, for a time that can be; and a picture where there is a file."""
        told: dict[str, Any] = {name: None for name in Subject.model_fields if name in values and name != "client_id"}
        if "starts" in values:
            starts = MONDAY - timedelta(hours=self.random.choice([1, 2, 30]))
            told |= {"starts": starts, "ends": starts + timedelta(minutes=self.random.choice([0, 30]))}
        if "since" in values:
            told["until"] = self.random.choice([None, (values["since"] or FRIDAY) + timedelta(hours=1)])
        if "kind" in values:
            told["kind"] = self.random.choice([None, "service"])
        if "file" in values:
            told["file"] = values["file"].model_copy(update={"type": "image/png", "name": "screen.png"})
        return told

    def worked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """On one thing at most, of a kind that is known, and for a time that can be."""
        on = self.random.choice(["ticket_id", "project_id", None])
        told: dict[str, Any] = {name: None for name in Subject.model_fields if name in values and name != on}
        if "kind" in values:
            told["kind"] = self.random.choice(["service", "administration", "break"])
        if "source" in values:
            told["source"] = self.random.choice(["manual", "manual", "import", "activity"])
        if "ends" in values and "day" in values:
            starts = MONDAY + timedelta(hours=self.random.choice([0, 1, 2, 24]))
            told |= {"starts": starts, "ends": starts + timedelta(hours=1), "minutes": None}
            if self.random.choice([True, False]):
                told |= {"starts": None, "ends": None, "day": starts.date(), "minutes": 30}
        return told

    def context(self, command: Command) -> Context:
        """Whoever may send it at all, at some time."""
        return self.random.choice(askers(type(command)))(
            at=self.random.choice([MONDAY, WEDNESDAY, FRIDAY]),
            directory=self.random.choice(DIRECTORIES),
            playbook_version=self.random.choice([*[1] * 8, 2, 3, 3, 0]),
            playbooks=PUBLISHED,
            tariff=self.random.choice([TARIFF, TARIFF, None]),
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
