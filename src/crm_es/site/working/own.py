"""What somebody says of their own working time: every command of it goes to their own log."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import Response
from fastapi.responses import RedirectResponse

from crm_es.playbook import Playbook
from crm_es.site.anything.commands import inside
from crm_es.site.visitor import Visitor

MOVED: Final = 303


async def say(visitor: Visitor, command: str, body: dict[str, Any] | None = None, **how: Any) -> None:
    """Send a command to one's own log."""
    told = {"person_id": visitor.me.id, **(body or {})}
    await visitor.post(f"/work-logs/{visitor.me.work_log_id}/{command}", told, **how)


def done(visitor: Visitor, note: str, then: str = "/time") -> Response:
    """It is done: open pages refresh; without scripts one comes back to where one was."""
    if visitor.is_partial:
        return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
    return RedirectResponse(inside(then) or "/time", MOVED)


def book(visitor: Visitor) -> Playbook:
    """The playbook in force."""
    reference = visitor.crm.reference
    return reference.playbooks[reference.version]
