"""Letters that no client wrote: automatic answers, reports of delivery, our own, and what goes round in circles."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from crm_es.exchange.mail.letter import Letter

DAEMONS: Final = re.compile(r"^(mailer-daemon|mail-daemon|postmaster|mdaemon|mailerdaemon)@")
PRECEDENCE: Final = frozenset({"bulk", "junk", "auto_reply", "auto-reply"})
ANSWERING: Final = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response")
SUBJECTS: Final = re.compile(
    r"^\W*(?:auto(?:matic)?[- ]?(?:reply|response|answer)|out of (?:the )?office|автоответ|автоматический ответ"
    r"|вне офиса|undelivered mail|undeliverable|delivery status notification|mail delivery (?:failed|subsystem))\b",
    re.IGNORECASE,
)
LOOP: Final = "X-Loop"
"""The header in which our letters name us. Whatever comes back with it went round."""


def why_not(letter: Letter, ours: Collection[str], envelope_from: str | None = None) -> str | None:
    """Why nobody is to answer it; None where a client wrote it. `envelope_from` is "" where it is from nobody."""
    told = letter.headers
    kind = told.get("content-type", "").lower()
    submitted = told.get("auto-submitted", "no").split(";")[0].strip().lower()
    precedence = told.get("precedence", "").lower()
    suppressed = [one.strip() for one in told.get("x-auto-response-suppress", "").lower().split(",")]
    came_from = told.get("return-path", "?") if envelope_from is None else envelope_from
    signs = (
        (letter.from_email in ours or told.get("x-loop", "").lower() in ours, "It is a letter of our own."),
        (kind.startswith("multipart/report") or "x-failed-recipients" in told, "It is a report of delivery."),
        (DAEMONS.match(letter.from_email or ""), "A mail server wrote it."),
        (submitted not in {"", "no"}, f"It is automatic: Auto-Submitted is {submitted[:40]!r}."),
        (precedence in PRECEDENCE, f"It is automatic: Precedence is {precedence!r}."),
        (any(name in told for name in ANSWERING) or "all" in suppressed, "It is automatic: X-Auto-Response says so."),
        (not came_from.strip("<> "), "It is automatic: its return path is empty."),
        (SUBJECTS.match(letter.subject), "It is automatic: its subject says so."),
    )
    return next((why for is_so, why in signs if is_so), None)
