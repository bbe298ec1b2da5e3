"""The sentences that rules say, as they stand in the code: what is filled in is a hole with a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from crm_es.site.sentences import HOLE

SOURCE: Final = Path(__file__).parents[1]
ELSEWHERE: Final = (
    *("cli", "demo", "printing", "site", "store", "web"),
    *("catalogue.py", "logs.py", "samples.py", "settings.py"),
)
"""What speaks to nobody on a page, or has texts of its own in each language."""
UNSEEN: Final = re.compile(
    r"/(?:cesaw|incident|loan|sip_|servicenow|payment(?:s_import|_cases|_steps)|replay)"
    r"|api/(?:\w+_answers|columns|openapi|samples)\.py|audit/sentences"
)
"""Imports of other people's logs, which only the command line begins; descriptions; texts that are gathered apart."""
FORMATTED: Final = re.compile(r"\{(\w+)(?:\[(\w+)\])?(?::[^}]*)?\}")
DESCRIBING: Final = frozenset(
    {"Field", "Query", "Path", "Header", "Body", "Cookie", "Form", "File", "Counter", "Gauge", "Histogram", "APIRouter"}
)
"""Calls whose texts are for readers of the API's description."""
SENTENCE: Final = re.compile(r"(?:[A-Z][a-z]|[AI] |\{).*[ ].*", re.DOTALL)
FIXED: Final = 10
"""Letters that a pattern must hold, or it would be found in anything; but one that holds money is safe."""
NOT_SAID: Final = re.compile(r"\b(SELECT|FROM|WHERE|JOIN|INSERT|ORDER BY|AND|AS)\b|__doc__|%s|Roles: |\\|,$|\n")


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence, with the file that says it."""
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE)
        if place.parts[0] not in ELSEWHERE and not UNSEEN.search(place.as_posix()):
            for found in said_in(path.read_text(encoding="utf-8")):
                yield found, place.as_posix()


def said_in(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    yield from sorted(set(filter(is_sentence, map(str.strip, texts(tree)))))


def is_sentence(text: str) -> bool:
    fixed = sum(map(str.isalpha, HOLE.sub("", text)))
    is_sure = fixed >= (FIXED if "{" in text else 2) or ("{amount} " in text and fixed > 1)
    return bool(is_sure and SENTENCE.fullmatch(text) and not NOT_SAID.search(text))


def plain(shape: str) -> str:
    """A text for `str.format`, its holes named as those of f-strings are."""
    names = Names()
    return FORMATTED.sub(lambda found: names.hole(found[2] or found[1]), shape)


class Names:
    """The names of the holes of one sentence: one that comes again gets a number."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def hole(self, name: str) -> str:
        n = self.seen[name] = self.seen.get(name, 0) + 1
        return f"{{{name}{n if n > 1 else ''}}}"


def texts(node: ast.AST) -> Iterator[str]:
    """Every text below a node, but not explanations of the code."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Call(func=ast.Name(id=name)) if name in DESCRIBING:
            return
        case ast.keyword(arg="description" | "summary" | "examples"):
            return
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield patterned(parts)
            for part in parts:
                yield from texts(part) if isinstance(part, ast.FormattedValue) else ()
        case _:
            for child in ast.iter_child_nodes(node):
                yield from texts(child)


def patterned(parts: list[ast.expr]) -> str:
    """`This deal is {status}.` of f"This deal is {deal.status}."."""
    names, told = Names(), ""
    for part in parts:
        match part:
            case ast.Constant(value=text):
                told += str(text)
            case ast.FormattedValue(value=value):
                told += names.hole(hole(value))
            case _:
                pass
    return told


def hole(value: ast.expr) -> str:
    """What fills a hole, in one word."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lower()
        case ast.IfExp(body=ast.Constant()):
            return "rest"
        case (
            ast.Call(func=ast.Name(id="quoted" | "len" | "str" | "abs" | "min" | "max" | "sum"), args=[inner, *_])
            | ast.Call(func=ast.Attribute(attr="join"), args=[inner])
            | ast.Call(func=inner)
            | ast.Subscript(value=inner)
            | ast.GeneratorExp(elt=inner)
            | ast.Await(value=inner)
            | ast.BoolOp(values=[inner, *_])
            | ast.IfExp(body=inner)
            | ast.BinOp(left=ast.Constant(), right=inner)
            | ast.BinOp(left=inner)
        ):
            return hole(inner)
        case _:
            return "value"
