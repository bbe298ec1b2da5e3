"""The versions of the playbook: who published each when, and how many deals still go by it."""

from __future__ import annotations

from typing import Any, Final

from psycopg import Connection

from crm_es.audit.lines import Line, ask
from crm_es.ids import PLAYBOOK

QUESTION: Final = """
SELECT event.originator_version AS version, event.occurred_at AS published_at, event.actor,
       person.name AS published_by, coalesce(running.deals, 0) AS open_deals
FROM events AS event
LEFT JOIN staff_registry AS person ON person.staff_member_id::text = event.actor
LEFT JOIN (
    SELECT playbook_version, count(*) AS deals FROM deal_registry WHERE outcome = 'open' GROUP BY playbook_version
) AS running ON running.playbook_version = event.originator_version
WHERE event.originator_id = %s ORDER BY event.originator_version DESC
"""


def versions(db: Connection[Any]) -> list[Line]:
    """All of them, the newest first."""
    return ask(db, QUESTION, [PLAYBOOK])
