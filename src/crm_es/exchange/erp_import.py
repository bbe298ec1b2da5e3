"""Files of other systems brought to the inbox: tables of an ERP, and CommerceML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from time import monotonic
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from crm_es.application import Crm
from crm_es.exchange import commerceml, erp_sheet
from crm_es.exchange.inbox import MOST, WHO, receive
from crm_es.exchange.inbox_outcomes import Outcome
from crm_es.exchange.news import Reading
from crm_es.exchange.replay import WRITTEN
from crm_es.exchange.summary import BadRow, Summary
from crm_es.messages import Refused
from crm_es.outside import Kind, Source
from crm_es.store.reading import head, number

SOURCE: Final[TypeAdapter[str]] = TypeAdapter(Source)


def of_sheet(
    crm: Crm,
    data: bytes,
    kind: Kind,
    source: str,
    *,
    columns: Mapping[str, str],
    by: UUID | None = None,
    dry_run: bool = False,
) -> Summary:
    """Bring a table of news of one kind."""
    began = monotonic()
    reading = erp_sheet.read(data, kind, zone_of(crm), columns)
    summary = Summary(kind, cases=len(reading.news), events=reading.rows, bad_rows=reading.bad_rows)
    if not dry_run:
        bring(crm, named(source), reading, by, summary)
    summary.seconds = round(monotonic() - began, 3)
    return summary


def of_commerceml(
    crm: Crm, data: bytes, source: str, *, web: bool = False, by: UUID | None = None, dry_run: bool = False
) -> Summary:
    """Bring an exchange file of 1C."""
    began = monotonic()
    reading = commerceml.read(data, zone_of(crm), web=web)
    summary = Summary("commerceml", cases=len(reading.news), events=reading.rows, bad_rows=reading.bad_rows)
    if not dry_run:
        bring(crm, named(source), reading, by, summary)
    summary.seconds = round(monotonic() - began, 3)
    return summary


def bring(crm: Crm, source: str, reading: Reading, by: UUID | None, summary: Summary) -> None:
    """To the inbox, and what came of it into the summary."""
    with crm.log.datastore.get_connection() as db:
        before = head(db)
    results: list[Outcome] = []
    for start in range(0, len(reading.news), MOST):
        results += receive(crm, source, reading.news[start : start + MOST], by)
    with crm.log.datastore.get_connection() as db:
        summary.recorded = number(db, WRITTEN, WHO, before)
    summary.states = Counter(one.result for one in results)
    summary.bad_rows += [
        BadRow(reading.lines.get(one.id, 0), f"{one.id}: {one.why}")
        for one in results
        if one.result in ("refused", "to settle")
    ]


def zone_of(crm: Crm) -> ZoneInfo:
    """Of the company: the times of others are told in it."""
    reference = crm.reference
    if (playbook := reference.playbooks.get(reference.version)) is None:
        raise Refused("No playbook is published yet: publish one with `crm-es playbook publish FILE`.")
    return playbook.calendar.zone


def named(source: str) -> str:
    try:
        return SOURCE.validate_python(source)
    except ValidationError:
        raise Refused(
            f"A source is called with small letters, digits, dots and dashes, such as erp: not {source[:60]!r}.",
            "the name of a source",
        ) from None
