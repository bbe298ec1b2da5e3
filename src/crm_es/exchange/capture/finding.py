"""Who and what a line speaks of: the person, the client and the deal, by their names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.directory import Directory
from crm_es.exchange.capture.reading import Captured
from crm_es.filters import WILD, folded
from crm_es.messages import Refused

FORMS: Final = re.compile(r"\b(?:ооо|[опзн]?ао|ип|зао|llc|ltd|inc|gmbh|co|corp)\b\.?")
ENDINGS: Final = re.compile(r"[аеёиоуыэюяйь]{1,2}$")
"""What Russian names change in a sentence: позвонить Ромашке."""
LEAST: Final = 3
"""Letters of a word that a client may be known by."""
SHOWN: Final = 5
CANDIDATES: Final = 500


CLIENTS: Final = "SELECT client_id AS id, name FROM client_registry WHERE status <> 'merged' AND "
DEALS: Final = "SELECT deal_id AS id, title AS name FROM deal_registry WHERE outcome = 'open' AND "


class Known(NamedTuple):
    """Somebody or something by name."""

    id: UUID
    name: str


def person_named(typed: str, me: UUID, directory: Directory) -> UUID:
    """Who is meant by @ and a name, or the beginning of one."""
    wanted = plain(typed)
    if wanted in ("me", "я", "мне"):
        return me
    staff = [Known(person.person_id, person.name) for person in directory.people.values() if not person.left]
    exact = [one for one in staff if plain(one.name) == wanted]
    found = exact or [one for one in staff if any(word.startswith(wanted) for word in begun(plain(one.name)))]
    return only(found, f"@{typed}", "works here", "person").id


def begun(name: str) -> Iterable[str]:
    """The name from each of its words on: Anna Petrova is found by Petrova too."""
    words = name.split()
    return (" ".join(words[n:]) for n in range(len(words)))


def client_named(captured: Captured, db: Connection[Any], people: Collection[UUID] | None) -> Known | None:
    """The client that a line speaks of, of those whom one sees; None where it speaks of none."""
    for quoted in captured.quoted:
        found = named(CLIENTS + folded("name"), [like("%", quoted)], db, people)
        exact = [one for one in found if bare(one.name) == bare(quoted)]
        if exact or found:
            return only(exact or found, f'"{quoted}"', "is known", "client")
    words = [word for word in re.findall(r"[\w&'-]+", captured.what) if len(word) >= LEAST]
    stems = {stem(word) for word in words}
    candidates = named(CLIENTS + folded("name"), [like("%", one) for one in stems], db, people)
    scored = [(likeness(one.name, captured.what), one) for one in candidates]
    best = max((score for score, _ in scored), default=0)
    return only([one for score, one in scored if score == best], captured.what, "", "client") if best else None


def likeness(name: str, line: str) -> int:
    """How surely a line speaks of a client: by the whole name, the longer the better, or by a word of it."""
    whole, told = bare(name), f" {bare(line)} "
    if whole and f" {whole} " in told:
        return 100 + len(whole)
    words = whole.split()
    hinted = [stem(word) for word in re.findall(r"[\w&'-]+", line)[1:] if word[:1].isupper() and len(word) >= LEAST]
    if words and all(any(stem(word) == one for one in hinted) for word in words):
        return 50
    return 1 if any(word.startswith(one) for one in hinted for word in words) else 0


def deal_named(typed: str, db: Connection[Any], people: Collection[UUID] | None) -> Known:
    """The open deal that is meant by # and the beginning of its title."""
    found = named(DEALS + folded("title"), [like("", typed), like("% ", typed)], db, people)
    exact = [one for one in found if plain(one.name) == plain(typed)]
    return only(exact or found, f"#{typed}", "is open", "deal")


def named(called: str, patterns: Collection[str], db: Connection[Any], people: Collection[UUID] | None) -> list[Known]:
    """What is called like one of these patterns, of what belongs to those who are seen."""
    question = f"""
        {called} LIKE ANY(SELECT {folded("pattern")} FROM unnest(%s::text[]) AS pattern)
        AND (%s::uuid[] IS NULL OR owner_id = ANY(%s)) ORDER BY name, id LIMIT {CANDIDATES}
    """
    sight = None if people is None else list(people)
    return [Known(row["id"], row["name"]) for row in db.execute(question, (list(patterns), sight, sight)).fetchall()]


def like(before: str, text: str) -> str:
    """A pattern of the database for what begins so."""
    return f"{before}{text.translate(WILD)}%"


def only(found: list[Known], said: str, is_so: str, what: str) -> Known:
    """The one that is meant."""
    if not found:
        raise Refused(f"No {what} called {said} {is_so}: write the name as the list has it.", f"no such {what}")
    if len(found) > 1:
        names = ", ".join(one.name for one in found[:SHOWN]) + (" and more" if len(found) > SHOWN else "")
        raise Refused(f"Which {what} is meant: {names}? Write the whole name.", f"several such {what}s")
    return found[0]


def plain(text: str) -> str:
    """As people compare names: small letters, ё as е, one blank between words."""
    return " ".join(text.casefold().replace("ё", "е").split())


def bare(name: str) -> str:
    """A company's name without its form and signs."""
    return " ".join(re.findall(r"[\w&'-]+", FORMS.sub(" ", plain(name))))


def stem(word: str) -> str:
    """A word without what changes at its end."""
    word = plain(word)
    return ENDINGS.sub("", word) if len(word) > LEAST + 1 else word
