"""A sales pipeline comes in with every deal in its stage, and shows what price approval would have stopped."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from deal_tables import PIPELINE, REAL, imported, part_of, tables

from crm_es.application import Crm
from crm_es.exchange.replay import reference_of

BAD = """D6,Nobody,GTX Pro,Acme,Won,2017-01-10,2017-02-10,4000
D7,Anna,Unheard,Acme,Won,2017-01-10,2017-02-10,4000
D1,Anna,GTX Pro,Acme,Won,2017-01-10,2017-02-10,4000
D8,Anna,GTX Pro,Acme,Dreaming,2017-01-10,2017-02-10,4000
D9,Anna,GTX Pro,Elsewhere,Won,,,much
"""


def registry(crm: Crm) -> dict[str, tuple[str, str]]:
    with crm.log.datastore.get_connection() as db:
        rows = db.execute("SELECT title, stage, outcome FROM deal_registry").fetchall()
    return {row["title"]: (row["stage"], row["outcome"]) for row in rows}


def as_in(file: Path) -> dict[str, tuple[str, str]]:
    """Every deal as its row says; a closed one ends in the last stage."""
    with file.open(encoding="utf-8") as rows:
        stages = {row["opportunity_id"]: row["deal_stage"] for row in csv.DictReader(rows)}
    closed = {"Won": ("Engaging", "won"), "Lost": ("Engaging", "lost")}
    return {deal: closed.get(stage, (stage, "open")) for deal, stage in stages.items()}


@pytest.mark.parametrize("file", [None, *REAL], ids=lambda file: file.name if file else "handmade")
def test_every_deal_stands_where_its_row_says(crm: Crm, tmp_path: Path, file: Path | None) -> None:
    part = part_of(file, tmp_path) if file else tables(tmp_path, PIPELINE)
    summary = imported(crm, part)
    shown = as_in(part)
    assert registry(crm) == shown
    assert summary.states == Counter(outcome for _, outcome in shown.values())
    assert not summary.refused


def test_a_deal_won_below_the_floor_is_a_price_asked_for(crm: Crm, tmp_path: Path) -> None:
    summary = imported(crm, tables(tmp_path, PIPELINE))
    assert summary.notes == {"below_floor": 1}
    with crm.log.datastore.get_connection() as db:
        (asked,) = db.execute("SELECT product, price, floor, status FROM price_approvals").fetchall()
    assert asked == {"product": "GTX Pro", "price": 4000, "floor": Decimal("4338.90"), "status": "requested"}


def test_agents_answer_to_their_managers(crm: Crm, tmp_path: Path) -> None:
    imported(crm, tables(tmp_path, PIPELINE))
    people = {person.name: person for person in reference_of(crm.log).people.values()}
    assert people["Anna"].supervisor_id == people["Dustin"].person_id
    assert people["Dustin"].roles == {"head_of_sales"}


def test_bad_rows_are_told_with_line_and_reason_and_the_rest_goes_on(crm: Crm, tmp_path: Path) -> None:
    summary = imported(crm, tables(tmp_path, PIPELINE + BAD))
    assert registry(crm).keys() == {"D1", "D2", "D3", "D4", "D5", "D9"}
    assert [(row.line, row.reason) for row in summary.bad_rows] == [
        (4, "The product 'Broken' has no readable price: it is left out."),
        (7, "The row names an unknown agent ('Nobody'): it is left out."),
        (8, "The row names an unknown product ('Unheard'): it is left out."),
        (9, "The row names the deal 'D1' a second time: it is left out."),
        (10, "The row has an unknown stage ('Dreaming'): it is left out."),
        (11, "Deal 'D9' is Won and lacks a date: the nearest that is known is taken."),
        (11, "Deal 'D9' is won at no readable value: it is entered without."),
        (11, "Deal 'D9' names an unknown account ('Elsewhere'): entered without client."),
    ]


def test_importing_twice_changes_nothing(crm: Crm, tmp_path: Path) -> None:
    file = tables(tmp_path, PIPELINE + BAD)
    first = imported(crm, file)
    head = crm.log.head()
    again = imported(crm, file)
    assert (again.recorded, crm.log.head(), again.states) == (0, head, first.states)


def test_a_dry_run_tells_the_same_and_records_nothing(crm: Crm, tmp_path: Path) -> None:
    file = tables(tmp_path, PIPELINE)
    dry = imported(crm, file, dry_run=True)
    assert crm.log.head() == 0
    real = imported(crm, file)
    assert (dry.states, dry.commands, dry.recorded) == (real.states, real.commands, 0)


def test_a_playbook_in_force_keeps_all_that_the_import_does_not_speak_of(staffed: Crm, tmp_path: Path) -> None:
    imported(staffed, tables(tmp_path, PIPELINE))
    reference = reference_of(staffed.log)
    playbook = reference.playbooks[reference.version]
    assert [pipeline.name for pipeline in playbook.pipelines] == ["wholesale", "repeat order", "maven"]
    assert [floor.product for floor in playbook.prices.floors] == ["flour", "sugar", "GTX Pro", "MG Special"]
