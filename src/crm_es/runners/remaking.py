"""Folds a projection anew while the server serves: in a thread of its own, one at a time, telling how far it has come.

A thread that ends with the server leaves the old table whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import Any, Final, Literal

import structlog

from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.runners.projections import Projector
from crm_es.runners.readers import known

log = structlog.get_logger()
What = Literal["rebuild", "verify"]
LISTED: Final = 100
"""How many of the rows that differ are told."""


@dataclass(frozen=True)
class Remaking:
    """How far a rebuild or a check has come, and what it led to."""

    projection: str
    what: What
    by: str
    started_at: datetime
    done: int = 0
    total: int = 0
    """Positions of the log to fold."""
    finished_at: datetime | None = None
    error: str | None = None
    rows: int | None = None
    """Of the table that was rebuilt."""
    differences: int | None = None
    """Rows of the kept table that are not what the log leads to."""
    keys: tuple[str, ...] = ()
    """The first of them."""


class Workshop:
    """Does one at a time, and remembers the last of each."""

    def __init__(self, crm: Crm) -> None:
        self.crm = crm
        self._turn, self._last = Lock(), dict[tuple[str, What], Remaking]()
        self._busy: Remaking | None = None

    @property
    def busy_with(self) -> Remaking | None:
        """What goes on now."""
        return self._busy

    def last(self, name: str, what: What) -> Remaking | None:
        return self._last.get((name, what))

    def start(self, name: str, what: What, by: str) -> Remaking:
        """Begin, and come back at once. Raises Refused while something else goes on."""
        projector = Projector(self.crm.log, name, known()[name][1], by)
        with self._turn:
            if self._busy:
                sentence = f"{self._busy.projection} is folded anew just now: wait until that is done."
                raise Refused(sentence, "one projection at a time")
            self._busy = begun = Remaking(name, what, by, datetime.now(UTC))
            self._last[name, what] = begun
        log.info("a projection is folded anew", projection=name, what=what, by=by)
        Thread(target=self._run, args=(projector, begun), name=f"{what} {name}", daemon=True).start()
        return begun

    def _run(self, projector: Projector, begun: Remaking) -> None:
        key, led_to = (begun.projection, begun.what), dict[str, Any]()

        def progress(done: int, total: int) -> None:
            self._last[key] = replace(begun, done=done, total=total)

        try:
            if begun.what == "rebuild":
                led_to = {"rows": projector.rebuild(progress)}
            else:
                differing = [str(one.key) for one in projector.verify(progress)]
                led_to = {"differences": len(differing), "keys": tuple(differing[:LISTED])}
        except Exception as error:
            log.exception("a projection could not be folded anew", projection=begun.projection)
            led_to = {"error": f"{type(error).__name__}: {error}"}
        finally:
            with self._turn:
                self._busy = None
                self._last[key] = replace(self._last[key], finished_at=datetime.now(UTC), **led_to)
