"""Earned value: what should be done by now, what is done, and what it took, in hours and in money (S3-13, S3-15).

The terms are those of ANSI/EIA-748 and ISO 21508: planned value (PV), earned value (EV), actual cost (AC), budget at
completion (BAC), and what follows: CV = EV - AC, SV = EV - PV, CPI = EV / AC, SPI = EV / PV, estimate at completion
EAC = BAC / CPI, estimate to complete ETC = EAC - AC, variance at completion VAC = BAC - EAC.

A stage earns its plan by the share of it that is said to be done. What is planned for it is due evenly over its days,
free ones included; without dates it is due as it is done, so that it is neither late nor early.

All figures are of now: how far stages were on an earlier day is not asked here. In money each hour counts at the rate
of its day; hours that no rate fits are left out, and where none has a rate, there is no figure.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.projects.asked import ALL, Asked, Limits, Line, led, seen
from crm_es.rates import RateUse

By = Literal["project", "stage"]
QUESTION: Final = """
    WITH share AS (
        SELECT project_id, stage_id, minutes, {use}_amount AS amount, {use}_currency AS currency{agreed}
        FROM {plan}
    ), planned AS (
        SELECT project_id, stage_id, unit, sum(worth.amount) AS bac{dates}
        FROM share CROSS JOIN LATERAL (
            VALUES ('hours', minutes / 60.0), (currency, share.amount)) AS worth (unit, amount)
        WHERE unit IS NOT NULL GROUP BY project_id, stage_id, unit{dates}
    ), valued AS (
        SELECT planned.project_id, planned.stage_id, unit, bac, bac * coalesce(stage.done_percent, 0) / 100.0 AS ev,
               coalesce({of}starts, {of}ends) AS first, {of}ends AS last
        FROM planned LEFT JOIN project_stages AS stage
             ON stage.stage_id = planned.stage_id AND stage.project_id = planned.project_id
    ), worked AS (
        SELECT project_id, {stage} AS stage_id, {use}_currency AS currency, sum(minutes) AS minutes,
               sum({use}_amount) AS amount
        FROM project_work GROUP BY project_id, {stage}, {use}_currency
    ), part AS (
        SELECT project_id, stage_id, unit, bac, ev, NULL AS ac,
               CASE WHEN last IS NULL THEN ev
                    ELSE bac * least(greatest(%s::date - first + 1, 0), last - first + 1) / (last - first + 1)
               END AS pv
        FROM valued
        UNION ALL
        SELECT project_id, stage_id, unit, NULL, NULL, worth.amount, NULL
        FROM worked CROSS JOIN LATERAL (
            VALUES ('hours', minutes / 60.0), (currency, worked.amount)) AS worth (unit, amount)
        WHERE unit IS NOT NULL
    ), summed AS (
        SELECT project_id, {stage} AS stage_id, unit, sum(bac) AS bac, sum(pv) AS pv, sum(ev) AS ev, sum(ac) AS ac
        FROM part WHERE {seen} AND (unit = 'hours' OR {led}) GROUP BY project_id, {stage}, unit
    ), line AS (
        SELECT project_id, stage_id, unit, coalesce(bac, unplanned) AS bac, coalesce(pv, unplanned) AS pv,
               coalesce(ev, unplanned) AS ev, coalesce(ac, unworked) AS ac
        FROM (SELECT summed.*,
                     CASE WHEN coalesce(max(bac) FILTER (WHERE unit = 'hours') OVER each, 0) = 0
                          THEN 0 END AS unplanned,
                     CASE WHEN coalesce(max(ac) FILTER (WHERE unit = 'hours') OVER each, 0) = 0
                          THEN 0 END AS unworked
              FROM summed WINDOW each AS (PARTITION BY project_id, stage_id)) AS known
    )
    SELECT line.project_id, project.name AS project, {named}unit, round(bac, 2) AS bac, round(pv, 2) AS pv,
           round(ev, 2) AS ev, round(ac, 2) AS ac, round(ev - ac, 2) AS cv, round(ev - pv, 2) AS sv,
           round(ev / nullif(ac, 0), 2)::float8 AS cpi, round(ev / nullif(pv, 0), 2)::float8 AS spi,
           round(eac, 2) AS eac, round(eac - ac, 2) AS etc, round(bac - eac, 2) AS vac,
           'project_id=' || line.project_id || {query} AS query
    FROM line CROSS JOIN LATERAL (SELECT bac * nullif(ac, 0) / nullif(ev, 0) AS eac) AS forecast
         JOIN project_registry AS project ON project.project_id = line.project_id
         LEFT JOIN project_stages AS stage ON stage.stage_id = line.stage_id AND stage.project_id = line.project_id
    ORDER BY project.name, line.project_id, {order}unit <> 'hours', unit
"""


def earned_value(
    db: Connection[Any],
    today: date,
    asked: Asked = ALL,
    *,
    by: By = "project",
    use: RateUse = "cost",
    limits: Limits | None = None,
) -> list[Line]:
    """A line in hours for each project, or each of its stages, and one for each currency.

    Money is what hours cost us, or what clients pay for them; it is for those who lead the project.
    `query` is what to ask /project-work for.
    """
    asked.must_be_there(db)
    plan, plan_values = asked.plan
    may, may_values = seen(asked, limits)
    money, money_values = led(limits)
    agreed = asked.baseline is not None
    of_stage = by == "stage"
    question = QUESTION.format(
        plan=plan,
        use="value" if use == "price" else "cost",
        seen=may,
        led=money,
        agreed=", starts, ends" if agreed else "",
        dates=", starts, ends" if agreed else "",
        of="planned." if agreed else "stage.",
        stage="stage_id" if of_stage else "NULL::uuid",
        named="line.stage_id, stage.name AS stage, " if of_stage else "",
        query="'&stage_id=' || coalesce(line.stage_id::text, 'none')" if of_stage else "''",
        order="stage.starts, stage.name, line.stage_id, " if of_stage else "",
    )
    with db.cursor(row_factory=dict_row) as rows:
        return rows.execute(question, [*plan_values, today, *may_values, *money_values]).fetchall()
