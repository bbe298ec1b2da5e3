"""The hours behind an act, as a spreadsheet (S3-07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import python_calamine
from printed_papers import WORK, act

from crm_es.printing.appendix import appendix
from crm_es.printing.shapes import PrintedAct


def rows(paper: PrintedAct) -> list[list[Any]]:
    return python_calamine.load_workbook(BytesIO(appendix(paper))).get_sheet_by_index(0).to_python()


def test_it_lists_the_work_and_adds_up_to_the_act() -> None:
    paper = act()
    title, buyer, _, heads, first, second, total = rows(paper)
    assert title[0] == "Акт № А-5 от 30.11.2026"
    assert buyer[0] == "АО «Мельница № 1»"
    assert heads == ["День", "Сотрудник", "Предмет работы", "Вид работы", "Часы", "Ставка, RUB", "Сумма, RUB"]
    assert first == [date(2026, 11, 17), WORK.person, f"{WORK.subject} 1", WORK.kind, 2.5, 1525.0, 3812.5]
    assert second[2] == f"{WORK.subject} 2"
    assert (total[0], total[4], total[6]) == ("Итого", 5.0, float(paper.total))


def test_no_text_is_taken_for_a_formula_or_a_link() -> None:
    evil = replace(WORK, person="=1+1", subject='=HYPERLINK("http://x.example")', kind="https://x.example")
    found = rows(act(works=(evil,)))[4]
    assert found[1:4] == [evil.person, evil.subject, evil.kind]
    assert b"<f>" not in appendix(act(works=(evil,)))


def test_it_speaks_english_too_and_may_be_empty() -> None:
    heads, total = rows(act(works=(), language="en"))[3:]
    assert heads[:2] == ["Day", "Person"]
    assert (total[0], total[6]) == ("Total", 0.0)


def test_the_same_act_makes_the_same_bytes() -> None:
    assert appendix(act()) == appendix(act())
