"""What some chosen requests come to, in each currency: what one looks at before they are paid together (S1-26)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.filters import joined, visible
from crm_es.registries import registry

Line = dict[str, Any]
PAYABLE: Final = "status = 'approved' AND doubts = '{{}}' AND awaited = '{{}}'"
QUESTION: Final = f"""
    SELECT currency, count(*) AS count, sum(amount) AS amount, sum(paid_amount) AS paid_amount,
           coalesce(sum(left_amount), 0) AS left_amount, count(*) FILTER (WHERE {PAYABLE}) AS payable_count,
           coalesce(sum(left_amount) FILTER (WHERE {PAYABLE}), 0) AS payable_amount,
           array_agg(payment_request_id) AS ids
    FROM payment_registry WHERE payment_request_id = ANY(%s) AND {{visible}} GROUP BY currency ORDER BY currency
"""


class Selection(NamedTuple):
    """Some requests, summed up."""

    sums: list[Line]
    """One line for each currency."""
    not_found: list[UUID]
    """What is not there, or not to be seen."""


def summed_up(
    db: Connection[Any],
    ids: Collection[UUID],
    *,
    sight: Collection[UUID] | None = None,
    besides: Mapping[str, Collection[str]] | None = None,
) -> Selection:
    """Each request is counted once. `sight` and `besides` leave what may be seen, as in the list of requests."""
    where, people = joined(visible(registry("payment-requests"), sight, besides or {}))
    with db.cursor(row_factory=dict_row) as rows:
        sums = rows.execute(QUESTION.format(visible=where), [list(ids), *people]).fetchall()
    found = {one for line in sums for one in line.pop("ids")}
    return Selection(sums, [one for one in dict.fromkeys(ids) if one not in found])
