"""Takes the text and the codes out of the pages of a PDF.

Text comes line by line as the eye sees it, with tabs between what stands apart, such as the cells of a table.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import suppress
from math import sqrt
from typing import Any, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from crm_es.messages import Refused

MOST_PAGES: Final = 10
MOST_LETTERS: Final = 20_000
"""Of one page; a page of a novel has two thousand."""
DOTS: Final = 300 / 72
"""Pixels of a point: 300 to an inch."""
MOST_PIXELS: Final = 12_000_000
LONGEST: Final = 20_000
"""Pixels of a side."""
APART: Final = 0.9
"""The gap between two cells, in heights of a letter."""
ENCRYPTED: Final = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
LETTERS: Final = range(1, 0x110000)
SURROGATES: Final = range(0xD800, 0xE000)
RULE: Final = "the PDF can be read"


class Piece(NamedTuple):
    """Letters that belong together."""

    left: float
    right: float
    bottom: float
    top: float
    text: str

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


def opened(content: bytes) -> list[Any]:
    """The first pages; a sentence where there is none that can be read."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in ENCRYPTED:
            raise Refused("This PDF asks for a password: save it without one, and send that.", RULE) from None
        document = ()
    found = []
    for number in range(min(len(document), MOST_PAGES)):
        with suppress(pypdfium2.PdfiumError):  # a page may be broken where others are not
            found.append(document[number])
    if not found:
        raise Refused("This PDF is damaged: ask for it again, or send a photo.", RULE)
    return found


def text(page: Any) -> str:
    """The text of a page. Of one that lies on its side, nobody knows what stands beside what."""
    if page.get_rotation():
        return str(page.get_textpage().get_text_bounded())[:MOST_LETTERS]
    return "\n".join("\t".join(piece.text for piece in line) for line in lines(list(pieces(page.get_textpage()))))


def picture(page: Any) -> Image.Image:
    """The page as a picture, in grey."""
    width, height = (max(side, 1) for side in page.get_size())
    scale = min(DOTS, sqrt(MOST_PIXELS / (width * height)), LONGEST / max(width, height))
    drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return drawn


def pieces(page_text: Any) -> Iterator[Piece]:
    """Letters in the order of the file, cut where a line or a cell ends."""
    box = pdfium.FS_RECTF()
    begun: Piece | None = None
    for index in range(min(page_text.count_chars(), MOST_LETTERS)):
        letter = letter_of(pdfium.FPDFText_GetUnicode(page_text, index))
        pdfium.FPDFText_GetLooseCharBox(page_text, index, ctypes.byref(box))
        new = Piece(box.left, box.right, box.bottom, box.top, letter)
        if begun and continues(begun, new):
            begun = begun._replace(right=max(begun.right, new.right), text=begun.text + letter)
        elif not letter.isspace():
            if begun:
                yield tidy(begun)
            begun = new
    if begun:
        yield tidy(begun)


def letter_of(number: int) -> str:
    """Files may say anything; half a pair of UTF-16 is no letter."""
    return chr(number) if number in LETTERS and number not in SURROGATES else "\ufffd"


def continues(begun: Piece, new: Piece) -> bool:
    if new.text in "\r\n\t":
        return False
    height = begun.top - begun.bottom
    return begun.bottom < new.middle < begun.top and -height < new.left - begun.right < APART * height


def tidy(piece: Piece) -> Piece:
    return piece._replace(text=" ".join(piece.text.split()))


def lines(found: list[Piece]) -> list[list[Piece]]:
    """Pieces side by side, from top to bottom and from left to right."""
    made: list[list[Piece]] = []
    for piece in sorted(found, key=lambda piece: -piece.middle):
        first = made[-1][0] if made else None
        if first and first.bottom < piece.middle and piece.bottom < first.middle:
            made[-1].append(piece)
        else:
            made.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in made]
