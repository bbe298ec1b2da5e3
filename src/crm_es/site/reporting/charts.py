"""Charts as ECharts reads them (charts.js draws them): the figures of a table, seen at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from crm_es.site.reporting.shapes import Figure, Row, is_total, leads_to
from crm_es.site.speech import Speech, phrase

Chart = dict[str, Any]
CALM: Final = ("#3b82c4", "#8a9bb0", "#7c5cbf", "#2f9e9e", "#b07aa1")
LATE: Final = "#c92a2a"
MANY: Final = 15
"""Bars that can still be read."""


def bars(
    names: Sequence[str], series: Sequence[Chart], *, stacked: bool = False, lying: bool = False, height: int = 18
) -> Chart:
    """Bars by name; lying ones where names are long."""
    category = {"type": "category", "data": list(names), "axisLabel": {"interval": 0 if len(names) <= MANY else "auto"}}
    value = {"type": "value", "minInterval": 1}
    return {
        "height": height,
        "color": CALM,
        "grid": {"left": 8, "right": 16, "top": 40, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis"},
        "xAxis": value if lying else category,
        "yAxis": {**category, "inverse": True} if lying else value,
        "series": [{"type": "bar", "stack": "all" if stacked else None, **one} for one in series],
    }


def point(figure: Figure, row: Row) -> Chart:
    """A figure of a chart, which leads to its rows as it does in the table."""
    return {"value": float(row.get(figure.name) or 0), "link": leads_to(figure, row)}


def level(speech: Speech, rows: Sequence[Row]) -> Chart | None:
    """The reservoir: what came and went, the level, and where it should be (S0-03)."""
    if not rows:
        return None
    flow_in = Figure("inflow", "", registry="reservoir", query="inflow_query")
    flow_out = Figure("outflow", "", registry="reservoir", query="outflow_query")
    stands = Figure("level_at_end", "", registry="reservoir", query="level_query")
    out = [{**point(flow_out, row), "value": -float(row["outflow"])} for row in rows]
    series: list[Chart] = [
        {"name": speech.text("Inflow"), "data": [point(flow_in, row) for row in rows], "stack": "flow"},
        {"name": speech.text("Outflow"), "data": out, "stack": "flow"},
        {"name": speech.text("Level"), "type": "line", "data": [point(stands, row) for row in rows], "symbolSize": 8},
    ]
    if rows[-1]["target"] is not None:
        target = [row["target"] for row in rows]
        style = {"lineStyle": {"type": "dashed"}, "symbol": "none"}
        series.append({"name": speech.text("Target"), "type": "line", "data": target, **style})
    return bars([speech.measures.month(row["month"]) for row in rows], series, height=22)


def pareto(
    speech: Speech, rows: Sequence[Row], names: Sequence[str], *, by: str, unit: str, registry: str
) -> Chart | None:
    """The widest hole first, and which share of all the first ones make (S0-08)."""
    shown = [(name, row) for name, row in zip(names, rows, strict=True) if float(row[by] or 0)]
    if not shown:
        return None
    figure = Figure(by, "", registry=registry, query="query")
    share = "cumulative_share" if "cumulative_share" in shown[0][1] else f"cumulative_share_of_{by}"
    along = [round(100 * (row[share] or 0)) for _, row in shown]
    chart = bars(
        [name for name, _ in shown],
        [
            {"name": unit, "data": [point(figure, row) for _, row in shown], "barMaxWidth": 60},
            {"name": speech.text("Share so far, %"), "type": "line", "yAxisIndex": 1, "data": along},
        ],
    )
    chart["yAxis"] = [chart["yAxis"], {"type": "value", "min": 0, "max": 100, "splitLine": {"show": False}}]
    return chart


def won(speech: Speech, rows: Sequence[Row]) -> Chart | None:
    """Deals won, lost and open, by name."""
    shown = [row for row in rows if not is_total(row)][:MANY]
    names = [str(next((row[k] for k in ("agent", "manager", "product", "sector") if row.get(k)), "—")) for row in shown]
    parts = (("won", phrase("Won")), ("lost", phrase("Lost")), ("open", phrase("Open")))
    series = [
        {
            "name": speech.text(title),
            "data": [point(Figure(part, "", registry="deals", query=f"{part}_query"), row) for row in shown],
        }
        for part, title in parts
    ]
    return bars(names, series, stacked=True, lying=True, height=6 + 2 * len(shown)) if len(shown) > 1 else None


def stays(speech: Speech, rows: Sequence[Row]) -> Chart | None:
    """How long deals stay in each stage, beside the norm (S2-15)."""
    shown = [row for row in rows if not row.get("owner_id")][:MANY]
    days, norm = Figure("median_days", "", registry="deal-stages", query="query"), Figure("norm_days", "")
    series = [
        {"name": speech.text("Median, days"), "data": [point(days, row) for row in shown]},
        {"name": speech.text("Norm, days"), "data": [point(norm, row) for row in shown]},
    ]
    names = [f"{row['pipeline']}: {row['stage']}" for row in shown]
    return bars(names, series, lying=True, height=6 + 2 * len(shown)) if shown else None


def load(speech: Speech, rows: Sequence[Row]) -> Chart | None:
    """Tasks of each person by day, what is overdue first (S2-04); a click shows them."""
    people = list(dict.fromkeys((row["responsible_id"], row["responsible"]) for row in rows))
    days = sorted({row["day"] for row in rows})
    if not people:
        return None
    found = {(row["responsible_id"], row["day"]): row for row in rows}
    due, late = (
        Figure("due", "", registry="tasks", query="query"),
        Figure("overdue", "", registry="tasks", query="query"),
    )
    series: list[Chart] = [
        {
            "name": name or "—",
            "data": [point(due, found[who, day]) if (who, day) in found else 0 for day in days],
            "color": CALM[n % len(CALM)],
        }
        for n, (who, name) in enumerate(people)
    ]
    overdue = [sum(row["overdue"] for row in rows if row["day"] == day) for day in days]
    if any(overdue):
        links = [next((leads_to(late, row) for row in rows if row["day"] == day), None) for day in days]
        told = [{"value": n, "link": to if len(people) == 1 else None} for n, to in zip(overdue, links, strict=True)]
        series.insert(0, {"name": speech.text("Overdue"), "data": told, "color": LATE})
    return bars([speech.measures.short_day(day) for day in days], series, stacked=True, height=20)
