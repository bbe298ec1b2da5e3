"""The command line: everything that an operator does to a company."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn

import psycopg
import typer
from eventsourcing.persistence import PersistenceError
from pydantic import ValidationError
from typer.exceptions import TyperException
from typer.main import get_command

from crm_es import logs
from crm_es.cli import (
    activity,
    audit,
    bank,
    billing,
    complaints,
    control,
    effects,
    evidence,
    files,
    imports,
    inbox,
    keeping,
    labour,
    labour_imports,
    lists,
    mail,
    output,
    papers,
    playbooks,
    policies,
    projections,
    projects,
    readings,
    reports,
    sales,
    service,
    serving,
    sheets,
    tasks,
    time,
    today,
    trials,
    users,
    webhooks,
)
from crm_es.cli.terminal import Terminal, print_json
from crm_es.messages import Refused
from crm_es.settings import Settings
from crm_es.store.programs import Unavailable
from crm_es.store.tracking import LeaseLost

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
for commands in (serving, keeping, lists, papers, imports, reports, readings, today, trials, control, tasks, service):
    app.add_typer(commands.app)
reports.reports.add_typer(complaints.app)
reports.reports.add_typer(sales.app)
reports.reports.add_typer(output.app)
reports.reports.add_typer(labour.app)
app.add_typer(sales.histories)
imports.imports.add_typer(inbox.app)
imports.imports.add_typer(labour_imports.app)
for name, commands in (
    ("user", users),
    ("playbook", playbooks),
    ("audit", audit),
    ("bank", bank),
    ("bill", billing),
    ("files", files),
    ("mail", mail),
    ("sheet", sheets),
    ("activity", activity),
    ("evidence", evidence),
    ("time", time),
    ("projections", projections),
    ("projects", projects),
    ("policies", policies),
    ("effects", effects),
    ("webhooks", webhooks),
):
    app.add_typer(commands.app, name=name)

FAILED, MISUSED, INTERRUPTED = 1, 2, 130


@app.callback()
def begin(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Answer with exactly one JSON object.")] = False,
    company: Annotated[str | None, typer.Option(help="The company, instead of CRM_ES_COMPANY.")] = None,
) -> None:
    """An event-sourced workflow engine. Settings are environment variables that begin with CRM_ES_."""
    settings = Settings() if company is None else Settings(company=company)
    loud = context.invoked_subcommand in ("serve", "worker")
    logs.set_up(settings.log_format, settings.log_level if loud else "ERROR")
    context.obj = Terminal(settings, as_json)


@cache
def program() -> Callable[..., Any]:
    """All commands, made of their functions. It takes a while."""
    return get_command(app)


def main() -> NoReturn:
    """Run one command. What goes wrong is told in one sentence, never as a traceback."""
    arguments = sys.argv[1:]
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal knows every letter
    try:
        code = program()(arguments, standalone_mode=False)
    except (Refused, Unavailable) as refusal:
        code = failed(hinted(refusal), arguments)
    except ValidationError as invalid:
        code = failed("; ".join(sentence(error["loc"], error["msg"]) for error in invalid.errors()), arguments)
    except (psycopg.Error, PersistenceError) as error:
        code = failed(f"The database could not do it: {str(error).strip()}", arguments)
    except UnicodeError as error:
        what = "The file" if isinstance(error, UnicodeDecodeError) else "What was typed"
        code = failed(f"{what} is not text in UTF-8: correct it and try again.", arguments)
    except LeaseLost:
        code = failed("A worker runs this just now: stop it, or try again later.", arguments)
    except OSError as error:
        about = f"{error.filename}: " if error.filename else ""
        code = failed(f"{about}{error.strerror or error}.", arguments)
    except TyperException as misuse:
        code = failed(misuse.format_message(), arguments, MISUSED)
    except (typer.Abort, KeyboardInterrupt):
        code = failed("Stopped.", arguments, INTERRUPTED)
    sys.exit(code)


def failed(sentence: str, arguments: list[str], code: int = FAILED) -> int:
    """Tell it to people, and to programs that asked for JSON."""
    sys.stderr.write(f"{sentence}\n")
    if "--json" in arguments:
        print_json({"error": sentence})
    return code


def hinted(refusal: Refused | Unavailable) -> str:
    """What went wrong, and line by line what may be done about it."""
    remedies = refusal.remedies if isinstance(refusal, Refused) else ()
    hints = (f"{one.sentence} {one.command} {json.dumps(one.fields, ensure_ascii=False)}" for one in remedies)
    return "\n".join((str(refusal), *hints))


def sentence(place: tuple[int | str, ...], problem: str) -> str:
    return f"{'.'.join(map(str, place))}: {problem}"
