"""Readers of the changelog learn of every event, and decisions stay short."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_es.aggregates import DECIDERS

REPOSITORY = Path(__file__).parents[2]
DECISIONS = sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))


def test_every_event_is_named_under_facts() -> None:
    _, facts = (REPOSITORY / "CHANGELOG.md").read_text().split("### Facts", 1)
    events = {event.__name__ for decider in DECIDERS for event in decider.events}
    assert {name for name in events if f"`{name}`" not in facts} == set()


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_tells_what_was_given_up(decision: Path) -> None:
    text = decision.read_text()
    assert len(text.splitlines()) <= 40
    assert [
        word for word in ("Status", "Context", "Decision", "Consequences", "What we gave up") if word not in text
    ] == []
