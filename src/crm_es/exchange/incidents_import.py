"""Imports a log of incidents (XES or CSV) as tickets: status and sub-status are a stage of the service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from crm_es.application import Crm
from crm_es.exchange.event_log import EventLog
from crm_es.exchange.incident_cases import Change, Incident
from crm_es.exchange.incident_replay import replay
from crm_es.exchange.payment_cases import read
from crm_es.exchange.playbook_yaml import load
from crm_es.exchange.summary import Progress, Summary, quiet

BESIDES: Final = ("impact", "product")
UNKNOWN: Final = "UNKNOWN"


@dataclass(slots=True)
class IncidentLog(EventLog):
    """A log that keeps what incidents tell besides of each step."""

    besides: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Impact and product, by line."""

    def add(self, case_id: str, line: int, values: Mapping[str, str]) -> None:
        EventLog.add(self, case_id, line, values)
        impact, product = (values.get(name, "").strip() for name in BESIDES)
        self.besides[line] = (impact, product)


def run(crm: Crm, file: Path, playbook_file: Path, dry_run: bool = False, progress: Progress = quiet) -> Summary:
    """Replay the log by this playbook's service; a dry run decides everything and records nothing."""
    began, playbook = monotonic(), load(playbook_file.read_text(encoding="utf-8"))
    log = IncidentLog()
    read(file, log)
    summary = Summary("incidents", bad_rows=log.bad_rows)
    replay(crm, summary, list(incidents(log)), playbook, dry_run=dry_run, progress=progress)
    summary.seconds = round(monotonic() - began, 3)
    return summary


def incidents(log: IncidentLog) -> Iterator[Incident]:
    """All cases with a step that can be read."""
    for case in log.cases.values():
        if not case.steps:
            continue
        _, product = log.besides.get(case.steps[0].line, ("", ""))
        changes = [
            Change(
                step.line,
                step.at,
                f"{step.activity}/{step.transition}" if step.transition else step.activity,
                told(log.besides.get(step.line, ("", ""))[0]),
                told(step.resource),
            )
            for step in case.steps
        ]
        yield Incident("incidents", case.case_id, told(product), "", case.steps[0].at, changes)


def told(text: str) -> str:
    return "" if text == UNKNOWN else text
