"""The lists that people look at, each described once, for HTTP, the command line and pages alike."""

from __future__ import annotations

from typing import Final

from crm_es.messages import Refused
from crm_es.registries import billing, doors, evidence, house, labour, payments, projects, sales, service, trade
from crm_es.registries.shape import NAMED, PRICING, Column, Counted, Registry

__all__ = ["NAMED", "PRICING", "REGISTRIES", "Column", "Counted", "Registry", "registry"]

REGISTRIES: Final = (
    *sales.REGISTRIES,
    *trade.REGISTRIES,
    *payments.REGISTRIES,
    *house.REGISTRIES,
    *projects.REGISTRIES,
    *service.REGISTRIES,
    *labour.REGISTRIES,
    *billing.REGISTRIES,
    *doors.REGISTRIES,
    *evidence.REGISTRIES,
)


def registry(name: str) -> Registry:
    """The list of this name."""
    for found in REGISTRIES:
        if found.name == name:
            return found
    known = ", ".join(found.name for found in REGISTRIES)
    raise Refused(f"There is no list called {name!r}: take one of {known}.", "no such list")
