"""What follows a task that is done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from crm_es.messages import Message
from crm_es.playbook import Name

Due = Annotated[AwareDatetime, Field(ge=datetime(1990, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))]


class NextTask(Message):
    """Something that the same person is to do next, for the same client or deal."""

    what: Name
    due: Due
    kind: Name | None = None
