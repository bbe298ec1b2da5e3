"""What the steps of an approval log mean: who did what, which state it leads to, which command does the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crm_es.aggregates.payment_request import Status

DECISION: Final = re.compile(
    r"^(?:.*\s)?(?P<verb>SAVED|SUBMITTED|FOR_APPROVAL|APPROVED|FINAL_APPROVED|REJECTED) by (?P<role>.*\w.*)$",
    re.IGNORECASE,
)
"""The document's name stands before the verb and differs from log to log."""
BY_SYSTEM: Final = {"request payment": "REQUESTED", "payment handled": "HANDLED"}
AUTHOR: Final = "employee"
ACCOUNTING: Final = frozenset({"missing", "undefined", "system", ""})
"""Where the log does not say who, after approval, it is accounting: nobody else has the request then."""


class Deed(NamedTuple):
    """What somebody did to a request."""

    verb: str
    role: str
    """As a playbook writes it: `budget_owner`."""


@lru_cache(maxsize=1_000)
def deed(activity: str) -> Deed | None:
    """What the step's name says; None where it is no step of a payment request."""
    if verb := BY_SYSTEM.get(activity.casefold()):
        return Deed(verb, "")
    found = DECISION.match(activity)
    return Deed(found["verb"].upper(), role_named(found["role"])) if found else None


def role_named(name: str) -> str:
    """A role of a log as a playbook writes it: `BUDGET OWNER` is `budget_owner`."""
    role = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return role[:40] if re.match(r"[a-z][a-z0-9_]", role) else f"role_{role}"[:40].rstrip("_")


def shown(before: Status, done: Deed) -> Status:
    """The state that the log shows after the step."""
    match done.verb:
        case "SUBMITTED":
            return "submitted"
        case "APPROVED" | "FOR_APPROVAL":
            return "submitted" if before == "draft" else before
        case "FINAL_APPROVED" | "REQUESTED":
            return "approved"
        case "HANDLED":
            return "paid"
        case "REJECTED":
            return "withdrawn" if done.role == AUTHOR else "rejected"
        case _:
            return before
