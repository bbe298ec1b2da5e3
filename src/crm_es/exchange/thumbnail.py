"""The process that makes a small copy of one picture: it reads the picture, and answers with a JPEG."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from crm_es.exchange import bounded

FORMATS: Final = ("PNG", "JPEG", "WEBP")
SIDE: Final = 480
"""Pixels of its longer side."""
MOST_PIXELS: Final = 60_000_000
"""More than several screens beside each other have."""
MEMORY: Final = 2**30
QUALITY: Final = 75


def small(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise SystemExit(1)
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        shown = ImageOps.exif_transpose(picture).convert("RGB")
        shown.thumbnail((SIDE, SIDE))
        file = BytesIO()
        shown.save(file, "JPEG", quality=QUALITY, optimize=True)
        return file.getvalue()


if __name__ == "__main__":
    bounded.answer(small, MEMORY)
