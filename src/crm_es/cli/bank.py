"""Payment orders for the bank, and its statements: `crm-es bank`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO, Final, cast
from uuid import NAMESPACE_OID, UUID, uuid5

import typer

from crm_es.aggregates.payer_account import RegisterPayerAccount
from crm_es.application import Crm
from crm_es.bank_details import BankDetails
from crm_es.cli.imports import SHOWN
from crm_es.cli.terminal import Line, administration, as_cell, terminal
from crm_es.cli.users import person
from crm_es.exchange import bank_file, statement_import
from crm_es.exchange.client_bank.reading import LARGEST
from crm_es.exchange.client_bank.writing import CODECS, NAME
from crm_es.exchange.statement_summary import StatementSummary
from crm_es.filters import read
from crm_es.ids import derived
from crm_es.messages import Refused
from crm_es.registries import Column
from crm_es.runners.following import catch_up
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_tables

app = typer.Typer(help="Payment orders for the bank, and its statements.", no_args_is_help=True)
ACCOUNTS: Final = uuid5(NAMESPACE_OID, "crm_es/payer account")
"""The id of an account follows from its number, so that none is registered twice here."""
OURS: Final = """
SELECT payer_account_id FROM payer_accounts WHERE %s IN (account, payer_account_id::text)
ORDER BY closed_at NULLS FIRST, registered_at LIMIT 1
"""
By = Annotated[str, typer.Option(help="Who asks for it, by login: somebody of accounting.", metavar="PERSON")]


@app.command()
def account(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Ours, as payment orders name us.")],
    *,
    number: Annotated[str, typer.Option("--account", help="Р/С: the account.")],
    bik: Annotated[str, typer.Option(help="БИК of the bank.")],
    inn: Annotated[str, typer.Option(help="Our ИНН.")],
    kpp: Annotated[str | None, typer.Option(help="Our КПП.")] = None,
    correspondent: Annotated[str | None, typer.Option(help="К/С of the bank.")] = None,
    bank: Annotated[str | None, typer.Option(help="Its name, where no bank directory is imported.")] = None,
    town: Annotated[str | None, typer.Option(help="Its town.")] = None,
    first_number: Annotated[int, typer.Option(help="Number of the first payment order.")] = 1,
) -> None:
    """Register an account of ours to pay from."""
    details = BankDetails(inn=inn, kpp=kpp, bik=bik, account=number, correspondent_account=correspondent)
    wish = RegisterPayerAccount(
        payer_account_id=derived(ACCOUNTS, details.account),
        name=name,
        details=details,
        bank_name=bank,
        bank_town=town,
        first_number=first_number,
    )
    shown = terminal(context)
    with shown.company() as crm:
        crm.handle(wish, administration())
        settle(crm)
    shown.answer({"payer_account_id": wish.payer_account_id}, f"{name} may pay from {details.account} now.")


@app.command()
def export(
    context: typer.Context,
    *,
    payer: Annotated[str, typer.Option(help="The account of ours: its number or its id.", metavar="ACCOUNT")],
    by: By,
    request: Annotated[list[UUID] | None, typer.Option(help="A request to pay; may be repeated.")] = None,
    due_by: Annotated[
        str | None, typer.Option(help="Instead: all that is to be paid by this day.", metavar="DAY")
    ] = None,
    encoding: Annotated[str, typer.Option(help="windows or utf-8.")] = "windows",
    again: Annotated[bool, typer.Option("--again", help="Also what went into a file before, as it was.")] = False,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path(NAME),
) -> None:
    """Write approved payments into a file for the bank."""
    if bool(request) == bool(due_by):
        raise typer.BadParameter("Name requests, or a day by which they are due: one of the two.")
    if encoding not in CODECS:
        raise typer.BadParameter(f"Banks read one of {', '.join(CODECS)}, and not {encoding}.")
    shown = terminal(context)
    with shown.company() as crm, fresh(out) as file:
        day = cast(date, read(Column(date), "--due-by", due_by)) if due_by else None
        ids = bank_file.due(crm, day) if day else request or []
        ours, who = payer_of(crm, payer), asker(crm, by)
        made = bank_file.export(crm, ours, ids, who, encoding=encoding, again=again)
        settle(crm)
        if made.content is None:
            raise Refused(" ".join(dict.fromkeys(line.refusal for line in made.lines if line.refusal)))
        file.write(made.content)
    rows: list[Line] = [asdict(line) for line in made.lines]
    count = sum(line.refusal is None for line in made.lines)
    shown.lines("results", rows, file=str(out), written=count)
    if not shown.as_json:
        shown.say(f"Payment orders in {out}: {count}.")


@app.command()
def statement(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The bank's kl_to_1c.txt.")],
    *,
    by: Annotated[str | None, typer.Option(help="Who brings it, by login.", metavar="PERSON")] = None,
) -> None:
    """Take over the bank's statement: what it shows is marked as paid, the rest is for the heads to explain."""
    shown = terminal(context)
    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    with shown.company() as crm:
        summary = statement_import.run(crm, data, asker(crm, by) if by else None)
        settle(crm)
    shown.answer(summary.as_json(), in_words(summary))


def in_words(summary: StatementSummary) -> str:
    """What came of a statement: the numbers, then what is wrong, then what has to be explained."""
    facts = summary.as_json()
    lists = {name: len(facts[name]) for name in ("faults", "bad_rows", "to_explain")}
    told = [f"{name.replace('_', ' ')}: {as_cell(value) or 'none'}" for name, value in (facts | lists).items()]
    told += summary.faults
    told += [f"line {row.line}: {row.reason}" for row in summary.bad_rows[:SHOWN]]
    told += [
        f"{one.number} of {one.paid_on:%d.%m.%Y}, {one.amount} to {one.payee}: {one.why}"
        for one in summary.to_explain[:SHOWN]
    ]
    if any(lists[name] > SHOWN for name in ("bad_rows", "to_explain")):
        told.append("There is more, which --json shows.")
    return "\n".join(told)


@contextmanager
def fresh(out: Path) -> Iterator[BinaryIO]:
    """A file that was not there before, and is not if nothing comes of it."""
    with out.open("xb") as file:
        try:
            yield file
        except BaseException:
            out.unlink()
            raise


def payer_of(crm: Crm, named: str) -> UUID:
    """The account of ours that is meant."""
    catch_up(crm, "payer_accounts")
    with crm.log.datastore.get_connection() as db:
        found = db.execute(OURS, (named,)).fetchone()
    if found is None:
        raise Refused(f"We have no account {named!r}: `crm-es registry payer-accounts` shows all.", "no such account")
    return cast(UUID, found["payer_account_id"])


def asker(crm: Crm, login: str) -> UUID:
    """Who asks."""
    with crm.log.datastore.get_connection() as db:
        create_tables(db)
        return person(db, login)
