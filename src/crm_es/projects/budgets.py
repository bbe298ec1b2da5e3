"""What projects may take and what they took: in all or by month, in hours and in money (X-36)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.projects.asked import ALL, Asked, Limits, Line, led, seen

QUESTION: Final = """
    WITH budget AS (
        SELECT project_id, name, budget_per, budget_carries_over AS carries, unit, amount,
               date_trunc('month', budget_since::timestamp)::date AS first, budget_use
        FROM project_registry CROSS JOIN LATERAL (
            VALUES ('hours', budget_minutes / 60.0), (budget_currency, budget_amount)) AS limits (unit, amount)
        WHERE amount IS NOT NULL AND {seen} AND (unit = 'hours' OR {led})
    ), spent AS (
        SELECT budget.project_id, unit, date_trunc('month', on_day::timestamp)::date AS month,
               sum(CASE WHEN unit = 'hours' THEN minutes / 60.0
                        WHEN budget_use = 'cost' AND cost_currency = unit THEN cost_amount
                        WHEN budget_use = 'price' AND value_currency = unit THEN value_amount END) AS amount
        FROM budget JOIN project_work USING (project_id) GROUP BY budget.project_id, unit, month
    ), month AS (
        SELECT budget.*, of::date AS month
        FROM budget CROSS JOIN LATERAL generate_series(
            first::timestamp,
            greatest(%s::date, (SELECT max(month) FROM spent
                                WHERE (spent.project_id, spent.unit) = (budget.project_id, budget.unit)))::timestamp,
            interval '1 month') AS of
        WHERE budget_per = 'month'
    ), monthly AS (
        SELECT month.*, coalesce(spent.amount, 0) AS spent,
               sum(month.amount - coalesce(spent.amount, 0)) OVER (
                   PARTITION BY month.project_id, unit ORDER BY month.month
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS left_before
        FROM month LEFT JOIN spent USING (project_id, unit, month)
    ), line AS (
        SELECT project_id, name, unit, to_char(month, 'YYYY-MM') AS period, amount,
               CASE WHEN carries THEN coalesce(left_before, 0) ELSE 0 END AS carried, spent, month
        FROM monthly
        UNION ALL
        SELECT budget.project_id, name, unit, NULL, budget.amount, 0,
               coalesce((SELECT sum(spent.amount) FROM spent
                         WHERE (spent.project_id, spent.unit) = (budget.project_id, budget.unit)), 0), NULL
        FROM budget WHERE budget_per = 'total'
    )
    SELECT project_id, name AS project, unit, period, round(amount, 2) AS budget, round(carried, 2) AS carried_over,
           round(amount + carried, 2) AS available, round(spent, 2) AS spent,
           round(amount + carried - spent, 2) AS left,
           round(spent * 100 / nullif(greatest(amount + carried, 0), 0), 1)::float8 AS percent,
           CASE WHEN spent > amount + carried THEN 'red'
                WHEN spent > 0 AND spent * 100 >= (amount + carried) * %s THEN 'amber' ELSE 'ok' END AS state,
           'project_id=' || project_id || coalesce('&on_day_from=' || month || '&on_day_to='
               || (month + interval '1 month' - interval '1 day')::date, '') AS query
    FROM line ORDER BY project, project_id, unit <> 'hours', unit, month
"""


def budgets(
    db: Connection[Any], today: date, asked: Asked = ALL, *, amber: int = 80, limits: Limits | None = None
) -> list[Line]:
    """A line for each budget, or each of its months up to now. What a month leaves may be carried over.

    Amber from so many per cent on, and red once it is overdrawn. Money is for those who lead
    the project. `query` is what to ask /project-work for.
    """
    may, values = seen(asked, limits)
    money, people = led(limits)
    with db.cursor(row_factory=dict_row) as rows:
        return rows.execute(QUESTION.format(seen=may, led=money), [*values, *people, today, amber]).fetchall()
