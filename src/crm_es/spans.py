"""Spans of time: joined, cut out of one another, and laid over one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """From a moment until before another."""

    starts: datetime
    ends: datetime


def union(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, in order."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.starts < span.ends):
        if found and span.starts <= found[-1].ends:
            found[-1] = Span(found[-1].starts, max(found[-1].ends, span.ends))
        else:
            found.append(span)
    return found


def without(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """What is left of it; the others in order and without overlaps."""
    starts = span.starts
    for other in within(span, others):
        if starts < other.starts:
            yield Span(starts, other.starts)
        starts = other.ends
    if starts < span.ends:
        yield Span(starts, span.ends)


def within(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """What of it lies in one of the others; these in order and without overlaps."""
    for n in range(bisect_right(others, span.starts, key=lambda other: other.ends), len(others)):
        if others[n].starts >= span.ends:
            return
        yield Span(max(span.starts, others[n].starts), min(span.ends, others[n].ends))
