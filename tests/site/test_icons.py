"""No page asks for an icon that is not there."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from crm_es.site.menu import PARTS

SITE = Path(str(files("crm_es.site")))
ASKED = re.compile(r"""icon\(["']([a-z0-9-]+)["']""")


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol[^>]* id="([a-z0-9-]+)"', (SITE / "static/vendor/icons.svg").read_text()))
    asked = {item.icon: "the menu" for part in PARTS for item in part.items}
    for file in SITE.rglob("*.html"):
        asked |= dict.fromkeys(ASKED.findall(file.read_text()), file.name)
    assert {name: where for name, where in asked.items() if name not in there} == {}
