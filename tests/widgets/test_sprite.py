"""One file with all icons."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from widgets.build import HERE, VENDOR
from widgets.sprite import sprite

CHECK = """<svg xmlns="http://www.w3.org/2000/svg" width="24" stroke-width="2">
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M5 12l5 5l10 -10" />
</svg>"""


def test_each_icon_is_there_by_its_name_without_the_empty_frame(tmp_path: Path) -> None:
    (tmp_path / "check.svg").write_text(CHECK, "utf-8")
    (symbol,) = ET.fromstring(sprite(tmp_path, ["check"]))
    assert symbol.attrib == {
        "id": "check",
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    assert [line.get("d") for line in symbol] == ["M5 12l5 5l10 -10"]


def test_an_icon_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"There is no icon chekc: correct widgets/icons\.txt\."):
        sprite(tmp_path, ["chekc"])


def test_a_picture_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "check.svg").write_text("GIF89a", "utf-8")
    with pytest.raises(SystemExit, match="The icon check is not an SVG picture"):
        sprite(tmp_path, ["check"])


def test_icons_are_listed_once_and_in_order() -> None:
    listed = (HERE / "icons.txt").read_text("utf-8").split()
    assert listed == sorted(set(listed))


def test_the_pages_have_every_icon_that_is_listed() -> None:
    there = [symbol.get("id") for symbol in ET.fromstring((VENDOR / "icons.svg").read_text("utf-8"))]
    assert there == (HERE / "icons.txt").read_text("utf-8").split()
