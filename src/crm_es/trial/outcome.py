"""What comes of a trial: figures in all and by person, and the lines behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple, get_args
from uuid import UUID

from crm_es.directory import Directory
from crm_es.trial.findings import Count, Finding, Measure, Side

MOST: Final = 50_000
"""Lines that are kept; what goes beyond is counted only."""
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
WORDS: Final[dict[Measure, str]] = {
    "tasks": "stage tasks",
    "late": "stage tasks done late",
    "invoice_hours": "hours without invoices",
    "order_hours": "hours without orders",
    "stopped": "invoices and orders stopped",
    "asked": "people asked to approve",
    "refused": "wishes refused",
}
Line = dict[str, Any]


class Figure(NamedTuple):
    """One measure on both sides."""

    was: float = 0
    would: float = 0

    def plus(self, count: Count) -> Figure:
        return Figure(round(self.was + count.was, 4), round(self.would + count.would, 4))


class Outcome:
    """Fills while the log is read. `people` leaves what concerns them; None leaves all."""

    def __init__(
        self, since: datetime, until: datetime, *, people: Collection[UUID] | None = None, every: bool = False
    ) -> None:
        self.since, self.until, self.every = since, until, every
        self.findings: list[Finding] = []
        """Those that differ; all, where `every` is asked for."""
        self.differing = self.left_out = self.events = 0
        self.directory = Directory()
        self._people = people
        self._figures: defaultdict[UUID, defaultdict[Measure, Figure]] = defaultdict(lambda: defaultdict(Figure))

    def take(self, found: Iterable[Finding | Count]) -> None:
        for one in found:
            if isinstance(one, Count):
                if self._people is None or one.person_id in self._people:
                    figures = self._figures[one.person_id]
                    figures[one.measure] = figures[one.measure].plus(one)
            elif self._people is None or not one.people.isdisjoint(self._people):
                self._keep(one)

    def _keep(self, finding: Finding) -> None:
        self.differing += finding.differs
        if finding.differs or self.every:
            if len(self.findings) < MOST:
                self.findings.append(finding)
            else:
                self.left_out += 1

    # ── What is shown ───────────────────────────────────────────────────────

    @property
    def total(self) -> dict[Measure, Figure]:
        """Each measure, for everybody together."""
        by_measure = {measure: [f[measure] for f in self._figures.values() if measure in f] for measure in MEASURES}
        return {
            measure: Figure(round(sum(f.was for f in figures), 2), round(sum(f.would for f in figures), 2))
            for measure, figures in by_measure.items()
        }

    def totals(self) -> list[Line]:
        """The same in words."""
        return [
            {
                "measure": measure,
                "what": WORDS[measure],
                "was": was,
                "would": would,
                "difference": round(would - was, 2),
            }
            for measure, (was, would) in self.total.items()
        ]

    def by_person(self) -> list[Line]:
        """Every measure of each person whom something concerns."""
        lines = []
        for person_id, figures in self._figures.items():
            line: Line = {"person_id": person_id, "person": self.directory.name(person_id)}
            for measure in MEASURES:
                was, would = figures.get(measure, Figure())
                line |= {f"{measure}_was": round(was, 2), f"{measure}_would": round(would, 2)}
            lines.append(line)
        return sorted(lines, key=lambda line: (line["person"], line["person_id"]))

    def lines(self) -> list[Line]:
        """The lines behind the figures, in the order of time."""
        return [self._line(finding) for finding in sorted(self.findings, key=lambda finding: finding.at)]

    def _line(self, finding: Finding) -> Line:
        was, would = (side or Side("") for side in (finding.was, finding.would))
        return {
            "area": finding.area,
            "at": finding.at,
            "record": finding.record,
            "record_id": finding.record_id,
            "what": finding.what,
            "person_id": finding.whose,
            "person": self.directory.name(finding.whose),
            "was": was.says,
            "would": would.says,
            "was_people": self._names(was),
            "would_people": self._names(would),
            "was_due": was.due,
            "would_due": would.due,
            "was_late": was.late,
            "would_late": would.late,
            "hours": finding.hours,
            "differs": finding.differs,
        }

    def _names(self, side: Side) -> str:
        return ", ".join(map(self.directory.name, side.people))
