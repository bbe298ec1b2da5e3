"""States of streams, kept in memory: loading what is newer takes the place of folding all again.

What is kept may be old where another process writes too. The cache knows the head of the log that its own appends
lead to; found elsewhere, everything kept before counts as unverified, and only newer events are loaded then.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.decider import Decider
from crm_es.messages import Corrupt, Event
from crm_es.recorded import Recorded
from crm_es.reference import TOPICS, Reference
from crm_es.store.reading import by_stream, head, news

LIMIT: Final = 100_000


class Stream(NamedTuple):
    """What is true of one stream, since which version and position."""

    decider: Decider[Any, Any, Any] | None
    """Whose stream it is; None where nothing happened yet."""
    state: Any
    version: int
    position: int


EMPTY: Final = Stream(None, None, 0, 0)


class States:
    """The streams of one company as of the last look."""

    def __init__(self, decider_of: Mapping[type[Event], Decider[Any, Any, Any]], limit: int = LIMIT) -> None:
        self.decider_of, self.limit = decider_of, limit
        self.reference = Reference()
        self._streams: OrderedDict[UUID, tuple[Stream, int]] = OrderedDict()
        self._head = 0
        """Where the log ends if nobody else wrote."""
        self._foreign = 0
        """Where it ended when somebody else was last found to have written: what was kept before is unverified."""
        self._referenced = 0
        """How far the reference is folded."""

    def kept(self, wanted: Iterable[UUID]) -> tuple[dict[UUID, Stream], int] | None:
        """The streams from memory alone, and where the log must still end for them to be true; None if one is not."""
        found: dict[UUID, Stream] = {}
        for key in wanted:
            stream, at = self._streams.get(key, (EMPTY, -1))
            if at < self._foreign or self._referenced != self._head:
                return None
            found[key] = stream
        return found, self._head

    def load(self, db: Connection[Any], wanted: Iterable[UUID]) -> dict[UUID, Stream]:
        """The streams as they stand in the log, and with them the reference."""
        self._look(db)
        kept = {stream: self._streams.get(stream, (EMPTY, -1)) for stream in wanted}
        stale = {stream: known.version for stream, (known, at) in kept.items() if at < self._foreign}
        found = {stream: known for stream, (known, _) in kept.items()}
        if stale:
            for stream, history in by_stream(db, stale).items():
                found[stream] = self.folded(found[stream], history)
                self._keep(stream, found[stream])
        return found

    def _look(self, db: Connection[Any]) -> None:
        position = head(db)
        if position != self._head:
            self._foreign = self._head = position
        if position != self._referenced:
            _, found = news(db, self._referenced, sorted(TOPICS), position, stop=position)
            self.reference = self.reference.after(recorded.event for recorded in found)
            self._referenced = position

    def folded(self, stream: Stream, history: Iterable[Recorded[Event]]) -> Stream:
        """The stream after more of its history.

        Raises Corrupt where an event belongs to another kind of stream.
        """
        for recorded in history:
            decider = self.decider_of[type(recorded.event)]
            if decider is not (stream.decider or decider):
                raise Corrupt(stream.state, recorded.event)
            state = decider.evolve(stream.state, recorded.event)
            stream = Stream(decider, state, recorded.version, recorded.position)
        return stream

    def committed(self, base: int, count: int, streams: Mapping[UUID, Stream], reference: Reference) -> None:
        """Take over what `count` events appended after position `base` led to: their versions were checked."""
        if base == self._referenced == self._head:
            self.reference, self._referenced = reference, base + count
        if base != self._head:
            self._foreign = base
        self._head = base + count
        for key, stream in streams.items():
            self._keep(key, stream)

    def _keep(self, key: UUID, stream: Stream) -> None:
        self._streams[key] = (stream, self._head)
        self._streams.move_to_end(key)
        if len(self._streams) > self.limit:
            self._streams.popitem(last=False)
