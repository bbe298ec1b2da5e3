"""Where a command speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO, Annotated, Any, Final, cast
from uuid import UUID

import typer
from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from crm_es.application import Crm
from crm_es.company import opened
from crm_es.context import Context
from crm_es.filters import read
from crm_es.registries import Column
from crm_es.runners.projections import Progress as Told
from crm_es.settings import Settings
from crm_es.spreadsheets import as_csv, write_xlsx

Line = dict[str, Any]
Form = Annotated[str, typer.Option("--format", help="table, json, csv or xlsx.", metavar="FORM")]
Out = Annotated[Path | None, typer.Option("--out", help="The file for csv or xlsx.", metavar="FILE")]
FORMS: Final = ("table", "json", "csv", "xlsx")
WIDE: Final = 200
"""Columns of a table where no terminal says how many there are."""


@dataclass
class Terminal:
    """How one run of the program speaks, and of which company."""

    settings: Settings
    as_json: bool = False
    zone: tzinfo | None = None
    """Of the company, once it was opened: tables tell times in it."""

    @contextmanager
    def company(self) -> Iterator[Crm]:
        with opened(self.settings) as crm:
            self.zone = crm.reference.calendar.zone
            yield crm

    def answer(self, facts: Mapping[str, Any], sentence: str = "") -> None:
        """One object for programs, or a sentence for people."""
        if self.as_json:
            print_json(facts)
        else:
            print_text(sentence)

    def lines(
        self, name: str, lines: Sequence[Line], form: str = "table", out: Path | None = None, **facts: Any
    ) -> None:
        """A list, as a table for people; for programs one object that names it; or a file."""
        if form not in FORMS:
            raise typer.BadParameter(f"A list is shown as {', '.join(FORMS[:-1])} or {FORMS[-1]}, and not as {form}.")
        if out or form == "xlsx":
            self.file(name, lines, form, out)
        elif self.as_json or form == "json":
            print_json({name: lines} | facts)
        elif form == "csv":
            print_text(as_csv([to_jsonable_python(line) for line in lines]).rstrip())
        elif lines:
            print_table(lines, self.zone)
        else:
            self.say("Nothing is there.")

    def file(self, name: str, lines: Sequence[Line], form: str, out: Path | None) -> None:
        """A list, in a file of its own."""
        if out is None or form not in ("csv", "xlsx"):
            raise typer.BadParameter("A file is csv or xlsx: give --format, and --out with its name.")
        if form == "xlsx":
            self.sheet(len(lines), out, lambda file: write_xlsx(file, name, list(lines[0]) if lines else [], lines))
        else:
            out.write_text(as_csv([to_jsonable_python(line) for line in lines]), encoding="utf-8", newline="")
            self._filled(out, len(lines))

    def sheet(self, lines: int, out: Path | None, write: Callable[[IO[bytes]], None]) -> None:
        """So many lines, in a spreadsheet that looks as `write` has it."""
        if out is None:
            raise typer.BadParameter("A spreadsheet is a file: give --out with its name.")
        with out.open("wb") as file:
            write(file)
        self._filled(out, lines)

    def _filled(self, out: Path, lines: int) -> None:
        self.answer({"file": str(out), "lines": lines}, f"{lines} lines are in {out}.")

    def say(self, sentence: str) -> None:
        """Something besides the result."""
        Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, markup=False)

    @contextmanager
    def progress(self, what: str) -> Iterator[Told]:
        """A bar that shows how far it has come; none where nobody looks."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        shown = console.is_terminal and not self.as_json
        with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
            task = bar.add_task(what)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def terminal(context: typer.Context) -> Terminal:
    return cast(Terminal, context.obj)


def administration() -> Context:
    """Whoever may run this program may administer the company."""
    return Context(by="command line", at=datetime.now(UTC), roles=frozenset({"administrator"}))


def moment(name: str, text: str | None, zone: tzinfo = UTC) -> datetime | None:
    """A day or time that somebody typed: of this zone, where it names none."""
    if text is None:
        return None
    at = cast(datetime, read(Column(datetime), name, text))
    return at if datetime.fromisoformat(text).tzinfo else at.replace(tzinfo=zone)


def print_json(facts: Mapping[str, Any]) -> None:
    print_text(json.dumps(facts, ensure_ascii=False, default=to_jsonable_python))


def print_text(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_table(lines: Sequence[Line], zone: tzinfo | None = None) -> None:
    """The lines under the names of their columns. A column without any value is left out."""
    console = Console(highlight=False, markup=False)
    table = Table(box=None, pad_edge=False)
    names = [name for name in lines[0] if any(as_cell(line[name]) for line in lines)]
    for name in names:
        whole = any(isinstance(line[name], UUID | datetime) for line in lines)
        table.add_column(name.replace("_", " "), overflow="fold", no_wrap=whole)
    for line in lines:
        table.add_row(*(as_cell(line[name], zone) for name in names))
    if not console.is_terminal:
        console.width = WIDE
    console.print(table)


def as_cell(value: Any, zone: tzinfo | None = None) -> str:
    """As people read it; a time in this zone, or where none is named in that of the machine."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case datetime():
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
        case tuple() | list() | set() | frozenset():
            return ", ".join(sorted(map(str, value)))
        case dict():
            return ", ".join(f"{name}: {as_cell(inner, zone)}" for name, inner in value.items())
        case _:
            return str(value)
