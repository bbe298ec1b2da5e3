"""Settles dead letters: replays them in order, or skips one with a reason."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.runners.reactions import ReactionRunner
from crm_es.store.dead_letters import DeadLetter, dead_letters, settle
from crm_es.store.reading import news


def replay(runner: ReactionRunner[Any], by: str, position: int | None = None) -> int:
    """Let it react to what it has parked, each record's letters in order until one fails again.

    With a `position`, only the record of that letter. Returns how many letters were settled.
    """
    with runner.crm.log.datastore.get_connection() as db:
        letters = dead_letters(db, runner.name)
    if position is not None:
        stream = one(letters, runner.name, position).stream
        letters = [letter for letter in letters if letter.stream == stream]
    by_stream = sorted(letters, key=lambda letter: (letter.stream, letter.position))
    return sum(
        _in_order(runner, list(of_one), by) for _, of_one in groupby(by_stream, key=lambda letter: letter.stream)
    )


def _in_order(runner: ReactionRunner[Any], letters: list[DeadLetter], by: str) -> int:
    for count, letter in enumerate(letters):
        with runner.crm.log.datastore.get_connection() as db:
            _, found = news(db, letter.position - 1, [letter.topic], 1, stop=letter.position)
        try:
            runner.record([answer for recorded in found for answer in runner.answers(recorded)])
        except Exception:  # noqa: BLE001 - it fails again: it stays parked, and what stands behind it too
            return count
        with runner.crm.log.datastore.get_connection() as db:
            settle(db, letter, "replayed", by)
    return len(letters)


def skip(crm: Crm, name: str, position: int, by: str, reason: str) -> None:
    """Let it never react to this event. Raises Refused where there is no such letter."""
    with crm.log.datastore.get_connection() as db:
        settle(db, one(dead_letters(db, name), name, position), "skipped", by, reason)


def one(letters: list[DeadLetter], name: str, position: int) -> DeadLetter:
    for letter in letters:
        if letter.position == position:
            return letter
    raise Refused(f"Nothing at position {position} is parked for {name}: see the list of dead letters.", "not parked")
