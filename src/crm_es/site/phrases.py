"""Every phrase that pages can show, and where it comes from: what a translation has to know."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from crm_es.api.problems import SENTENCES
from crm_es.site.code_phrases import Phrase, answers, columns, commands, events, readers
from crm_es.site.code_values import values
from crm_es.site.menu import PARTS
from crm_es.site.notices import NOTICES
from crm_es.site.sentences_in_code import sentences
from crm_es.site.speech import humanised

SITE: Final = Path(__file__).parent
KEYWORDS: Final = ("_", "text", "plural", "name", "phrase")
"""How pages and their Python say a phrase."""
PYDANTIC: Final = (
    "Field required",
    "Extra inputs are not permitted",
    "Input should be a valid string",
    "Input should be a valid integer",
    "Input should be a valid UUID",
    "Input should be a valid decimal",
    "Input should be a valid date",
    "Input should be a valid datetime",
    "Input should be a valid boolean",
    "Input should be greater than {limit}",
    "Input should be greater than or equal to {limit}",
    "Input should be less than {limit}",
    "Input should be less than or equal to {limit}",
    "Input should be {expected}",
    "String should have at least {least} characters",
    "String should have at least {least} character",
    "String should have at most {most} characters",
    "String should match pattern '{pattern}'",
    "Decimal input should have no more than {most} decimal places",
    "Decimal input should have no more than {most} digits in total",
)
"""What is said of fields by the library that reads them."""


def phrases() -> Iterator[Phrase]:
    yield from columns()
    yield from answers()
    yield from values()
    yield from commands()
    yield from events()
    yield from refusals()
    yield from (Phrase(said, "notices.py") for said in NOTICES)
    yield from readers()
    yield from pages()


def refusals() -> Iterator[Phrase]:
    yield from (Phrase(said, where) for said, where in sentences())
    yield from (Phrase(said, "api/problems.py") for said in SENTENCES.values())
    yield from (Phrase(said, "pydantic") for said in PYDANTIC)


def pages() -> Iterator[Phrase]:
    """What the pages themselves say."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.do"])
    for path in sorted((SITE / "templates").rglob("*.html")):
        tree = environment.parse(path.read_text(encoding="utf-8"), filename=str(path))
        found = ((function, told) for _, function, told in extract_from_ast(tree, KEYWORDS))
        yield from asked(found, path.relative_to(SITE).as_posix())
    for path in sorted(SITE.rglob("*.py")):
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        yield from asked(map(called, calls), path.relative_to(SITE).as_posix())
    yield from (Phrase(msgid, "menu.py") for msgid in menu_titles())


def called(call: ast.Call) -> tuple[str, tuple[str | None, ...]]:
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    said = (one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None for one in call.args)
    return function, tuple(said)


def asked(found: Iterable[tuple[str, str | tuple[str | None, ...] | None]], where: str) -> Iterator[Phrase]:
    for function, told in found:
        msgid, *more = (told if isinstance(told, tuple) else (told,)) or (None,)
        if function not in KEYWORDS or not msgid:
            continue
        if function == "plural":
            yield Phrase(msgid, where, more[0] if more else None)
        else:
            yield Phrase(humanised(msgid) if function == "name" else msgid, where)


def menu_titles() -> Iterator[str]:
    for part in PARTS:
        yield part.title
        yield from (one.title for one in part.items)
