"""Finds the codes in a picture, such as a photo of an invoice."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Final

import zxingcpp
from PIL import Image, ImageOps, ImageSequence

from crm_es.messages import Refused

FORMATS: Final = ("PNG", "JPEG", "WEBP", "TIFF", "BMP")
MOST_PIXELS: Final = 60_000_000
"""More than the camera of a phone makes in one piece."""
LARGE: Final = 12_000_000
"""Pixels that are enough for any code on a sheet; of what is larger, a smaller copy is looked at first."""
MOST_FRAMES: Final = 10
"""Of a scan with several pages in one file."""
KINDS: Final = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Aztec, zxingcpp.BarcodeFormat.DataMatrix]
)
"""What the standard for payment codes allows."""
RULE: Final = "the picture can be read"


def frames(content: bytes) -> Iterator[Image.Image]:
    """The pictures in a file, in grey and upright."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as file:
            yield from map(upright, islice(ImageSequence.Iterator(file), MOST_FRAMES))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large() from None
    except Refused:
        raise
    except Exception as error:  # whatever the many decoders stumble over
        raise Refused("This picture is damaged: send it again, or take another photo.", RULE) from error


def upright(frame: Image.Image) -> Image.Image:
    if frame.width * frame.height > MOST_PIXELS:
        raise too_large()
    return ImageOps.exif_transpose(frame).convert("L")


def too_large() -> Refused:
    return Refused(f"This picture has more than {MOST_PIXELS // 10**6} million pixels: send a smaller one.", RULE)


def codes(picture: Image.Image) -> list[bytes]:
    """What the codes in a picture hold, as bytes: a guessed encoding would spoil their letters."""
    if picture.width * picture.height > LARGE and (found := scanned(picture.reduce(2))):
        return found
    return scanned(picture)


def scanned(picture: Image.Image) -> list[bytes]:
    return [code.bytes for code in zxingcpp.read_barcodes(picture, formats=KINDS)]
