"""Whether an act may have its invoice: it stands, is the one that is meant, and its hours are as they are recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.work_act import WorkAct
from crm_es.billing.wanted import Wanted
from crm_es.labour.subjects import ENTRIES
from crm_es.messages import Refused

DIFFERING: Final = f"""
    SELECT billed.work_act_id, count(*) AS entries
    FROM billed_work AS billed JOIN client_registry AS client ON client.client_id = billed.client_id
         LEFT JOIN {ENTRIES} AS entry ON entry.work_id = billed.work_id
    WHERE billed.work_act_id = ANY(%s) AND billed.released_at IS NULL AND (
        entry.billable IS DISTINCT FROM true
        OR (entry.minutes, entry.kind, entry.day) IS DISTINCT FROM (billed.minutes, billed.kind, billed.day)
        OR entry.for_client_id IS DISTINCT FROM coalesce(client.merged_into_id, client.client_id))
    GROUP BY billed.work_act_id
"""


def differing(db: Connection[Any], acts: Iterable[UUID]) -> dict[UUID, int]:
    """How many entries of each act were changed in the moment in which they were billed."""
    return {row["work_act_id"]: row["entries"] for row in db.execute(DIFFERING, (list(acts),))}


def may_be_invoiced(act: WorkAct, wanted: Wanted, changed: int) -> None:
    """Raises Refused where the act is not what is meant, or not what was worked."""
    if act.client_id != wanted.client_id:
        raise Refused("This act is another client's: give this one an id of its own.", "another act")
    if wanted.work_ids and set(wanted.work_ids) != set(act.works):
        raise Refused(f"Act {act.number} is made of other hours: give this one an id of its own.", "another act")
    if act.status == "cancelled":
        raise Refused(f"Act {act.number} is cancelled: bill the hours again, under another id.", "act is cancelled")
    if changed and act.invoice_id is None:
        raise Refused(
            f"While act {act.number} was made, {changed} of its entries {'was' if changed == 1 else 'were'} changed: "
            "cancel it, and bill the hours as they are now.",
            "hours are billed as they are recorded",
        )
