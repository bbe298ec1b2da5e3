"""Ctrl+K: anything that can be found by words or numbers, and places to go to (X-04)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from crm_es.site.visitor import Seen

routes = APIRouter()


@routes.get("/search")
async def search(visitor: Seen, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """What is found, the likeliest first; after / places of the menu."""
    words = q.strip()
    if words.startswith("/") or not words:
        wanted = words[1:].strip().casefold()
        places = [
            item
            for part in visitor.facts["menu"]
            for item in part.items
            if wanted in visitor.speech.text(item.title).casefold()
        ]
        return visitor.page("found.html", places=places, results=[], words=words)
    found = await visitor.get("/search", q=words, limit=5)
    return visitor.page("found.html", places=[], results=found["results"], words=words)
