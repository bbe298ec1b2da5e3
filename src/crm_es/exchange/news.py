"""What a file of another system tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_es.exchange.summary import BadRow
from crm_es.outside import Told


@dataclass
class Reading:
    """The news in it, and what could not be read."""

    rows: int = 0
    news: list[Told] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """By the id of the news, where they stand in the file."""
    bad_rows: list[BadRow] = field(default_factory=list)
