"""Reads event logs in XES (IEEE 1849), as process mining tools write them."""

from __future__ import annotations

from functools import lru_cache
from typing import IO, Final
from xml.parsers.expat import ExpatError, ParserCreate

from crm_es.exchange.event_log import TORN, EventLog, plain
from crm_es.messages import Refused

CHUNK: Final = 1 << 18
TRACE, EVENT, ATTRIBUTE = 2, 3, 4
"""How deep these lie in the file."""

named = lru_cache(maxsize=10_000)(plain)


class Reader:
    """Follows the file element by element: attributes of events, and of traces beside them."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.depth = 0
        self.line = 0
        self.trace: dict[str, str] | None = None
        self.event: dict[str, str] | None = None
        self.events: list[tuple[int, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == ATTRIBUTE and self.event is not None:
            self.event[named(attributes.get("key", ""))] = attributes.get("value", "")
        elif self.depth == EVENT and self.trace is not None:
            if local(name) == "event":
                self.line, self.event = self.parser.CurrentLineNumber, {}
            else:
                self.trace[named(attributes.get("key", ""))] = attributes.get("value", "")
        elif self.depth == TRACE and local(name) == "trace":
            self.trace = {}
        elif self.depth == 1 and local(name) != "log":
            raise Refused(f"The file begins with {local(name)!r}, and XES with 'log': name another.", "the file is XES")

    def end(self, _: str) -> None:
        if self.depth == EVENT and self.event is not None:
            self.events.append((self.line, self.event))
            self.event = None
        elif self.depth == TRACE and self.trace is not None:
            self.finish(self.trace)
            self.trace, self.events = None, []
        self.depth -= 1

    def finish(self, trace: dict[str, str]) -> None:
        """A trace is complete."""
        case_id = trace.pop("concept name", "").strip()
        line = self.events[0][0] if self.events else self.parser.CurrentLineNumber
        if not case_id:
            self.log.bad(line, f"A case has no name (concept:name): its {len(self.events)} steps are left out.")
            return
        attributes = {name.removeprefix("case ").replace(" ", ""): value for name, value in trace.items()}
        self.log.case(case_id).attributes.update(attributes)
        for at, event in self.events:
            self.log.add(case_id, at, event)

    def doctype(self, *_: object) -> None:
        raise Refused(
            "The file declares a document type of its own, which XES never does and which can hide traps: "
            "export it again without.",
            "no document type",
        )


def local(name: str) -> str:
    """The element's name without its namespace."""
    return name.rpartition(" ")[2]


def read_xes(stream: IO[bytes], log: EventLog) -> None:
    """Take in all complete traces; where the file breaks off, say so and keep what came before."""
    reader = Reader(log)
    try:
        while chunk := stream.read(CHUNK):
            reader.parser.Parse(chunk)
        reader.parser.Parse(b"", True)
    except (ExpatError, *TORN) as error:
        log.bad(reader.parser.CurrentLineNumber, f"The file breaks off here ({error}): what came before is taken.")
