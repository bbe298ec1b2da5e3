"""Imports the audit rows of a ServiceNow installation as tickets: one row for each change of an incident.

Closing dates and codes stand on every row, also before they were known: only what each row is of its time is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Final

from crm_es.application import Crm
from crm_es.exchange.incident_cases import Change, Incident
from crm_es.exchange.incident_replay import replay
from crm_es.exchange.playbook_yaml import load
from crm_es.exchange.sales_files import Line, table
from crm_es.exchange.summary import BadRow, Progress, Summary, quiet

MISSING: Final = "?"
NEEDED: Final = ("number", "incident_state", "opened_at", "sys_updated_at")
ABOUT: Final = ("category", "subcategory", "u_symptom")


def run(crm: Crm, file: Path, playbook_file: Path, dry_run: bool = False, progress: Progress = quiet) -> Summary:
    """Replay the rows by this playbook's service; a dry run decides everything and records nothing."""
    began, playbook = monotonic(), load(playbook_file.read_text(encoding="utf-8"))
    summary = Summary("servicenow")
    found = incidents(table(file, *NEEDED), summary)
    replay(crm, summary, found, playbook, dry_run=dry_run, progress=progress)
    summary.seconds = round(monotonic() - began, 3)
    return summary


def incidents(rows: Iterator[Line], summary: Summary) -> list[Incident]:
    """All incidents in the order of their first row; the rows of each in the order of the file."""
    found: dict[str, Incident] = {}
    for row in rows:
        number = told(row["number"])
        if not number:
            summary.bad_rows.append(BadRow(row.line, "The row names no incident: it is left out."))
            continue
        opened, at = moment(row["opened_at"]), moment(row["sys_updated_at"])
        when = at or (found[number].changes[-1].at if number in found else opened)
        if when is None:
            summary.bad_rows.append(BadRow(row.line, f"Incident {number} has no readable time here: left out."))
            continue
        if at is None:
            summary.bad_rows.append(BadRow(row.line, f"Incident {number} has no readable time here: that before it."))
        if number not in found:
            about = ", ".join(filter(None, (told(row[name]) for name in ABOUT)))
            found[number] = Incident("servicenow", number, about, told(row["caller_id"]), opened or when)
        change = Change(row.line, when, row["incident_state"], told(row["priority"]), told(row["assigned_to"]))
        found[number].changes.append(change)
    return list(found.values())


def told(text: str) -> str:
    return "" if text == MISSING else text


def moment(text: str) -> datetime | None:
    """A time such as 29-02-2016 01:23; without a zone it is taken as UTC."""
    try:
        return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
