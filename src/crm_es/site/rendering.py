"""Pages from their templates: every value is escaped, and a name that is not there is an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crm_es.aggregates import COMMANDS, DECIDER_OF
from crm_es.site.form_parts import OF_FORMS
from crm_es.site.speech import phrase

CURRENCIES: Final = ("RUB", "USD", "EUR", "CNY", "KZT", "BYN")
SHORTCUTS: Final = (
    ("Ctrl K", phrase("Search everything")),
    ("/", phrase("Search this list")),
    ("n", phrase("New")),
    ("j k", phrase("Next and previous row")),
    ("[ ]", phrase("Previous and next record")),
    ("g d", phrase("My day")),
    ("g t", phrase("My tasks")),
    ("g s", phrase("Deals")),
    ("g p", phrase("Payment requests")),
    ("g c", phrase("Clients")),
    ("g w", phrase("Working time")),
    ("Ctrl Enter", phrase("Save or send")),
    ("Esc", phrase("Close a dialog")),
    ("?", phrase("Keyboard")),
)
STATIC: Final = files("crm_es.site").joinpath("static")


@cache
def templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("crm_es.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
    environment.globals |= {"asset": asset, "icon": icon, "link": link, "initials": initials}
    environment.globals |= {"action_link": action_link, "remedy_link": remedy_link, "told_value": told_value}
    environment.globals |= OF_FORMS
    environment.globals |= {"shortcuts": SHORTCUTS, "currencies": CURRENCIES, "said": ""}
    return environment


def rendered(template: str, /, **facts: Any) -> str:
    return templates().get_template(template).render(**facts)


@cache
def asset(name: str) -> str:
    """The address of a file, which changes with its content: browsers may keep it for good."""
    return f"/assets/{name}?v={sha256(STATIC.joinpath(name).read_bytes()).hexdigest()[:12]}"


def icon(name: str, more: str = "") -> Markup:
    """A picture that says nothing by itself: what it stands beside does."""
    address = asset("vendor/icons.svg")
    return Markup('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(more, address, name)


def link(path: str, /, **query: Any) -> str:
    """An address within the site; parameters that are None are left out."""
    told = {name.rstrip("_"): value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(told, doseq=True)}" if told else path


def initials(name: str) -> str:
    """What stands for a face."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def action_link(action: Mapping[str, Any], version: int | None = None) -> str:
    """The form of a command that is offered, filled in as far as it is known."""
    filled = {f"f.{one['name']}": one["value"] for one in action["fields"] if isinstance(one["value"], str | int)}
    return link(f"/do/{action['command']}", id=action["address"].split("/")[2:3] or None, _version=version, **filled)


def remedy_link(remedy: Mapping[str, Any]) -> str:
    """The form of a command that clears what stands in the way."""
    key = DECIDER_OF[COMMANDS[remedy["command"]]].key
    told = {name: value for name, value in remedy["fields"].items() if name != key}
    filled = {f"f.{name}": value for name, value in told.items() if isinstance(value, str | int)}
    named = ((name, one) for name, held in told.items() if isinstance(held, Mapping) for one in held)
    rows = {f"f.{name}.{n}.name": one for n, (name, one) in enumerate(named)}
    return link(f"/do/{remedy['command']}", id=remedy["fields"].get(key), **filled, **rows)


def told_value(held: Any) -> str:
    """What a field of a history holds, as far as it can be said without knowing what it is."""
    if isinstance(held, Mapping):
        return ", ".join(f"{name}: {told_value(one)}" for name, one in held.items())
    if isinstance(held, list):
        return ", ".join(map(told_value, held))
    return "" if held is None else str(held)
