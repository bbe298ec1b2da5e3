"""What of an export of ActivityWatch is work, by the rules of the person (X-42).

What no rule names goes no further than this: neither times nor titles of it are kept, told or logged. Where somebody
was away, or wanted to be private, nothing is seen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Final, NamedTuple

from crm_es.aggregates.activity import ActivityRule, SeenSpan
from crm_es.exchange.activitywatch import ABSENCE, PAGES, WINDOWS, Export, Seen
from crm_es.spans import Span, union, within, without

NEAR: Final = timedelta(minutes=2)
"""Spans of one rule that lie no further apart are one, where nothing else happened between them."""
LEAST: Final = timedelta(minutes=1)
"""What was in front for a shorter time is left out."""
BROWSERS: Final = ("firefox", "chrom", "edge", "opera", "safari", "brave", "vivaldi", "yandex", "browser")
"""By what in their names browsers are known: a page counts only while one of them is in front."""


class Piece(NamedTuple):
    """A time in which a window of a rule was in front."""

    span: Span
    rule: ActivityRule
    title: str


class Looked(NamedTuple):
    """What an export holds for somebody."""

    spans: tuple[SeenSpan, ...]
    events: int
    """All that were read."""
    unmatched_minutes: int
    """In which somebody was there, and no rule names what they did: nothing of it is kept."""


def look(export: Export, rules: Sequence[ActivityRule], private: Iterable[Span], until: datetime) -> Looked:
    """What of it is work by the rules, in order and without overlaps. What lies ahead of `until` is not there yet."""
    ahead = Span(until, datetime.max.replace(tzinfo=UTC))
    taken, pieces, unmatched = [*private, ahead], list[Piece](), timedelta()
    closed = list(taken)

    @cache
    def named(app: str, title: str, url: str) -> ActivityRule | None:
        return next((rule for rule in rules if rule.fits(app, title, url)), None)

    for buckets in by_host(export).values():
        away = [event.span for event in buckets[ABSENCE] if event.text("status") == "afk"]
        closed += away
        hidden = union([*taken, *(piece.span for piece in pieces), *away])
        for span, app, title, url in windows(buckets):
            rule = named(app, title, url)
            for there in without(span, hidden):
                if rule:
                    pieces.append(Piece(there, rule, title if rule.titles else ""))
                else:
                    unmatched += there.ends - there.starts
    spans = tuple(map(seen, runs(sorted(pieces, key=attrgetter("span")), union(closed))))
    events = sum(len(bucket.events) for bucket in export.buckets.values())
    return Looked(tuple(span for span in spans if span.ends - span.starts >= LEAST), events, minutes(unmatched))


def by_host(export: Export) -> Mapping[str, Mapping[str, list[Seen]]]:
    """The events of each computer by kind of watcher: absence at one says nothing of another."""
    found: dict[str, dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for bucket in export.buckets.values():
        found[bucket.hostname][bucket.type] += bucket.events
    return found


def one_at_a_time(events: Iterable[Seen]) -> Iterator[tuple[Span, Seen]]:
    """Events by time; one that begins before the last ended counts from there."""
    until = datetime.min.replace(tzinfo=UTC)
    for event in sorted(events, key=attrgetter("timestamp")):
        told = event.span
        span = Span(max(told.starts, until), told.ends)
        if span.starts < span.ends:
            yield span, event
            until = span.ends


def windows(buckets: Mapping[str, list[Seen]]) -> Iterator[tuple[Span, str, str, str]]:
    """Which window was in front when, of which program, with which title, and at which page."""
    pages = list(one_at_a_time(buckets[PAGES]))
    shown = [span for span, _ in pages]
    for span, event in one_at_a_time(buckets[WINDOWS]):
        app, title = event.text("app"), event.text("title")
        if not any(name in app.casefold() for name in BROWSERS):
            yield span, app, title, ""
            continue
        for part in without(span, shown):
            yield part, app, title, ""
        for part in within(span, shown):
            page = pages[bisect_right(shown, part.starts, key=attrgetter("ends"))][1]
            if page.data.get("incognito") is not True:
                yield part, app, title, page.text("url")


def runs(pieces: Sequence[Piece], closed: Sequence[Span]) -> Iterator[list[Piece]]:
    """Neighbours of one rule together; not over a time that is private or in which nobody was there."""
    run: list[Piece] = []
    for piece in pieces:
        if run and not (run[-1].rule is piece.rule and near(run[-1].span.ends, piece.span.starts, closed)):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def near(ends: datetime, starts: datetime, closed: Sequence[Span]) -> bool:
    return starts - ends <= NEAR and not any(within(Span(ends, starts), closed))


def seen(run: Sequence[Piece]) -> SeenSpan:
    """One span, in whole seconds, with the title that was in front for longest."""
    titles: Counter[str] = Counter()
    for piece in run:
        titles[piece.title] += int((piece.span.ends - piece.span.starts).total_seconds() * 1000)
    starts, ends = (at.replace(microsecond=0) for at in (run[0].span.starts, run[-1].span.ends))
    ends = max(ends, starts + timedelta(seconds=1))
    return SeenSpan(rule=run[0].rule.name, starts=starts, ends=ends, title=titles.most_common(1)[0][0][:200])


def minutes(time: timedelta) -> int:
    return round(time.total_seconds() / 60)
