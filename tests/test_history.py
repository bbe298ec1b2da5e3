"""Events are forever: one stored sample of each that was ever released, and all of them are read today.

Add a line for a new event. Never change one: where this test turns red, an upcast in the mapper is missing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crm_es.aggregates import DECIDERS
from crm_es.store.mapper import decode

SAMPLES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("history.jsonl").read_text(encoding="utf-8").splitlines()
]
EVENTS = [event.__name__ for decider in DECIDERS for event in decider.events]


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["topic"] for sample in SAMPLES])
def test_what_was_stored_then_is_read_today(sample: dict[str, Any]) -> None:
    event = decode(sample["topic"], json.dumps(sample["state"]).encode())
    assert type(event).__name__ in EVENTS


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_sample(event: str) -> None:
    assert event in [sample["topic"] for sample in SAMPLES]
