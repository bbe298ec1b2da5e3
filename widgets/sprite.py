"""One picture file that holds every icon of the pages under its name."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

HEAD: Final = '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor">'
LOOK: Final = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
FRAME: Final = re.compile(r'\s*<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
INSIDE: Final = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def sprite(folder: Path, names: Iterable[str]) -> str:
    """The icons of these names; the width of their lines is the style sheet's to say."""
    return "\n".join([HEAD, *(symbol(folder, name) for name in names), "</svg>\n"])


def symbol(folder: Path, name: str) -> str:
    file = folder / f"{name}.svg"
    if not file.is_file():
        raise SystemExit(f"There is no icon {name}: correct widgets/icons.txt.")
    found = INSIDE.search(file.read_text("utf-8"))
    if found is None:
        raise SystemExit(f"The icon {name} is not an SVG picture: take another one in widgets/icons.txt.")
    lines = " ".join(FRAME.sub("", found[1]).split())
    return f'<symbol id="{name}" viewBox="0 0 24 24" {LOOK}>{lines}</symbol>'
