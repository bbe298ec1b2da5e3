"""What is read out of an export of ActivityWatch: work by the person's rules, and nothing else (X-42)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from evidence_facts import editor

from crm_es.aggregates.activity import ActivityRule
from crm_es.exchange.activitywatch import LARGEST, read
from crm_es.exchange.seen_windows import look
from crm_es.messages import Refused
from crm_es.spans import Span

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NINE + timedelta(1)
WIKI = ActivityRule(name="wiki", url="wiki.example/crm", kind="self-study", titles=True)
RULES = (editor, WIKI)


def at(minute: float, minutes: float, **data: Any) -> dict[str, Any]:
    """An event as ActivityWatch writes it, so many minutes after nine."""
    stamp = (NINE + timedelta(minutes=minute)).astimezone(UTC).isoformat()
    return {"id": 7, "timestamp": stamp, "duration": minutes * 60, "data": data}


def window(minute: float, minutes: float, title: str = "rates.py - crm", app: str = "Code") -> dict[str, Any]:
    return at(minute, minutes, app=app, title=title)


def export(*windows: dict[str, Any], afk: Any = (), web: Any = (), host: str = "desk") -> dict[str, Any]:
    kinds: tuple[tuple[str, str, Any], ...] = (
        ("aw-watcher-window", "currentwindow", windows),
        ("aw-watcher-afk", "afkstatus", afk),
        ("aw-watcher-web-firefox", "web.tab.current", web),
    )
    buckets = {
        f"{client}_{host}": {
            "id": f"{client}_{host}",
            "created": "2026-11-01T08:00:00+00:00",
            "type": kind,
            "client": client,
            "hostname": host,
            "data": {},
            "events": list(events),
        }
        for client, kind, events in kinds
    }
    return {"buckets": buckets}


def spans(told: dict[str, Any], private: tuple[Span, ...] = (), until: datetime = LATER) -> list[tuple[str, int, int]]:
    """What it holds: the rule, and from which minute after nine to which."""
    found = look(read(json.dumps(told).encode()), RULES, private, until).spans
    return [(one.rule, minute(one.starts), minute(one.ends)) for one in found]


def minute(moment: datetime) -> int:
    """After nine."""
    return round((moment - NINE).total_seconds() / 60)


def test_windows_of_a_rule_are_work_and_others_are_not_there_at_all() -> None:
    told = export(window(0, 30), window(30, 20, title="My diary", app="Notes"))
    found = look(read(json.dumps(told).encode()), RULES, (), LATER)
    assert spans(told) == [("editor", 0, 30)]
    assert (found.events, found.unmatched_minutes) == (2, 20)
    assert "diary" not in repr(found)


def test_a_title_goes_on_only_where_the_rule_keeps_titles() -> None:
    pages = [at(0, 10, url="https://wiki.example/crm/rates", title="Rates", incognito=False)]
    told = export(window(0, 10, "Rates - Firefox", "firefox"), window(10, 10), web=pages)
    first, second = look(read(json.dumps(told).encode()), RULES, (), LATER).spans
    assert (first.rule, first.title, second.rule, second.title) == ("wiki", "Rates - Firefox", "editor", "")


def test_neighbours_are_one_but_for_longer_gaps_and_what_is_between() -> None:
    assert spans(export(window(0, 10), window(11, 9))) == [("editor", 0, 20)]
    assert spans(export(window(0, 10), window(15, 9))) == [("editor", 0, 10), ("editor", 15, 24)]
    assert spans(export(window(11, 9), window(0, 10), window(10.5, 0.2, "a", "Chat"))) == [("editor", 0, 20)]


def test_where_nobody_was_there_nothing_is_seen() -> None:
    away = [at(0, 10, status="not-afk"), at(10, 15, status="afk"), at(25, 5, status="not-afk")]
    assert spans(export(window(0, 30), afk=away)) == [("editor", 0, 10), ("editor", 25, 30)]
    short = [at(10, 1, status="afk")]
    assert spans(export(window(0, 30), afk=short)) == [("editor", 0, 10), ("editor", 11, 30)], "never over an absence"


def test_absence_at_one_computer_says_nothing_of_another() -> None:
    desk = export(window(0, 30), afk=[at(0, 30, status="afk")])
    laptop = export(window(10, 30), host="laptop")
    assert spans({"buckets": desk["buckets"] | laptop["buckets"]}) == [("editor", 10, 40)]
    both = export(window(0, 30))["buckets"] | laptop["buckets"]
    assert spans({"buckets": both}) == [("editor", 0, 40)], "no minute counts twice"


def test_private_times_and_the_future_are_not_there() -> None:
    private = (Span(NINE + timedelta(minutes=5), NINE + timedelta(minutes=6)),)
    until = NINE + timedelta(minutes=20)
    assert spans(export(window(0, 30)), private, until) == [("editor", 0, 5), ("editor", 6, 20)]


def test_a_page_counts_only_while_a_browser_is_in_front_and_never_a_private_one() -> None:
    pages = [at(0, 60, url="https://wiki.example/crm/a", title="A", incognito=False)]
    told = export(window(0, 10, "A - Firefox", "firefox"), window(10, 10, "x", "Mail"), web=pages)
    assert spans(told) == [("wiki", 0, 10)]
    told = export(window(0, 10, "A", "firefox"), web=[at(2, 8, url="wiki.example/crm", incognito=True)])
    assert spans(told) == []


def test_what_was_in_front_for_a_moment_is_left_out() -> None:
    assert spans(export(window(0, 0.9))) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[1]",
        b'{"buckets": 7}',
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps(export(window(0, -1))).encode(),
        json.dumps(export(window(0, 1e9))).encode(),
        json.dumps(export(window(0, 1))).replace("60", "NaN", 1).encode(),
        json.dumps(export({"timestamp": "yesterday", "duration": 1, "data": {}})).encode(),
    ],
)
def test_what_is_no_export_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(Refused, match="no export of ActivityWatch"):
        read(data)


def test_an_export_without_windows_or_beyond_measure_is_refused() -> None:
    with pytest.raises(Refused, match="no bucket of windows"):
        read(b'{"buckets": {"a": {"type": "afkstatus", "events": []}}}')
    with pytest.raises(Refused, match="larger than"):
        read(bytes(LARGEST + 1))


def test_a_refusal_tells_where_and_never_what() -> None:
    told = export({"timestamp": "yesterday", "duration": 1, "data": {"title": "My diary"}})
    with pytest.raises(Refused, match=r"at buckets\.aw-watcher-window_desk\.events\.0\.timestamp") as refusal:
        read(json.dumps(told).encode())
    assert "diary" not in str(refusal.value)
    assert "yesterday" not in str(refusal.value)


@pytest.mark.parametrize("moment", ["9999-12-31T23:00:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_times_beyond_all_calendars_are_refused(moment: str) -> None:
    told = export({"timestamp": moment, "duration": 7200, "data": {"app": "Editor", "title": "x"}})
    with pytest.raises(Refused, match="no export"):
        read(json.dumps(told).encode())
