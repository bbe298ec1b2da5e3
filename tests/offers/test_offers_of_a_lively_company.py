"""Where much happened, each row of each list has its buttons, and whatever needs no word is granted when pressed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from examples import ANN, CAROL, DIRECTOR, HEAD
from lively import live

from crm_es.application import Crm
from crm_es.context import Context
from crm_es.messages import Command
from crm_es.offers import KINDS, Kind, Look, changes, offered
from crm_es.pages import page
from crm_es.registries import registry

PEOPLE = (ANN, HEAD, DIRECTOR, CAROL)


@pytest.fixture
def lively(staffed: Crm) -> Crm:
    live(staffed, 7, 1500)
    return staffed


def rows(crm: Crm, kind: Kind) -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return page(registry(kind.name), db, limit=10).rows


def seen(crm: Crm, kind: Kind, row: dict[str, Any], person_id: UUID) -> Look:
    stream = kind.stream(row)
    streams, reference = crm.look([stream])
    assert streams[stream].decider in (kind.decider, None), kind.name
    context = reference.completed(Context(person_id, datetime.now(UTC)))
    return Look(stream, streams[stream].state, context, kind.told(row))


def simple(kind: Kind, look: Look) -> list[Command]:
    """What the buttons send that leave nothing to be filled in."""
    return [
        action.command(**{**action.filled, kind.decider.key: look.stream})
        for action in offered(kind.ways, look)
        if not action.fields
    ]


def test_a_button_that_needs_no_word_does_what_it_says(lively: Crm) -> None:
    """X-03, erpnext#18504: also where nobody has looked so far."""
    pressed, lists = set(), set()
    for kind in KINDS.values():
        for row in rows(lively, kind):
            lists.add(kind.name)
            for person_id in PEOPLE:
                look = seen(lively, kind, row, person_id)
                for wish in simple(kind, look):
                    pressed.add(type(wish))
                    assert changes(wish, look), wish
    assert len(lists) > len(KINDS) / 2
    assert len(pressed) > 3


def test_what_is_shown_is_taken_by_the_door(lively: Crm) -> None:
    taken = 0
    for kind in KINDS.values():
        for row in rows(lively, kind)[:2]:
            for wish in simple(kind, seen(lively, kind, row, HEAD))[:1]:
                lively.handle(wish, Context(HEAD, datetime.now(UTC)))
                taken += 1
    assert taken
