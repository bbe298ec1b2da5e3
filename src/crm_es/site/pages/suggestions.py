"""A suggestion with its thread: what a colleague would change, who wants it too, the answer (S0-36, S0-52)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response

from crm_es.site.anything.records import Version, looked_at
from crm_es.site.visitor import Seen

routes = APIRouter()
REGISTRY: Final = "suggestions"
WORDS: Final = {"SuggestionRepliedTo": "reply", "SuggestionAnswered": "answer"}
"""Events with something that somebody said, and the field that holds it."""


@routes.get(f"/{REGISTRY}/{{suggestion_id:uuid}}")
async def suggestion(visitor: Seen, suggestion_id: UUID, version: Version = None) -> Response:
    """One suggestion with all that was said to it."""
    facts = await looked_at(visitor, REGISTRY, suggestion_id, version)
    said = [one for one in reversed(facts["past"]) if one["event"] in WORDS]
    thread = [one | {"words": one["facts"].get(WORDS[one["event"]])} for one in said]
    return visitor.page("suggestions/suggestion.html", **facts, thread=thread)
