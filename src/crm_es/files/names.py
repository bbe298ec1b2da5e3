"""Names of files, made safe: no paths, nothing invisible, nothing that tells another kind than the content has."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

from crm_es.files.kinds import EXTENSIONS
from crm_es.stored_file import FORBIDDEN

LONGEST: Final = 200
"""In bytes, of which a file system takes 255."""
NAMELESS: Final = "file"
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
SIGNS: Final = re.compile(f"[{FORBIDDEN}]")
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def named(name: str, media_type: str) -> str:
    """The last part of what the sender calls it, with an ending that fits the content."""
    clean = cleaned(re.split(r"[/\\]", name)[-1]) or NAMELESS
    endings = EXTENSIONS.get(media_type, ())
    fitting = [ending for ending in endings if clean.lower().endswith(ending)]
    ending = clean[-len(fitting[0]) :] if fitting else "".join(endings[:1])
    stem = clean.removesuffix(ending) if fitting else clean
    whole = f"{shortened(stem, LONGEST - len(ending)) or NAMELESS}{ending}"
    return f"_{whole}" if RESERVED.fullmatch(whole) else whole


def cleaned(text: str) -> str:
    """Without what is invisible, and without what means something in a path."""
    visible = "".join(sign for sign in text if sign.isspace() or category(sign) not in INVISIBLE)
    return SIGNS.sub("_", normalize("NFC", " ".join(visible.split()))).strip(" .")


def shortened(text: str, size: int) -> str:
    """As much of it as so many bytes hold."""
    return text.encode()[:size].decode(errors="ignore").strip(" .")
