"""What somebody could fill in: wishes of one command, from few and telling values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, product
from typing import Any, Final, get_args
from uuid import UUID

from pydantic import AwareDatetime, ValidationError
from pydantic.fields import FieldInfo

from crm_es.context import Context
from crm_es.messages import Command
from crm_es.offers.way import Look, Values, Way
from crm_es.samples import guess

PEOPLE: Final = frozenset(
    {"deputy_id", "lead_id", "manager_id", "owner_id", "responsible_id", "supervisor_id", "to_id"}
)
"""Fields that name somebody who works here."""
WORDS: Final = frozenset({"comment", "contact_name", "note", "outcome", "reason", "text"})
"""Fields that may be left empty, and that some states ask for."""
ENOUGH: Final = 60
"""So many wishes are tried at most of one command with the same things known."""


def wishes(way: Way, look: Look, key: str) -> Iterator[tuple[Command, Values]]:
    """Wishes, each with what of it is known; first with what would usually be said."""
    fields = way.command.model_fields
    fixed = {name: value for name, value in look.told.items() if name in fields}
    known = way.known(look)
    for filled in ({**fixed, **known}, fixed) if known else (fixed,):
        for typed in islice(fillings(way, look, {key, *filled}), ENOUGH):
            try:
                yield way.command(**{**typed, **filled, key: look.stream}), filled
            except ValidationError:
                continue


def fillings(way: Way, look: Look, known: set[str]) -> Iterator[dict[str, Any]]:
    """Values of the fields that are not known: the required ones, then those besides that some states ask for."""
    fields = {name: field for name, field in way.command.model_fields.items() if name not in known}
    required = [name for name, field in fields.items() if field.is_required()]
    besides = [name for name in fields if name not in required and asked_at_times(name, way)]
    for names in (required, required + besides) if besides else (required,):
        options = [list(values(name, fields[name], way, look)) for name in names]
        for chosen in product(*options):
            yield dict(zip(names, chosen, strict=True))


def asked_at_times(name: str, way: Way) -> bool:
    return name in way.choices or name in way.typed or name in WORDS


def values(name: str, field: FieldInfo, way: Way, look: Look) -> Iterator[Any]:
    """What could stand in one field."""
    if name in way.choices and (choices := list(way.choices[name](look))):
        yield from choices
    elif name in way.typed:
        told = way.typed[name]
        yield told(look) if callable(told) else told
    elif name in PEOPLE:
        yield from people(look.context)
    elif AwareDatetime in kinds(field.annotation):
        yield from (look.context.at + timedelta(1), look.context.at - timedelta(hours=1))
    elif date in kinds(field.annotation):
        day = look.context.at.date()
        yield from (day + timedelta(1), day, day - timedelta(1), day + timedelta(730))
    else:
        yield guess(way.command, optional=not field.is_required())[name]


def people(context: Context) -> Iterator[UUID]:
    """Two of each role, and whoever asks: whoever is wanted is among them."""
    found = dict.fromkeys([context.person_id])
    for role in sorted({role for person in context.directory.people.values() for role in person.roles}):
        found |= dict.fromkeys(context.directory.holders(role)[:2])
    yield from found


def kinds(annotation: Any) -> Iterator[Any]:
    """The types in an annotation."""
    yield annotation
    for part in get_args(annotation):
        yield from kinds(part)
