"""What the form of a command answers, as the description of the API tells it."""

from typing import Any, Literal

from pydantic import BaseModel


class Choice(BaseModel):
    """One of the values that may be said."""

    value: Any
    title: str


class Option(BaseModel):
    """One of several shapes that a part may have."""

    title: str
    fields: list["FormField"]


class FormField(BaseModel):
    """Something to be filled in."""

    name: str
    kind: Literal[
        "text",
        "long text",
        "integer",
        "decimal",
        "money",
        "date",
        "moment",
        "time",
        "choice",
        "yes or no",
        "person",
        "record",
        "id",
        "new id",
        "file",
        "part",
        "one of",
        "rows",
        "named values",
        "nothing",
    ]
    required: bool
    several: bool = False
    empty: bool = False
    """It may be left empty where it is required."""
    default: Any = None
    value: Any = None
    """What is known already."""
    description: str | None = None
    example: Any = None
    registry: str | None = None
    """The list in which a record is looked up."""
    choices: list[Choice] | None = None
    free: bool = False
    """Something else than the choices may be said."""
    own_words: bool = False
    """The choices are called as the company calls them: they are not translated."""
    fields: list["FormField"] | None = None
    """Of a part, and of each row."""
    options: list[Option] | None = None
    values: str | None = None
    """The kind of named values."""
    max_length: int | None = None
    min_length: int | None = None
    pattern: str | None = None
    min: float | None = None
    max: float | None = None
    more_than: float | None = None
    less_than: float | None = None
    most: int | None = None
    least: int | None = None
