"""A file as facts speak of it: its name, and the hash by which its content is found, which is kept elsewhere."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from crm_es.messages import Message

FileKind = Literal["invoice", "payment order", "contract", "act", "other"]
"""What a file is to the payment that it belongs to."""

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/webp"})
"""What every browser shows."""
LONGEST_NAME: Final = 200
FORBIDDEN: Final = r'\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff/\\:*?"<>|'
"""What no name of a file holds: parts of a path, and signs that hide what the name really says."""
NAME: Final = rf"^[^{FORBIDDEN}. ]([^{FORBIDDEN}]{{0,{LONGEST_NAME - 2}}}[^{FORBIDDEN}. ])?$"

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class StoredFile(Message):
    """A file in the store. Who has it can check that its content is still the one that was meant."""

    sha256: Annotated[Sha256, Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])]
    """The hash of the content, by which it is found: 64 digits from 0 to f."""
    name: Annotated[str, StringConstraints(pattern=NAME), Field(examples=["Invoice 17.pdf"])]
    """A name without a path, invisible signs, or a dot at either end."""
    type: Annotated[
        str, StringConstraints(pattern=r"^[a-z]{1,20}/[a-z0-9.+-]{1,100}$"), Field(examples=["application/pdf"])
    ]
    """The media type, as the content shows it; what the sender claimed does not count."""
    size: Annotated[int, Field(ge=1, le=2**53, examples=[48213])]
    """In bytes."""
