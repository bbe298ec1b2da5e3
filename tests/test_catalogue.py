"""The catalogue is what the code says."""

from __future__ import annotations

from crm_es.aggregates import COMMANDS
from crm_es.catalogue import FILE, catalogue


def test_the_catalogue_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == catalogue(), "run python -m crm_es.catalogue"


def test_the_catalogue_tells_of_every_command() -> None:
    told = catalogue()
    assert [name for name in COMMANDS if f"`{name}`(" not in told] == []
