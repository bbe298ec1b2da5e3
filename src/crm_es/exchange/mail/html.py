"""The text of a letter that is written as a web page. Nothing of it is run, loaded or looked up."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

UNSEEN: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})
BLOCKS: Final = frozenset(
    {
        "address",
        "article",
        "div",
        "dl",
        "dt",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "ol",
    }
    | {"p", "pre", "section", "table", "tr", "ul"}
)
APART: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote"})
"""Around these a line is left free."""
DEEPEST: Final = 20
"""Quotes in quotes beyond this are shown as this deep."""


def text_of(page: str) -> str:
    """What a reader sees of it, line by line. Quotes begin with > as in plain letters."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.text


class Reader(HTMLParser):
    """Collects lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._unseen = self._quotes = 0
        self._link: tuple[str, int] | None = None

    @property
    def text(self) -> str:
        self._end()
        return re.sub(r"\n(?:[> ]*\n){2,}", "\n\n", "\n".join(self._lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._unseen = 0  # many forget to end the head
        elif tag in UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._lines.append(self._taken())
        elif tag == "blockquote":
            self._end(free=True)
            self._quotes += 1
        elif tag == "li":
            self._end()
            self._line.append("- ")
        elif tag in {"td", "th"}:
            self._line.append(" ")
        elif tag == "a":
            self._link = ((dict(attrs).get("href") or "").strip(), len(self._line))
        elif tag == "img":
            self._line.append(dict(attrs).get("alt") or "")
        elif tag in BLOCKS:
            self._end(free=tag in APART)

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "blockquote":
            self._end()
            self._quotes = max(0, self._quotes - 1)
            self._end(free=True)
        elif tag == "a" and self._link:
            (address, since), self._link = self._link, None
            shown = "".join(self._line[since:]).strip()
            if address.startswith(("http://", "https://")) and shown not in {address, address.rstrip("/")}:
                self._line.append(f" ({address})" if shown else address)
        elif tag in BLOCKS:
            self._end(free=tag in APART)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._line.append(re.sub(r"\s+", " ", data))

    def _taken(self) -> str:
        """The line at hand, which begins anew."""
        line = re.sub(r" {2,}", " ", "".join(self._line)).strip()
        self._line, self._link = [], None
        return f"{'> ' * min(self._quotes, DEEPEST)}{line}".rstrip()

    def _end(self, *, free: bool = False) -> None:
        """End the line, if anything stands in it."""
        if "".join(self._line).strip():
            self._lines.append(self._taken())
        else:
            self._line = []
        if free and self._lines and self._lines[-1].strip("> "):
            self._lines.append("")
