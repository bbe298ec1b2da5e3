"""Columns are found by their headings; what the person says goes first (X-05)."""

from __future__ import annotations

import pytest

from crm_es.exchange.sheets.columns import Cells, Field, mapped
from crm_es.exchange.sheets.reading import Row
from crm_es.messages import Refused

FIELDS = (Field("name", "", ("Клиент",), needed=True), Field("code", "", ("Код",)), Field("owner", ""))


def test_headings_are_understood_in_two_languages_however_typed() -> None:
    assert mapped(["КОД", " клиент ", "Owner"], FIELDS, {}) == {"code": 0, "name": 1, "owner": 2}


def test_what_the_person_says_goes_before_what_headings_look_like() -> None:
    assert mapped(["Клиент", "Полное имя"], FIELDS, {"name": "полное имя"}) == {"name": 1}
    assert mapped(["Клиент", "Код"], FIELDS, {"code": ""}) == {"name": 0}


def test_no_column_serves_two_fields_unless_it_is_said() -> None:
    twice = (Field("a", "", ("x",)), Field("b", "", ("x",)))
    assert mapped(["x"], twice, {}) == {"a": 0}
    assert mapped(["x"], twice, {"a": "x", "b": "x"}) == {"a": 0, "b": 0}


@pytest.mark.parametrize(
    ("columns", "said", "word"),
    [
        (["Код"], {}, "name"),
        (["Клиент"], {"who": "Клиент"}, "no field"),
        (["Клиент"], {"name": "Имя"}, "no column"),
    ],
)
def test_what_is_not_found_is_told_with_what_there_is(columns: list[str], said: dict[str, str], word: str) -> None:
    with pytest.raises(Refused, match=word):
        mapped(columns, FIELDS, said)


def test_an_empty_cell_is_called_as_the_sheet_calls_it() -> None:
    cells = Cells(Row(2, ("", "17")), {"name": 0, "code": 1}, ["Клиент", "Код"])
    assert (cells["code"], cells["owner"]) == ("17", "")
    with pytest.raises(Refused, match="Клиент is empty"):
        cells.needed("name")
