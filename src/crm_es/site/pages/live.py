"""News for open pages, without asking again and again: something concerns whoever looks."""

from __future__ import annotations

from collections.abc import AsyncIterable

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent

from crm_es.site.news import News
from crm_es.site.visitor import Seen

routes = APIRouter()


@routes.get("/live", response_class=EventSourceResponse)
async def live(visitor: Seen) -> AsyncIterable[ServerSentEvent]:
    """One word whenever something happened that concerns this person."""
    news: News = visitor.request.app.state.news
    async for _ in news.of(visitor.me.id):
        yield ServerSentEvent(event="news", raw_data="news")
