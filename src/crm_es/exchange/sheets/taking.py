"""Takes a sheet over in somebody's name, and takes it back (X-05)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, cast, get_args
from uuid import UUID, uuid4

from crm_es.aggregates.client import ClientMet, ContactAdded, DiscardClient, RemoveContact
from crm_es.aggregates.deal import DealOpened, DiscardDeal
from crm_es.aggregates.price_list import PriceListPublished, PublishPriceList
from crm_es.aggregates.sheet_import import (
    ImportSheet,
    NoteSheetTaken,
    RevertSheetImport,
    SheetKind,
    must_keep_lists,
)
from crm_es.aggregates.task import CancelTask, TaskAssigned
from crm_es.aggregates.work_log import RecordWork, RemoveWork, WorkRecorded
from crm_es.application import Crm
from crm_es.batch import Receipt
from crm_es.context import IMPORT, Context
from crm_es.directory import Directory
from crm_es.exchange.replay import reference_of
from crm_es.exchange.sheets.known import OF_TIME, READERS, known
from crm_es.exchange.sheets.planning import plan
from crm_es.exchange.sheets.reading import read
from crm_es.exchange.sheets.results import Outcome, Result, SheetSummary
from crm_es.exchange.sheets.working_time import TIME
from crm_es.ids import PRICE_LIST, derived
from crm_es.messages import Command, Refused
from crm_es.runners.following import catch_up
from crm_es.store.mapper import decode

BROUGHT: Final = """
SELECT topic, state FROM events WHERE correlation_id = %s AND causation_id IS NULL AND topic = ANY(%s)
ORDER BY notification_id DESC
"""
OF_LIST: Final = (
    "SELECT state FROM events WHERE originator_id = %s AND topic = 'PriceListPublished' ORDER BY originator_version"
)
Brought = ClientMet | ContactAdded | DealOpened | TaskAssigned | PriceListPublished | WorkRecorded
"""What rows of sheets lead to."""
DONE: Final = "SELECT true AS done FROM task_list WHERE task_id = %s AND status <> 'open'"
OF_CLIENTS: Final = {
    "deal_registry": "deals",
    "order_registry": "orders",
    "invoice_registry": "invoices",
    "complaints": "complaints",
    "interests": "interests",
}
"""Lists that a client is looked for in, with what they hold."""
USING: Final = (*OF_CLIENTS, "task_list")
WHO: Final = "sheet import"
Progress = Callable[[int, int], None]


def take(
    crm: Crm,
    data: bytes,
    kind: str,
    by: UUID,
    *,
    name: str,
    columns: dict[str, str] | None = None,
    twins_too: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> SheetSummary:
    """Every row that is right and new becomes a record. `columns` tells by field which column holds it.

    Raises Refused where the file is no table or lacks a needed column.
    """
    must_keep_lists(Directory(crm.reference.people).roles(by), kind)
    sheet, import_id, with_time = read(data), uuid4(), kind == TIME
    catch_up(crm, *READERS, *(OF_TIME if with_time else ()))
    company = known(crm, by, with_time=with_time)
    made = plan(sheet, kind, columns or {}, company, import_id, twins_too=twins_too, name=name)
    summary = made.summary
    if dry_run or not made.wishes:
        return summary
    summary.sheet_import_id = import_id
    now = datetime.now(UTC)
    asking = Context(by, now, correlation_id=import_id)
    counts = summary.counts
    noting = ImportSheet(
        sheet_import_id=import_id,
        kind=cast(SheetKind, kind),
        name=name[:80] or kind,
        sha256=sha256(data).hexdigest(),
        rows=len(sheet.rows),
        taken=counts["new"],
        twins=counts["twin"],
        faulty=counts["faulty"],
    )
    crm.handle(noting, machine(by, now, import_id))
    answers = {place: list(sent(crm, commands, asking)) for place, commands in made.wishes.items()}
    for done, (place, all_answers) in enumerate(answers.items(), 1):
        refusal = next(filter(None, map(heard, all_answers)), None)
        outcome: Outcome = "refused" if refusal else "taken"
        rows = range(len(summary.rows)) if kind == "prices" else [place]
        for n in rows:
            summary.rows[n] = replace(summary.rows[n], outcome=outcome, why=str(refusal) if refusal else None)
        progress(done, len(answers))
    counts = summary.counts
    noted = NoteSheetTaken(sheet_import_id=import_id, taken=counts["taken"], refused=counts["refused"])
    crm.handle(noted, machine(by, now, import_id))
    return summary


def sent(crm: Crm, commands: tuple[Command, ...], asking: Context) -> Iterator[Future[Receipt]]:
    for command in commands:
        whose = command.person_id if isinstance(command, RecordWork) and command.person_id != asking.by else None
        yield crm.submit(command, replace(asking, command_id=uuid4(), on_behalf_of=whose))


def heard(answer: Future[Receipt]) -> Refused | None:
    """Why it was refused. Raises what else went wrong."""
    error = answer.exception()
    if error is not None and not isinstance(error, Refused):
        raise error
    return error


def machine(by: UUID, at: datetime, correlation_id: UUID) -> Context:
    """What the import itself asks, in the name of whoever runs it."""
    return Context(WHO, at, frozenset({IMPORT, "policy"}), on_behalf_of=by, correlation_id=correlation_id)


# ── Taking back ─────────────────────────────────────────────────────────────


def revert(crm: Crm, import_id: UUID, by: UUID, reason: str) -> list[Result]:
    """Take back what an import brought. What has come of it in the meantime stays, and is told with why.

    Raises Refused where there is no such import, or it is somebody else's. Once more does what is left.
    """
    now = datetime.now(UTC)
    asking = machine(by, now, derived(import_id, "revert"))
    crm.handle(RevertSheetImport(sheet_import_id=import_id, reason=reason), asking)
    catch_up(crm, *USING)
    results, sent = [], []
    for place, (label, record_id, command) in enumerate(undoing(crm, import_id, reason), 1):
        if kept := used(crm, command):
            results.append(Result(place, "refused", label, record_id, kept))
            continue
        whose = Context(by, now) if isinstance(command, PublishPriceList) else asking
        sent.append((place, label, record_id, crm.submit(command, replace(whose, command_id=uuid4()))))
    for place, label, record_id, answer in sent:
        why = heard(answer)
        results.append(Result(place, "refused" if why else "taken", label, record_id, str(why) if why else None))
    return sorted(results, key=lambda one: one.line)


def used(crm: Crm, command: Command) -> str | None:
    """What has come of a client or task in the meantime, for which it stays."""
    if isinstance(command, CancelTask):
        with crm.log.datastore.get_connection() as db:
            done = db.execute(DONE, (command.task_id,)).fetchone()
        return "It is done." if done else None
    if not isinstance(command, DiscardClient):
        return None
    with crm.log.datastore.get_connection() as db:
        for table, what in OF_CLIENTS.items():
            asked: Any = f"SELECT true AS there FROM {table} WHERE client_id = %s LIMIT 1"
            if db.execute(asked, (command.client_id,)).fetchone():
                return f"It has {what}."
    return None


def undoing(crm: Crm, import_id: UUID, reason: str) -> Iterator[tuple[str, UUID | None, Command]]:
    """What was brought, the newest first, with the command that takes it back."""
    with crm.log.datastore.get_connection() as db:
        rows = db.execute(BROUGHT, (import_id, [event.__name__ for event in get_args(Brought)])).fetchall()
    for row in rows:
        match cast(Brought, decode(row["topic"], row["state"])):
            case ClientMet(client_id=client_id, name=name):
                yield name, client_id, DiscardClient(client_id=client_id, reason=reason)
            case ContactAdded(client_id=client_id, contact_id=contact_id, name=name):
                yield name, contact_id, RemoveContact(client_id=client_id, contact_id=contact_id)
            case DealOpened(deal_id=deal_id, title=title):
                yield title, deal_id, DiscardDeal(deal_id=deal_id, reason=reason)
            case TaskAssigned(task_id=task_id, what=what):
                yield what, task_id, CancelTask(task_id=task_id, reason=reason)
            case WorkRecorded(work_log_id=log_id, person_id=person_id, work=work):
                label = work.note or f"{work.kind}, {work.minutes} minutes"
                yield (
                    label,
                    work.work_id,
                    RemoveWork(work_log_id=log_id, person_id=person_id, work_id=work.work_id, reason=reason),
                )
            case PriceListPublished(version=version, name=name) if in_force(crm) == version:
                if before := list_before(crm, version):
                    yield name, None, before
            case PriceListPublished():
                continue  # another list took its place since


def in_force(crm: Crm) -> int:
    """Which version of the price list is."""
    prices = reference_of(crm.log).price_list
    return prices.tariff.version if prices and prices.tariff else 0


def list_before(crm: Crm, version: int) -> PublishPriceList | None:
    """The list that this version took the place of, to be published again; None where it was the first."""
    with crm.log.datastore.get_connection() as db:
        lists = [
            decode(PriceListPublished.__name__, row["state"]) for row in db.execute(OF_LIST, (PRICE_LIST,)).fetchall()
        ]
    before = [one for one in lists if isinstance(one, PriceListPublished) and one.version < version]
    if not before:
        return None
    last = before[-1]
    return PublishPriceList(name=last.name, currency=last.currency, prices=last.prices)
