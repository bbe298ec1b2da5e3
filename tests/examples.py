"""People, times and a playbook that many tests speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.context import Context
from crm_es.directory import Deputy, Directory, Person
from crm_es.messages import Command
from crm_es.money import Money
from crm_es.playbook import (
    AfterEntry,
    AfterEvent,
    BeforeDate,
    Documents,
    FixedDate,
    Floor,
    Notebook,
    NotebookKind,
    Payments,
    Pipeline,
    Playbook,
    Prices,
    Route,
    RouteStep,
    Stage,
    StageTask,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days) for days in (1, 2, 3, 4))
NEXT_MONDAY = MONDAY + timedelta(7)

ID, OTHER_ID = UUID(int=1), UUID(int=2)
CLIENT, CONTRACTOR, DEAL, REQUEST = UUID(int=3), UUID(int=4), UUID(int=5), UUID(int=6)

DIRECTOR, HEAD, ANN, BOB = UUID(int=11), UUID(int=12), UUID(int=13), UUID(int=14)
CAROL, ADMIN, LAWYER, OPERATOR, STRANGER = UUID(int=15), UUID(int=16), UUID(int=17), UUID(int=18), UUID(int=19)


def _person(person_id: UUID, name: str, role: str, supervisor_id: UUID | None = None) -> Person:
    return Person(person_id, name, frozenset({role}), supervisor_id)


DIRECTORY = Directory(
    {
        person.person_id: person
        for person in (
            _person(DIRECTOR, "Dmitry", "director"),
            _person(HEAD, "Helen", "head_of_sales", DIRECTOR),
            _person(ANN, "Ann", "manager", HEAD),
            _person(BOB, "Bob", "manager", HEAD),
            _person(CAROL, "Carol", "accountant", DIRECTOR),
            _person(LAWYER, "Lara", "lawyer", DIRECTOR),
            _person(OPERATOR, "Olga", "operator", HEAD),
            _person(ADMIN, "Adam", "administrator"),
        )
    }
)
"""Dmitry is over Helen, Carol and Lara; Helen over Ann, Bob and Olga; Adam answers to nobody."""

PLAYBOOK = Playbook(
    name="Trade",
    pipelines=(
        Pipeline(
            name="wholesale",
            loss_reasons=("price", "silence"),
            stages=(
                Stage(
                    name="lead", norm_days=5, tasks=(StageTask(what="Call the client", deadline=AfterEntry(days=2)),)
                ),
                Stage(
                    name="offer",
                    norm_days=10,
                    tasks=(
                        StageTask(what="Send an offer", deadline=AfterEntry(days=3)),
                        StageTask(
                            what="Get feedback",
                            deadline=AfterEvent(event="offer sent", days=2, at_latest=7),
                        ),
                    ),
                ),
                Stage(
                    name="contract",
                    tasks=(
                        StageTask(
                            what="Prepare the contract",
                            responsible="lawyer",
                            deadline=FixedDate(day=date(2026, 12, 15)),
                            accepted=True,
                        ),
                    ),
                ),
                Stage(
                    name="shipment",
                    tasks=(StageTask(what="Check the shipment", deadline=BeforeDate(days=1, date="shipment")),),
                ),
            ),
        ),
        Pipeline(
            name="repeat order",
            loss_reasons=("price", "not needed"),
            stages=(Stage(name="order"), Stage(name="shipment")),
        ),
    ),
    payments=Payments(
        routes=(
            Route(
                name="small",
                up_to=Decimal(100_000),
                currency="RUB",
                steps=(RouteStep(name="head", role="head_of_sales", closes=True),),
            ),
            Route(
                name="large",
                currency="RUB",
                steps=(RouteStep(name="head", role="head_of_sales"), RouteStep(name="director", role="director")),
            ),
        )
    ),
    documents=Documents(
        routes=(
            Route(
                name="contract",
                kinds=("contract",),
                steps=(RouteStep(name="law", role="lawyer"), RouteStep(name="director", role="director")),
            ),
            Route(
                name="other",
                steps=(
                    RouteStep(name="law", role="lawyer", optional=True),
                    RouteStep(name="head", role="head_of_sales"),
                ),
            ),
        )
    ),
    prices=Prices(
        floors=(
            Floor(product="flour", price=Money(amount=Decimal(50), currency="RUB")),
            Floor(product="sugar", price=Money(amount=Decimal(80), currency="RUB")),
        )
    ),
    notebook=Notebook(
        kinds=(
            NotebookKind(kind="price decision", to_do="Tell the client the price.", blocks=True),
            NotebookKind(kind="price question", to_do="Grant or refuse the price."),
            NotebookKind(kind="payment question", to_do="Approve, return or reject it."),
        )
    ),
)


def roubles(amount: float | str) -> Money:
    return Money(amount=Decimal(str(amount)), currency="RUB")


def asking(person_id: UUID, **changes: Any) -> Context:
    """The context of a person who asks on Monday; roles are those in the directory."""
    directory = changes.get("directory", DIRECTORY)
    facts = {"at": MONDAY, "roles": directory.roles(person_id), "playbook_version": 1, "playbooks": {1: PLAYBOOK}}
    return Context(**{"by": person_id, "directory": directory} | facts | changes)


def director(**changes: Any) -> Context:
    return asking(DIRECTOR, **changes)


def head(**changes: Any) -> Context:
    return asking(HEAD, **changes)


def ann(**changes: Any) -> Context:
    return asking(ANN, **changes)


def bob(**changes: Any) -> Context:
    return asking(BOB, **changes)


def carol(**changes: Any) -> Context:
    return asking(CAROL, **changes)


def lawyer(**changes: Any) -> Context:
    return asking(LAWYER, **changes)


def admin(**changes: Any) -> Context:
    return asking(ADMIN, **changes)


def operator(**changes: Any) -> Context:
    """Olga, who enters what managers tell her: give `on_behalf_of`."""
    return asking(OPERATOR, **changes)


def stranger(**changes: Any) -> Context:
    """Somebody who does not work here."""
    return asking(STRANGER, **changes)


def machine(role: str, **changes: Any) -> Context:
    """A policy, the clock, an effect or an import."""
    return replace(ann(), **{"by": role, "roles": frozenset({role})} | changes)


def administration() -> Context:
    """The command line, before anybody works here."""
    return Context(by="command line", at=MONDAY, roles=frozenset({"administrator"}))


def founding() -> tuple[Command, ...]:
    """What makes the company of these examples: its playbook and its people, the upper ones first."""
    hirings = (
        HireStaffMember(staff_member_id=p.person_id, name=p.name, roles=p.roles, supervisor_id=p.supervisor_id)
        for p in DIRECTORY.people.values()
    )
    return (PublishPlaybook(playbook=PLAYBOOK), *hirings)


def policy(**changes: Any) -> Context:
    return machine("policy", **changes)


def clock(**changes: Any) -> Context:
    return machine("clock", **changes)


def effect(**changes: Any) -> Context:
    return machine("effect", **changes)


def importer(**changes: Any) -> Context:
    return machine("import", **changes)


def standing_in(deputy_id: UUID, person_id: UUID, since: date, until: date) -> Directory:
    """The directory in which the one stands in for the other on these days."""
    return changed(person_id, deputies=(Deputy(deputy_id, since, until),))


def gone(person_id: UUID) -> Directory:
    """The directory once this person has left."""
    return changed(person_id, left=True)


def changed(person_id: UUID, **changes: Any) -> Directory:
    """The directory with something else about one person."""
    return Directory({**DIRECTORY.people, person_id: replace(DIRECTORY.people[person_id], **changes)})
