"""A log of real cases: what happened to each, in order, as other systems export it."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final, cast

from crm_es.exchange.summary import BadRow
from crm_es.messages import Refused

GZIPPED: Final = b"\x1f\x8b"
TORN: Final = (EOFError, zlib.error, gzip.BadGzipFile)
"""What a packed file says that is cut off or damaged."""
RULE: Final = "the file can be read"
OF_CASE: Final = "case "
"""Case attributes are repeated on every event as `(case)_Amount`, `case:Amount` or `case_Amount`."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a case."""

    line: int
    activity: str
    at: datetime
    event_id: str = ""
    """What its system calls it; empty where it has no name."""
    transition: str = ""
    """Of work that takes a while: schedule, start or complete."""
    resource: str = ""
    """Who did it; empty where the log does not say."""


@dataclass(slots=True)
class Case:
    """One trace: everything that happened to one thing, in order."""

    case_id: str
    attributes: dict[str, str] = field(default_factory=dict)
    """By their plain names: `requestedamount` for `(case)_RequestedAmount`."""
    steps: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class EventLog:
    """All cases of a file in the order of their first appearance, and what could not be read."""

    cases: dict[str, Case] = field(default_factory=dict)
    bad_rows: list[BadRow] = field(default_factory=list)

    def case(self, case_id: str) -> Case:
        return self.cases.setdefault(case_id, Case(case_id))

    def bad(self, line: int, reason: str) -> None:
        self.bad_rows.append(BadRow(line, reason))

    def add(self, case_id: str, line: int, values: Mapping[str, str]) -> None:
        """Take in an event by its plain names; one without a name or time is reported and left out."""
        case = self.case(case_id)
        if not case.steps:
            for name, value in values.items():
                if name.startswith(OF_CASE):
                    case.attributes.setdefault(name.removeprefix(OF_CASE).replace(" ", ""), value)
        activity = values.get("concept name", "").strip()
        at = moment(values.get("time timestamp", ""))
        if not activity:
            self.bad(line, f"The step of case {case_id!r} has no name: it is left out.")
        elif at is None:
            stamp = values.get("time timestamp", "")
            self.bad(line, f"The step {activity!r} of case {case_id!r} has no readable time ({stamp!r}): left out.")
        else:
            told = (values.get(name, "").strip() for name in ("id", "lifecycle transition", "org resource"))
            case.steps.append(Step(line, activity, at, *told))


def plain(name: str) -> str:
    """The name of a column or attribute without its punctuation and capitals: `case requestedamount`."""
    return " ".join(re.split(r"[\W_]+", name.casefold())).strip()


def moment(text: str) -> datetime | None:
    """A time in UTC, or None where the text is none. Without a zone it is UTC already."""
    try:
        at = datetime.fromisoformat(text.strip().replace("/", "-"))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, packed by gzip or not."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == GZIPPED
            raw.seek(0)
            with gzip.open(raw) if packed else raw as stream:
                yield cast(IO[bytes], stream)
    except OSError as error:
        raise Refused(f"The file {path} cannot be read ({error.strerror}): name another.", RULE) from None
