"""A company's past, decided in memory: what happened when, as the log would have it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from examples import CLIENT, MONDAY, NEXT_MONDAY, administration, founding, roubles
from fold import recorded

from crm_es import policies
from crm_es.aggregates import DECIDER_OF
from crm_es.aggregates.invoice_desk import IssueInvoice
from crm_es.aggregates.notebook import AddEntry, CloseEntry
from crm_es.context import Context
from crm_es.ids import desk_of, notebook_of
from crm_es.messages import Command, Refused
from crm_es.playbook import EntryKind, Gate, Notebook, NotebookKind, Playbook
from crm_es.recorded import Recorded
from crm_es.reference import Reference
from crm_es.runners import modules_of, topics
from crm_es.trial import Outcome
from crm_es.trial.gates import Attempt
from crm_es.trial.whole import Trial

POLICIES = [(policy.react, frozenset(topics(policy.react))) for _, policy in modules_of(policies)]
SINCE = MONDAY - timedelta(days=30)


@dataclass
class Past:
    """Begins with the company of the examples, long before."""

    log: list[Recorded[Any]] = field(default_factory=list)
    reference: Reference = field(default_factory=Reference)
    states: dict[UUID, Any] = field(default_factory=dict)
    heard: int = 0
    """How far policies have answered."""

    def __post_init__(self) -> None:
        for command in founding():
            self.ask(administration().by, command, SINCE - timedelta(1), roles=frozenset({"administrator"}))

    def ask(self, by: UUID | str, command: Command, at: datetime = MONDAY, **changes: Any) -> None:
        """Somebody asks for something, and it is granted."""
        decider = DECIDER_OF[type(command)]
        stream = decider.stream(command)
        context = self.reference.completed(Context(by=by, at=at, **changes))
        for event in decider.decide(self.states.get(stream), command, context):
            self.states[stream] = decider.evolve(self.states.get(stream), event)
            self.reference = self.reference.after([event])
            place = {"position": len(self.log) + 1, "stream": stream, "actor": str(by)}
            self.log.append(recorded(event, at, on_behalf_of=context.on_behalf_of, **place))

    def answer(self) -> None:
        """Policies answer all that happened, and what follows from it."""
        for position, fact in enumerate(self.log):
            for react, heard in POLICIES:
                if position >= self.heard and type(fact.event).__name__ in heard:
                    for command in react(fact.event):
                        with suppress(Refused):
                            self.policy(command, fact.occurred_at)
        self.heard = len(self.log)

    def policy(self, command: Command, at: datetime = MONDAY) -> None:
        self.ask("policy", command, at, roles=frozenset({"policy"}))

    def told(self, person_id: UUID, entry_id: UUID, kind: EntryKind, at: datetime = MONDAY) -> None:
        """An entry comes into a notebook."""
        entry = AddEntry(
            notebook_id=notebook_of(person_id),
            person_id=person_id,
            entry_id=entry_id,
            kind=kind,
            about="price_approval",
            subject_id=entry_id,
            text="Flour is granted.",
        )
        self.policy(entry, at)

    def closed(self, person_id: UUID, entry_id: UUID, at: datetime) -> None:
        """It is dealt with."""
        self.ask(person_id, CloseEntry(notebook_id=notebook_of(person_id), entry_id=entry_id, result="Done."), at)

    def tried(
        self, playbook: Playbook, *attempts: Attempt, until: datetime = NEXT_MONDAY, people: set[UUID] | None = None
    ) -> Outcome:
        """What the playbook would have done since SINCE; the attempts came last."""
        trial = Trial(playbook, Outcome(SINCE, until, people=people, every=True))
        for fact in self.log:
            trial.hear(fact)
        for attempt in attempts:
            trial.attempted(attempt)
        return trial.end()


def invoice(person_id: UUID, invoice_id: UUID) -> IssueInvoice:
    """Five roubles for flour."""
    return IssueInvoice(
        invoice_desk_id=desk_of(person_id), invoice_id=invoice_id, client_id=CLIENT, what_for="Flour", amount=roubles(5)
    )


def lines(outcome: Outcome, area: str) -> list[dict[str, Any]]:
    """What differs in one area."""
    return [line for line in outcome.lines() if line["differs"] and line["area"] == area]


def figures(outcome: Outcome) -> dict[str, tuple[float, float]]:
    """The totals that differ, as was and would be."""
    return {line["measure"]: (line["was"], line["would"]) for line in outcome.totals() if line["difference"]}


def gated(playbook: Playbook, **gates: tuple[Gate, ...]) -> Playbook:
    """The playbook with these gates, by kind with _ for spaces, and no others."""
    kinds = tuple(
        NotebookKind(kind=name.replace("_", " "), to_do="Deal with it.", gates=closing)  # type: ignore[arg-type]  # checked by pydantic
        for name, closing in gates.items()
    )
    return playbook.model_copy(update={"notebook": Notebook(kinds=kinds)})
