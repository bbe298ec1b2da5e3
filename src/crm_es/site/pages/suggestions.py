"""A suggestion with its thread: what a colleague would change, who wants it too, the answer (S0-36, S0-52)."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from crm_es.site.anything import values
from crm_es.site.anything.lists import of
from crm_es.site.anything.records import as_it_was, history, legal
from crm_es.site.visitor import Seen

routes = APIRouter()
REGISTRY: Final = "suggestions"
WORDS: Final = {"SuggestionRepliedTo": "reply", "SuggestionAnswered": "answer"}
"""Events with something that somebody said, and the field that holds it."""


@routes.get(f"/{REGISTRY}/{{suggestion_id:uuid}}")
async def suggestion(
    visitor: Seen, suggestion_id: UUID, version: Annotated[int | None, Query(ge=1, le=2**31)] = None
) -> Response:
    """One suggestion with all that was said to it."""
    row, past, actions = await asyncio.gather(
        visitor.get(f"/{REGISTRY}/{suggestion_id}"),
        history(visitor, REGISTRY, suggestion_id),
        legal(visitor, REGISTRY, suggestion_id),
    )
    newest = past[-1]["version"] if past else None
    return visitor.page(
        "suggestions/suggestion.html",
        shown=of(REGISTRY),
        row=row,
        record_id=str(suggestion_id),
        title_of=row["text"],
        actions=actions,
        thread=[one | {"words": one["facts"].get(WORDS[one["event"]])} for one in past if one["event"] in WORDS],
        past=list(reversed(past)),
        newest=newest,
        then=await as_it_was(visitor, REGISTRY, suggestion_id, version) if version and version != newest else None,
        values=values,
        back=f"/{REGISTRY}",
    )
