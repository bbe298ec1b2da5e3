"""What a PDF or a picture shows: the text of its pages, and what its codes hold.

Decoders meet whatever people send. So they work apart.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from crm_es.exchange.bounded import PATIENCE, apart
from crm_es.messages import Refused

DECODING: Final = "crm_es.exchange.decoding"
PDF: Final = b"%PDF-"
BEGINNING: Final = 1024
"""Bytes among which a PDF has to say what it is."""
PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"II*\0", b"MM\0*", b"BM")


class Sheet(BaseModel):
    """What one page shows."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    text: str = ""
    codes: list[bytes] = []


class Paper(BaseModel):
    """What a file shows, or why it cannot be looked at."""

    sheets: list[Sheet] = []
    refusal: tuple[str, str] | None = None
    """The sentence and the rule."""


def is_pdf(content: bytes) -> bool:
    return PDF in content[:BEGINNING]


def is_picture(content: bytes) -> bool:
    return content.startswith(PICTURES)


def look(content: bytes, patience: float = PATIENCE) -> list[Sheet]:
    """The pages of a PDF, or the pictures of a file."""
    paper = Paper.model_validate_json(apart(DECODING, content, patience))
    if paper.refusal:
        raise Refused(*paper.refusal)
    return paper.sheets
