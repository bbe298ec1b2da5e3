"""A batch: commands decided together in memory, each on what the one before it left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from crm_es.aggregates import DECIDER_OF
from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Event, Refused, Stale
from crm_es.reference import TOPICS, Reference
from crm_es.states import Stream
from crm_es.store.records import REMEDIES, Answer, Fact, Known, Reply

REPRESENTATIVES = frozenset({"operator", "administrator", "import"})
"""Who may enter something in somebody else's name (S0-46)."""


OF_ANOTHER = Answer(
    0,
    0,
    refusal="This Idempotency-Key stands for another wish already: send yours with a key of its own.",
    rule="one key, one wish",
)


class Receipt(NamedTuple):
    """The good answer to a command."""

    position: int
    """How far a reader must have come to show what it led to."""
    version: int
    """Of its stream."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A command on its way, and where its answer is awaited."""

    command: Command
    context: Context
    answer: Future[Receipt] = field(default_factory=Future)

    def __post_init__(self) -> None:
        self.answer.set_running_or_notify_cancel()  # a command that was sent cannot be taken back

    @property
    def decider(self) -> Decider[Any, Any, Any]:
        return DECIDER_OF[type(self.command)]

    @property
    def stream(self) -> UUID:
        return self.decider.stream(self.command)

    def settle(self, answer: Answer, base: int) -> None:
        if answer.refusal is None:
            self.answer.set_result(Receipt(answer.position + base * answer.fresh, answer.version))
        else:
            self.answer.set_exception(refused(answer.refusal, answer))


class Batch:
    """The facts and replies of many commands, as they pile up to be written together."""

    def __init__(self, streams: Mapping[UUID, Stream], reference: Reference, known: Mapping[UUID, Known]) -> None:
        self.streams = dict(streams)
        self.reference = reference
        self.known = dict(known)
        self.changed: dict[UUID, int] = {}
        """Which streams got facts, and the last of them, counted from 1."""
        self.facts: list[Fact] = []
        self.replies: list[Reply] = []

    def decide(self, ask: Ask) -> Answer:
        """What the command leads to; what it led to before, if it is met again."""
        if known := self.known.get(ask.context.command_id):
            return known.answer if same(ask, known) else OF_ANOTHER
        context = self.reference.completed(ask.context)
        decider, key = ask.decider, ask.stream
        stream = self.streams[key]
        try:
            if context.on_behalf_of:
                represents(ask.command, context, self.reference.roles(ask.context))
            permitted(decider, ask.command, context, stream)
            self._must_be_there(ask.command)
            events = list(decider.decide(stream.state, ask.command, context))
        except Refused as refusal:
            answer = self._answer(key, refusal)
        else:
            self._write(decider, key, events, context)
            answer = self._answer(key)
        asked = reply(ask.command, key, context, answer)
        self.known[context.command_id] = Known(asked.topic, asked.state, asked.actor, asked.on_behalf_of, answer)
        self.replies.append(asked)
        return answer

    def _must_be_there(self, command: Command) -> None:
        for name, key in command.references.items():
            if (decider := self.streams[key].decider) is None or decider.key != name:
                what = name.removesuffix("_id").replace("_", " ")
                raise Refused(f"There is no {what} {key}: look its id up.", f"a {what} that is there")

    def _answer(self, key: UUID, refusal: Refused | None = None) -> Answer:
        stream, place = self.streams[key], self.changed.get(key)
        answer = Answer(place or stream.position, stream.version, place is not None)
        if refusal is None:
            return answer
        remedies = REMEDIES.dump_json(refusal.remedies).decode() if refusal.remedies else None
        return answer._replace(refusal=str(refusal), rule=refusal.rule, remedies=remedies)

    def _write(self, decider: Decider[Any, Any, Any], key: UUID, events: Sequence[Event], context: Context) -> None:
        stream = self.streams[key]
        state, version = stream.state, stream.version
        envelope = (context.at, str(context.by), context.on_behalf_of, context.command_id)
        cause = (context.correlation_id, context.causation_id, context.playbook_version)
        facts: list[Fact] = []
        for event in events:
            state, version, topic = decider.evolve(state, event), version + 1, type(event).__name__
            facts.append(Fact(key, version, topic, event.model_dump_json(), *envelope, *cause))
            if topic in TOPICS:
                self.reference = self.reference.after([event])
        if facts:
            self.facts += facts
            self.changed[key] = len(self.facts)
            self.streams[key] = Stream(decider, state, version, stream.position)

    def outcome(self, base: int) -> dict[UUID, Stream]:
        """The streams that changed, once they stand in the log after position `base`."""
        return {key: self.streams[key]._replace(position=base + place) for key, place in self.changed.items()}


def refused(sentence: str, answer: Answer) -> Refused:
    """The refusal that an answer tells of."""
    if answer.rule == Stale.RULE:
        return Stale(sentence)
    return Refused(sentence, answer.rule or "", REMEDIES.validate_json(answer.remedies) if answer.remedies else ())


def same(ask: Ask, known: Known) -> bool:
    """Whether it is the wish that was met before. Machines derive their ids from reasons: theirs always is."""
    command, context = ask.command, ask.context
    if not isinstance(context.by, UUID):
        return True
    wish = (type(command).__name__, str(context.by), context.on_behalf_of)
    if wish != (known.topic, known.actor, known.on_behalf_of):
        return False
    return type(command).model_validate_json(known.state) == command


def represents(command: Command, context: Context, own: frozenset[str]) -> None:
    """Whether somebody with roles of their `own` may enter this in another's name. Raises Refused."""
    if own.isdisjoint(REPRESENTATIVES):
        raise Refused("Only a data-entry operator may enter something in another person's name.")
    if "import" in own:
        return
    if command.IN_PERSON:
        raise Refused(
            "Nobody decides this in another person's name: let them do it, or a deputy they appoint.",
            "decided in person",
        )
    if context.on_behalf_of is None or context.directory.person(context.on_behalf_of) is None:
        raise Refused("The person in whose name you enter this does not work here: name somebody who does.")


def permitted(decider: Decider[Any, Any, Any], command: Command, context: Context, stream: Stream) -> None:
    """What holds for all commands alike. Raises Refused."""
    if stream.decider not in (None, decider):
        raise Refused(f"This id belongs to something else than one of the {decider.plural}: make another id.")
    if command.ROLES.isdisjoint(context.roles):
        needed = ", ".join(sorted(command.ROLES))
        raise Refused(
            f"This takes one of the roles: {needed}. Ask an administrator if you should have it.", "a role for it"
        )
    if context.expected_version not in (None, stream.version):
        raise Stale(
            f"Somebody changed this in the meantime: you saw version {context.expected_version}, "
            f"it is {stream.version} now. Look at it again, then decide."
        )


def reply(command: Command, key: UUID, context: Context, answer: Answer) -> Reply:
    return Reply(
        context.command_id,
        type(command).__name__,
        key,
        command.model_dump_json(),
        context.at,
        str(context.by),
        context.on_behalf_of,
        " ".join(sorted(context.roles)),
        context.correlation_id,
        context.causation_id,
        context.playbook_version,
        answer.position,
        answer.fresh,
        answer.version,
        answer.refusal,
        answer.rule,
        answer.remedies,
    )
