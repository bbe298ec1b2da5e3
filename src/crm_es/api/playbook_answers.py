"""What is answered about the text and the versions of the playbook."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from crm_es.exchange.playbook_changes import How
from crm_es.playbook import Playbook


class PlaybookFault(BaseModel):
    """One thing to correct in a text."""

    line: int | None = Field(description="Of the text, counted from 1; none where it is wrong as a whole.")
    path: str | None = Field(description="Such as pipelines 'wholesale' > stages 'offer' > norm_days.")
    sentence: str


class Checked(BaseModel):
    """Whether a text is a right playbook."""

    right: bool
    errors: list[PlaybookFault]
    playbook: Playbook | None = Field(description="What the text says, as /playbook/trial takes it.")


class PlaybookChange(BaseModel):
    """One place that is not the same."""

    how: How
    path: str
    before: Any = Field(description="As the file would have it; none where it is added.")
    after: Any = Field(description="None where it is removed.")


class Differences(BaseModel):
    """What one playbook says otherwise than another, in the order of the file."""

    from_version: int
    to_version: int | None = Field(description="None where it is a text that nobody has published.")
    rows: list[PlaybookChange]


class PlaybookVersion(BaseModel):
    """One version, and what goes by it."""

    version: int
    name: str
    in_force: bool
    published_at: datetime
    actor: str = Field(description="The person's id, or the name of a machine.")
    published_by: str | None
    open_deals: int = Field(description="Deals that are not closed and go by it.")


class Versions(BaseModel):
    """All versions, the newest first."""

    rows: list[PlaybookVersion]
