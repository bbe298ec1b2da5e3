"""`python -m benchmarks [--quick] [--json]`: every measurement beside its limit, in interleaved rounds, medians."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from statistics import median

from benchmarks import appending, folding, library, limit, pages, searching, web
from benchmarks.ground import HEAD, company, empty, give_past, server

CLIENTS = (1, 16, 64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter and fewer rounds: about a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    asked = parser.parse_args()
    rounds, seconds, events = (3, 1, 120_000) if asked.quick else (5, 4, 1_000_000)

    def say(line: str) -> None:
        sys.stderr.write(line + "\n")

    with server() as url:  # one for each: what a server tidies up after one measurement would slow the next
        folded = fold(url, events, say)
    with server() as url:
        result = {"append": append(url, rounds, seconds, say), **folded, "http": http(url, rounds, seconds, say)}
    with server() as url:
        result["ask"] = ask(url, 20_000 if asked.quick else 100_000, say)
        result["pages"] = look(url, 20_000 if asked.quick else 100_000, say)
    if asked.json:
        sys.stdout.write(json.dumps(result) + "\n")


def append(url: str, rounds: int, seconds: int, say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    limit.prepare(url)
    found = {}
    with company(url, "appending") as crm, library.tasks(url, "library") as (app, ids):
        give_past(crm.log)
        appending.warm(crm)
        for clients in CLIENTS:
            ours, most, theirs = median_of(
                rounds,
                partial(appending.measure, crm, clients, seconds),
                partial(limit.measure, url, clients, seconds),
                partial(library.measure, app, ids, clients, seconds),
            )
            found[str(clients)] = {
                "per_s": round(ours),
                "ratio_to_limit": round(ours / most, 2),
                "ratio_to_library": round(ours / theirs, 1),
            }
            say(
                f"append, {clients} at once: {ours:,.0f}/s; {ours / most:.2f} of the limit's {most:,.0f}/s; "
                f"{ours / theirs:.1f} times the library's {theirs:,.0f}/s"
            )
    return found


def fold(url: str, events: int, say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    found = {}
    with company(url, "folding") as crm:
        folding.fill(crm, events)
        projecting = count()
        theirs, rebuilt, live = median_of(
            3,
            lambda: library.project(url, f"projecting_{next(projecting)}"),
            partial(folding.rebuild, crm, events),
            partial(folding.live, crm, events),
        )
        for name, ours in (("rebuild", rebuilt), ("live", live)):
            found[name] = {"per_s": round(ours), "ratio_to_library": round(ours / theirs, 1)}
            say(f"{name}: {ours:,.0f} events/s; {ours / theirs:.0f} times the library's {theirs:,.0f}/s")
    return found


def http(url: str, rounds: int, seconds: int, say: Callable[[str], None]) -> dict[str, float]:
    with company(url, "appending") as crm:
        token = web.token(crm)
    with web.serving(url, "appending") as port:
        web.measure(port, web.command(token), seconds)  # to warm up
        loads = [
            (web.measure(port, web.command(token), seconds), web.measure(port, web.empty(token), seconds))
            for _ in range(rounds)
        ]
    ours, p95, most = (median(column) for column in zip(*((c.per_s, c.p95_ms, e.per_s) for c, e in loads), strict=True))
    say(f"http, 16 at once: {ours:,.0f} commands/s, p95 {p95:.1f} ms; {ours / most:.2f} of the empty {most:,.0f}/s")
    return {"per_s": round(ours), "p95_ms": round(p95, 1), "ratio_to_empty": round(ours / most, 2)}


def ask(url: str, records: int, say: Callable[[str], None]) -> dict[str, float]:
    """Milliseconds that people wait."""
    with company(url, "searching") as crm:
        searching.fill(crm, records)
        found = searching.measure(crm)
    for question, ms in found.items():
        say(f"{question}: {ms:.1f} ms among {records:,} deals, as many tasks and as many requests")
    return {question: round(ms, 1) for question, ms in found.items()}


def look(url: str, records: int, say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Milliseconds that people wait for pages, beside a page that asks nothing."""
    with company(url, "searching") as crm:
        many = pages.measure(crm, pages.LISTS, HEAD)
    with empty(url, "demo") as crm:
        few = pages.of_the_demo(crm)
    for kind, found in (("of the demo company", few), (f"among {records:,} deals and requests", many)):
        for path, ms in found.items():
            say(f"{path} {kind}: {ms:.0f} ms, {ms / found[pages.LIMIT]:.1f} times an empty page")
    return {kind: {path: round(ms, 1) for path, ms in found.items()} for kind, found in (("demo", few), ("many", many))}


def median_of(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """The medians of interleaved rounds: whatever else the machine does, it does to all of them."""
    return [
        median(column) for column in zip(*([measure() for measure in measures] for _ in range(rounds)), strict=True)
    ]


if __name__ == "__main__":
    main()
