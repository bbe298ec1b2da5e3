"""Spans of time add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crm_es.spans import Span, union, within, without


def span(starts: int, ends: int) -> Span:
    begin = datetime(2026, 11, 23, tzinfo=UTC)
    return Span(begin + timedelta(minutes=starts), begin + timedelta(minutes=ends))


def test_what_overlaps_or_touches_is_one() -> None:
    assert union([span(5, 9), span(0, 3), span(3, 6), span(20, 20)]) == [span(0, 9)]
    assert union([span(5, 9), span(0, 3)]) == [span(0, 3), span(5, 9)]


def test_what_is_cut_out_and_what_is_within_are_the_whole() -> None:
    others = [span(0, 2), span(3, 4), span(8, 12)]
    assert list(without(span(1, 10), others)) == [span(2, 3), span(4, 8)]
    assert list(within(span(1, 10), others)) == [span(1, 2), span(3, 4), span(8, 10)]
    assert list(without(span(1, 10), [])) == [span(1, 10)]
    assert list(without(span(9, 10), others)) == []
    assert list(within(span(5, 7), others)) == []
