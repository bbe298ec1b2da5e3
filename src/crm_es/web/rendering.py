"""A page from its template: every value is escaped, and says days and amounts as the reader writes them."""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files
from typing import Any, Final

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from crm_es.printing.said import amount, day, money, quantity
from crm_es.printing.shapes import Language

STYLE: Final = "client.css"


@cache
def templates() -> Environment:
    return Environment(
        loader=PackageLoader("crm_es.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def words(language: Language) -> dict[str, Any]:
    """What pages say in this language."""
    texts: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = texts[language]
    return found


@cache
def style() -> bytes:
    return files(__package__).joinpath("static", STYLE).read_bytes()


def rendered(template: str, language: Language, **facts: Any) -> str:
    """The page as HTML."""
    said = {
        "w": words(language),
        "day": partial(day, language=language),
        "amount": partial(amount, language=language),
        "money": partial(money, language=language),
        "hours": partial(quantity, language=language),
    }
    return templates().get_template(template).render(**said, **facts)


def preferred(accepted: str | None) -> Language:
    """The language that a browser would rather have; Russian where it likes none better."""
    liked: dict[str, float] = {}
    for part in (accepted or "")[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            liked.setdefault(name.partition("-")[0].lower(), float(weight or 1))
        except ValueError:
            continue
    return "en" if liked.get("en", 0) > liked.get("ru", 0) else "ru"
