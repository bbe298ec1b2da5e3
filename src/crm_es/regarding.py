"""What entries and tasks are about, in words: the record, its client, and whose it is (S0-22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

RECORDS: Final[Mapping[str, str]] = {
    "client": "SELECT client_id AS record_id, NULL AS title, client_id, owner_id AS person_id FROM client_registry",
    "deal": "SELECT deal_id AS record_id, title, client_id, owner_id AS person_id FROM deal_registry",
    "task": """
        SELECT task_id AS record_id, coalesce(deal.title, what) AS title, coalesce(task.client_id, deal.client_id)
               AS client_id, responsible_id AS person_id
        FROM task_list AS task LEFT JOIN deal_registry AS deal USING (deal_id)
    """,
    "price_approval": """
        SELECT price_approval_id AS record_id, product AS title, client_id, asker_id AS person_id FROM price_approvals
    """,
    "payment_request": """
        SELECT payment_request_id AS record_id, what_for AS title, NULL::uuid AS client_id, author_id AS person_id
        FROM payment_registry
    """,
    "document": "SELECT document_id AS record_id, title, client_id, author_id AS person_id FROM document_registry",
    "order": "SELECT order_id AS record_id, number AS title, client_id, manager_id AS person_id FROM order_registry",
    "complaint": "SELECT complaint_id AS record_id, cause AS title, client_id, owner_id AS person_id FROM complaints",
    "call": """
        SELECT call_id AS record_id, coalesce(caller, phone) AS title, client_id, manager_id AS person_id
        FROM call_registry
    """,
    "reconciliation": """
        SELECT reconciliation_id AS record_id, since || ' - ' || until AS title, client_id, manager_id AS person_id
        FROM reconciliation_registry
    """,
    "inbox_item": """
        SELECT inbox_item_id AS record_id, source || ' ' || source_id AS title, client_id, manager_id AS person_id
        FROM inbox_items
    """,
    "suggestion": """
        SELECT suggestion_id AS record_id, about AS title, NULL::uuid AS client_id, author_id AS person_id
        FROM suggestions
    """,
    "ticket": """
        SELECT ticket_id AS record_id, reference || ' ' || subject AS title, client_id, responsible_id AS person_id
        FROM ticket_registry
    """,
    "work_log": """
        SELECT work_log_id AS record_id, NULL AS title, NULL::uuid AS client_id, person_id FROM work_periods
    """,
    "work_act": "SELECT work_act_id AS record_id, number AS title, client_id, biller_id AS person_id FROM work_acts",
    "project": "SELECT project_id AS record_id, name AS title, client_id, lead_id AS person_id FROM project_registry",
}
"""By what an entry is about."""


class Regarding(NamedTuple):
    """A record in words."""

    title: str | None = None
    client_id: UUID | None = None
    client: str | None = None
    person_id: UUID | None = None
    """Whose record it is: who asked, or who is responsible."""
    person: str | None = None


def regarding(db: Connection[Any], records: Iterable[tuple[str, UUID]]) -> dict[UUID, Regarding]:
    """The records of these kinds and ids; those that are in no list are left out."""
    found: dict[UUID, Regarding] = {}
    for about, some in groupby(sorted(set(records)), lambda record: record[0]):
        if about in RECORDS:
            found |= _named(db, RECORDS[about], [record_id for _, record_id in some])
    return found


def _named(db: Connection[Any], records: str, ids: list[UUID]) -> dict[UUID, Regarding]:
    question = f"""
        SELECT record_id, title, record.client_id, client.name, record.person_id, person.name
        FROM ({records}) AS record LEFT JOIN client_registry AS client ON client.client_id = record.client_id
             LEFT JOIN staff_registry AS person ON person.staff_member_id = record.person_id
        WHERE record_id = ANY(%s)
    """
    with db.cursor(row_factory=tuple_row) as rows:
        return {record_id: Regarding(*shown) for record_id, *shown in rows.execute(question, (ids,))}
