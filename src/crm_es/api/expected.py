"""What a field takes, in words: for whoever sent something else, and has no use for a regular expression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, get_args

from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from crm_es.api.bodies import WishBody
from crm_es.field_texts import field_texts

PATTERN: Final = "string_pattern_mismatch"
UNKNOWN: Final = "extra_forbidden"


def told(route: object, error: ErrorDetails) -> dict[str, str]:
    """The place of an error, as `form.amount`, and what is wrong there."""
    source, *path = error["loc"]
    if source == "body":
        names, field, described = walked(body_of(route), path, keep_last=error["type"] == UNKNOWN)
    else:
        names, field = [str(part) for part in path], parameter(route, path)
        described = field.description if field else None
    message = in_words(field, described) if error["type"] == PATTERN else error["msg"]
    return {"field": ".".join(names) or "body", "message": message}


def walked(kind: Any, path: list[str | int], *, keep_last: bool) -> tuple[list[str], FieldInfo | None, str | None]:
    """The names on the way, the field that it leads to, and what is said of it.

    Which branch of a choice was taken is no name.
    """
    names: list[str] = []
    field: FieldInfo | None = None
    described: str | None = None
    for place, part in enumerate(path, 1):
        models = list(models_in(kind))
        known = next((model for model in models if part in model.model_fields), None)
        if known is not None:
            field = known.model_fields[str(part)]
            kind, described = field.annotation, field.description or text_of(known, str(part))
        if known is not None or isinstance(part, int) or not models or (keep_last and place == len(path)):
            names.append(str(part))
        else:
            kind = branch(kind, part) or kind
    return names, field, described


def text_of(model: type[BaseModel], name: str) -> str | None:
    """What the class says below the field; of a body, what its command says."""
    return field_texts(model.OF if issubclass(model, WishBody) else model).get(name)


def branch(kind: Any, tag: str) -> Any:
    """The part of a choice that goes by this tag."""
    if any(isinstance(one, Tag) and one.tag == tag for one in getattr(kind, "__metadata__", ())):
        return kind
    return next(filter(None, (branch(part, tag) for part in get_args(kind))), None)


def in_words(field: FieldInfo | None, described: str | None) -> str:
    """What its description and examples say."""
    said = " ".join((described or "").split()).rstrip(".")
    example = f"such as {field.examples[0]}" if field and field.examples else ""
    expected = ", ".join(filter(None, (said, example)))
    return f"Expected: {expected}" if expected else "Some of its characters are not taken here"


def body_of(route: object) -> Any:
    field = route.body_field if isinstance(route, APIRoute) else None
    return field.field_info.annotation if field else None


def parameter(route: object, path: list[str | int]) -> FieldInfo | None:
    """Of the address or a header."""
    known = get_flat_params(route.dependant) if isinstance(route, APIRoute) else []
    return next((one.field_info for one in known if [one.alias] == path), None)


def models_in(kind: Any) -> Iterator[type[BaseModel]]:
    """The models that a value of this kind may be, or consist of."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    else:
        for part in get_args(kind):
            yield from models_in(part)
