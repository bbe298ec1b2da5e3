"""Spreadsheets on pages: looked at, columns chosen, taken over, taken back (X-05)."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx2
import pytest
from browsing import Site
from examples import ANN, BOB

Visit = Callable[..., httpx2.Client]
PARTLY = {"HX-Request": "true"}
SHEET = "Фирма;ИНН\nRye & <b>Co;\nWrong;12\n".encode()


@pytest.fixture
def language() -> str:
    return "en"


def test_a_sheet_is_looked_at_with_its_columns_and_taken_over_and_back(site: Site, visit: Visit) -> None:
    importing = visit(ANN)
    looked = importing.post("/imports/clients", files={"file": ("clients.csv", SHEET, "text/csv")}).text
    assert "<option>Фирма</option>" in looked
    assert "Say which columns" in looked
    held = {name: re.search(rf'name="{name}" value="([^"]*)"', looked)[1] for name in ("held", "name", "twins")}  # type: ignore[index]  # the form has them
    again = importing.post("/imports/clients", data=held | {"column.name": "Фирма", "step": "look"}).text
    assert "<option selected>Фирма</option>" in again
    assert "Rye &amp; &lt;b&gt;Co" in again
    assert "Take over 1 row<" in again
    taken = importing.post("/imports/clients", data=held | {"column.name": "Фирма", "step": "take"}).text
    assert "Taken over" in taken
    site.settle()
    (kept,) = importing.get("/api/v1/sheet-imports").json()["rows"]
    assert "clients.csv" in importing.get("/imports").text
    address = f"/imports/{kept['sheet_import_id']}/revert"
    assert 'id="reason"' in importing.get(address, headers=PARTLY).text
    unreasoned = importing.post(address, data={"reason": " "}, headers=PARTLY)
    assert (unreasoned.status_code, "reason-wrong" in unreasoned.text) == (422, True)
    back = importing.post(address, data={"reason": "Wrong file"}, headers=PARTLY)
    assert (back.status_code, "1 row was taken back." in back.headers["hx-trigger"]) == (204, True)
    assert importing.get("/api/v1/clients").json()["rows"] == []
    assert visit(BOB).get(address).status_code == 404


def test_what_cannot_be_read_is_told(site: Site, visit: Visit) -> None:
    assert site
    importing = visit(ANN)
    assert importing.post("/imports/clients", data={}).status_code == 422
    assert importing.post("/imports/clients", data={"held": "?"}).status_code == 404
    unreadable = importing.post("/imports/clients", files={"file": ("a.xlsx", b"\x00\x01", "text/csv")})
    assert 400 <= unreadable.status_code < 500
    assert 'role="alert"' in unreadable.text
    assert importing.post("/imports/nothing", data={}).status_code == 404
    assert importing.get("/imports?kind=nothing").status_code == 200
