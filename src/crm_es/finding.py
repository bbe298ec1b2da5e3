"""Where is it? The search over everything that one may see (X-04).

What is told exactly comes first: a number, a name, an id. Then all records that hold each of the words, or the
beginning of it, also in the name of their client or contractor; the newest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row, tuple_row

from crm_es.filters import Condition, joined, visible
from crm_es.registries import Registry, registry
from crm_es.wording import whole, words

Line = dict[str, Any]
Limits = Callable[[Registry], Mapping[str, Any]]
MOST_WORDS: Final = 10
MOST_NAMED: Final = 100
"""A word in the names of more clients than these is looked for in the newest of them."""
NAMES: Final = "('#clients' | '#contractors')"


class Kind(NamedTuple):
    """How records of one list are told in a line."""

    kind: str
    title: str
    besides: tuple[str, ...]
    """What tells it from others of the same title."""
    status: str | None = None


KINDS: Final[dict[str, Kind]] = {
    "deals": Kind("deal", "title", ("client", "product"), "stage"),
    "clients": Kind("client", "name", ("inn", "sector", "owner"), "status"),
    "contractors": Kind("contractor", "name", ("inn",)),
    "payment-requests": Kind("payment request", "what_for", ("contractor", "invoice_number", "author"), "status"),
    "tasks": Kind("task", "what", ("client", "deal", "responsible"), "status"),
    "tickets": Kind("ticket", "subject", ("reference", "client", "responsible"), "stage"),
    "projects": Kind("project", "name", ("client", "lead"), "status"),
    "invoices": Kind("invoice", "what_for", ("number", "client")),
    "orders": Kind("order", "number", ("client", "manager"), "status"),
    "documents": Kind("document", "title", ("kind", "client", "contractor"), "status"),
    "price-approvals": Kind("price approval", "product", ("client", "asker"), "status"),
    "complaints": Kind("complaint", "text", ("cause", "client"), "status"),
    "campaigns": Kind("campaign", "name", ("aim",)),
    "suggestions": Kind("suggestion", "text", ("about", "author"), "status"),
    "work-acts": Kind("act", "number", ("client", "invoice_number"), "status"),
    "staff-members": Kind("person", "name", ("supervisor",)),
}
"""By list, in the order of the answer."""
WORDED: Final = "array_to_tsvector(words) @@ %s::tsquery"
NAMED: Final = f"SELECT record_id FROM record_words WHERE {WORDED} ORDER BY begun DESC LIMIT {MOST_NAMED}"
WITH: Final = "WITH found AS MATERIALIZED (SELECT list, record_id, begun FROM record_words WHERE {found})"
"""By index, whatever is done with it then: what is found is few, or sorted quicker than looked for newest first."""
FEW: Final = 1000
"""What is no more than these, over all lists, is found at once."""
NEWEST: Final = """
    SELECT {columns} FROM found JOIN ({select}) AS list ON record_id = list.{key} WHERE {seen}
    ORDER BY begun DESC LIMIT %s
"""


def find(db: Connection[Any], text: str, limits: Limits, *, limit: int = 5) -> list[Line]:
    """At most so many records of each list, of those that one may see."""
    asked = list(dict.fromkeys(words(text)))[:MOST_WORDS]
    if not asked:
        return []
    if (record_id := as_id(text)) is not None:
        return of_lists(db, by_list(db, "record_id = %s", record_id), limits, limit)
    exact = by_list(db, WORDED, f"'={whole(text) or ''}'")
    worded = " & ".join(condition(db, word) for word in asked)
    few = by_list(db, WORDED, worded)
    first = of_lists(db, exact, limits, limit)
    if sum(map(len, few.values())) > FEW:
        rest = [
            line
            for name in KINDS
            for line in newest(db, registry(name), (WORDED, [f"'#{name}' & {worded}"]), limits, limit)
        ]
    else:
        rest = of_lists(db, few, limits, limit)
    return without_more(first, rest, limit)


def as_id(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def by_list(db: Connection[Any], found: str, value: Any) -> dict[str, list[UUID]]:
    """The records, by list; of many, some."""
    question = f"{WITH.format(found=found)} SELECT list, record_id FROM found LIMIT {FEW + 1}"
    records: dict[str, list[UUID]] = {}
    with db.cursor(row_factory=tuple_row) as rows:
        for name, record_id in rows.execute(question, (value,), prepare=False):
            records.setdefault(name, []).append(record_id)
    return records


def condition(db: Connection[Any], word: str) -> str:
    """The word, or the name of a client or contractor that has it."""
    with db.cursor(row_factory=tuple_row) as rows:
        named = rows.execute(NAMED, (f"{NAMES} & '{word}':*",), prepare=False).fetchall()
    either = [f"'{word}':*", *(f"'@{record_id}'" for (record_id,) in named)]
    return f"({' | '.join(either)})"


def of_lists(db: Connection[Any], records: Mapping[str, list[UUID]], limits: Limits, limit: int) -> list[Line]:
    """The newest of these records."""
    known = [name for name in KINDS if name in records]
    found = ((name, ("record_id = ANY(%s)", [records[name]])) for name in known)
    return [line for name, condition in found for line in newest(db, registry(name), condition, limits, limit)]


def newest(db: Connection[Any], shown: Registry, found: Condition, limits: Limits, limit: int) -> list[Line]:
    """The newest of a list that one may see."""
    kind = KINDS[shown.name]
    columns = dict.fromkeys((shown.id_column, kind.title, *kind.besides, *([kind.status] if kind.status else [])))
    where, values = found
    seen, people = joined(visible(shown, **limits(shown)))
    parts = {"columns": ", ".join(columns), "select": shown.select, "key": shown.row.KEY, "seen": seen}
    question = WITH.format(found=f"{where} ORDER BY begun DESC") + NEWEST.format(**parts)
    with db.cursor(row_factory=dict_row) as rows:
        return [told(shown, kind, row) for row in rows.execute(question, [*values, *people, limit], prepare=False)]


def without_more(first: list[Line], rest: list[Line], limit: int) -> list[Line]:
    """Each record once, and no more of each list than asked for."""
    found: dict[str, Line] = {}
    counted: Counter[str] = Counter()
    for line in (*first, *rest):
        if line["link"] not in found and counted[line["list"]] < limit:
            found[line["link"]] = line
            counted[line["list"]] += 1
    return list(found.values())


def told(shown: Registry, kind: Kind, row: Mapping[str, Any]) -> Line:
    besides = [str(row[name]) for name in kind.besides if row[name]]
    title = row[kind.title] or (besides.pop(0) if besides else "")
    return {
        "kind": kind.kind,
        "list": shown.name,
        "id": row[shown.id_column],
        "title": title,
        "subtitle": " · ".join(besides),
        "status": row[kind.status] if kind.status else None,
        "link": f"/{shown.name}/{row[shown.id_column]}",
    }
