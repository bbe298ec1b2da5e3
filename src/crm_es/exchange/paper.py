"""What a PDF or a picture shows: the text of its pages, and what its codes hold.

Decoders meet whatever people send. So they work in a process of their own, which may neither take long nor grow large,
and knows nothing of the company.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from pydantic import BaseModel, ConfigDict

from crm_es.messages import Refused

DECODING: Final = "crm_es.exchange.decoding"
PATIENCE: Final = 20.0
"""Seconds for one file."""
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
    try:
        done = subprocess.run(  # noqa: S603 - a module of ours
            [sys.executable, "-m", DECODING],
            input=content,
            capture_output=True,
            timeout=patience,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise Refused("This file takes too long to read: send a simpler one, or a photo.", "file too heavy") from None
    if done.returncode:
        raise Refused("This file cannot be read: send another, or a photo.", "file too heavy")
    paper = Paper.model_validate_json(done.stdout)
    if paper.refusal:
        raise Refused(*paper.refusal)
    return paper.sheets
