"""The files of a letter, and the letter itself, go into the store. What the store does not keep is told."""

from __future__ import annotations

from typing import Final, NamedTuple

from crm_es.exchange.mail.letter import Letter
from crm_es.files import MEGABYTE, FileStore
from crm_es.files.kinds import LETTER
from crm_es.messages import Refused
from crm_es.stored_file import StoredFile

MOST_REMARKS: Final = 20


class Stowed(NamedTuple):
    """What is kept, and what is to be said of the rest."""

    files: tuple[StoredFile, ...]
    remarks: tuple[str, ...]


def original_of(store: FileStore, content: bytes, subject: str) -> StoredFile | None:
    """The letter as it came; None where this company keeps no files, or none so large."""
    try:
        return store.put(LETTER + content, f"{subject[:100]}.eml")
    except Refused:
        return None


def stowed(store: FileStore, letter: Letter, original: StoredFile | None, cut_from: int | None) -> Stowed:
    """The files of a letter, and last the letter itself."""
    files: dict[str, StoredFile] = {}
    remarks: list[str] = []
    for one in letter.attached:
        content = LETTER + one.content if one.name.endswith(".eml") else one.content
        try:
            kept = store.put(content, one.name)
            files.setdefault(kept.sha256, kept)
        except Refused:
            remarks.append(f"{one.name[:100]}: only in the letter")
    if letter.left_out:
        remarks.append(f"{letter.left_out} more files are in the letter only.")
    if letter.damaged:
        remarks.append("The letter cannot be read: look into it with a mail program.")
    if cut_from:
        remarks.append(f"The letter has {cut_from / MEGABYTE:.1f} MB: all of it is in the mailbox only.")
    if original:
        files.setdefault(original.sha256, original)
    return Stowed(tuple(files.values()), tuple(remarks[:MOST_REMARKS]))
