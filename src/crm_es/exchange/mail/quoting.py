"""What an answer says itself, and what it only quotes of the letter before it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LONGEST: Final = 400
"""Characters of a line that may introduce a quote."""
WROTE: Final = re.compile(
    r"^>*+\s*+(?:"
    r".*\b(?:wrote|writes|schrieb|пишет|писала?|написала?|писал\(а\)|написал\(а\))\b[^:]{0,80}:"
    r"|(?=[^<]*\d).*<[^<>\s@]+@[^<>\s@]+>\s*:"
    r"|-{2,}\s*(?:original message|исходное сообщение|исходное письмо)\s*-{2,}"
    r")\s*$",
    re.IGNORECASE,
)
"""On Monday Ann wrote: / пн, 23 нояб. 2026 г. в 10:00, Анна <anna@bags.example>:"""
HEAD: Final = (
    re.compile(r"^\s*\*?(?:from|от|от кого)\s*:\*?\s*\S", re.IGNORECASE),
    re.compile(r"^\s*\*?(?:sent|date|to|subject|отправлено|дата|кому|тема)\s*:", re.IGNORECASE),
)
"""The head of the letter before, as some programs put it above the whole of it."""
RULE: Final = re.compile(r"^\s*[_-]{5,}\s*$")


class Parts(NamedTuple):
    """An answer, taken apart."""

    own: str
    quoted: str


def taken_apart(text: str) -> Parts:
    """All of the text is in the two parts. Who answers between the lines of a quote is left as it is."""
    lines = text.split("\n")
    last_quoted = max((n for n, line in enumerate(lines) if line.startswith(">")), default=-1)
    last_own = max((n for n, line in enumerate(lines) if line.strip() and not line.startswith(">")), default=-1)
    for n, line in enumerate(lines):
        after = introduced(lines, n, line)
        if after and (last_quoted < after or last_own < after):  # all of the rest, marked or not
            start = n - 1 if n and RULE.match(lines[n - 1]) else n
            return parted(lines, start)
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    return parted(lines, end)


def introduced(lines: list[str], n: int, line: str) -> int | None:
    """The number of the line after an introduction that begins in line n; None where none begins there."""
    if len(line) > LONGEST:
        return None
    if WROTE.match(line):
        return n + 1
    following = lines[n + 1] if n + 1 < len(lines) else ""
    if re.match(r"^\s*(?:on|am|le|в|\w\w,)\s.*\d", line, re.IGNORECASE) and WROTE.match(
        f"{line} {following[:LONGEST]}"
    ):
        return n + 2
    if HEAD[0].match(line) and HEAD[1].match(following):
        return n + 2
    return None


def parted(lines: list[str], place: int) -> Parts:
    own, quoted = "\n".join(lines[:place]).strip(), "\n".join(lines[place:]).strip()
    return Parts(own, quoted) if own else Parts(quoted, "")
