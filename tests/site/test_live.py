"""News for open pages: who is told, of what, and that pages let go in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import wraps
from typing import ParamSpec
from uuid import UUID

import httpx2
import psycopg
import pytest
import uvicorn
from browsing import Site
from examples import ANN, BOB, HEAD, MONDAY
from fastapi import FastAPI

from crm_es.aggregates.task import AssignTask
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle
from crm_es.site import news as module
from crm_es.site.news import News
from crm_es.site.serving import Server
from crm_es.store.database import Database

P = ParamSpec("P")
HOUR = timedelta(hours=1)
SOON = 3.0


def run(test: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    """A test in an event loop of its own."""

    @wraps(test)
    def running(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.02)


def assign(crm: Crm, to: UUID, n: int, by: UUID = HEAD) -> None:
    task = AssignTask(task_id=UUID(int=n), what="Call", responsible_id=to, due=MONDAY + HOUR)
    crm.handle(task, Context(by=by, at=MONDAY))
    settle(crm)


class Page:
    """An open page, and how often it was told."""

    def __init__(self, news: News, person_id: UUID) -> None:
        self.times = 0
        self.task = asyncio.create_task(self._listen(news, person_id))

    async def _listen(self, news: News, person_id: UUID) -> None:
        async for _ in news.of(person_id):
            self.times += 1

    async def told(self, times: int) -> None:
        async with asyncio.timeout(SOON):
            while self.times < times:  # noqa: ASYNC110 - what is waited for is another thread's doing
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


@asynccontextmanager
async def opened(news: News, *people: UUID) -> AsyncIterator[list[Page]]:
    """Pages of these people, once the log is watched."""
    pages = [Page(news, who) for who in people]
    await asyncio.sleep(0.2)
    yield pages
    for page in pages:
        await page.close()


@run
async def test_whoever_is_named_is_told_and_nobody_else(staffed: Crm) -> None:
    """S1-34"""
    async with opened(News(staffed), ANN, ANN, BOB) as (one, other, bobs):
        await asyncio.to_thread(assign, staffed, ANN, 1)
        await one.told(1)
        await other.told(1)
        assert bobs.times == 0


@run
async def test_nobody_is_told_of_what_they_did_themselves(staffed: Crm) -> None:
    async with opened(News(staffed), HEAD, ANN) as (helens, anns):
        await asyncio.to_thread(assign, staffed, ANN, 1)
        await anns.told(1)
        assert helens.times == 0


@run
async def test_after_more_than_can_be_looked_at_everybody_looks_again(
    staffed: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    async with opened(News(staffed), BOB) as (bobs,):
        await asyncio.to_thread(assign, staffed, ANN, 1)
        await bobs.told(1)


@run
async def test_news_wait_until_lists_show_them(staffed: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    async with opened(News(staffed), ANN) as (anns,):
        task = AssignTask(task_id=UUID(int=1), what="Call", responsible_id=ANN, due=MONDAY + HOUR)
        await asyncio.to_thread(staffed.handle, task, Context(by=HEAD, at=MONDAY))
        await asyncio.sleep(0.2)
        assert anns.times == 0
        await asyncio.to_thread(settle, staffed)
        await anns.told(1)


@run
async def test_once_the_last_page_is_closed_nobody_looks_any_more(staffed: Crm) -> None:
    news = News(staffed)
    before = len(asyncio.all_tasks())
    async with opened(news, ANN, BOB):
        assert news.pages == 2
    await asyncio.sleep(0.05)
    assert (news.pages, len(asyncio.all_tasks())) == (0, before)
    async with opened(news, ANN) as (anns,):
        await asyncio.to_thread(assign, staffed, ANN, 1)
        await anns.told(1)


@run
async def test_a_database_that_was_away_is_asked_again(staffed: Crm, database: Database, server_url: str) -> None:
    async with opened(News(staffed), ANN) as (anns,):
        with psycopg.connect(server_url, autocommit=True) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND application_name LIKE %s",
                (f"%{database.schema}%",),
            )
        await asyncio.to_thread(assign, staffed, ANN, 1)
        await anns.told(1)


@run
async def test_a_server_that_stops_does_not_wait_for_open_pages(staffed: Crm) -> None:
    site = FastAPI()
    site.state.news = news = News(staffed)
    server = Server(site, uvicorn.Config(site, port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    async with opened(news, ANN, BOB) as pages:
        server.should_exit = True
        async with asyncio.timeout(SOON):
            await asyncio.gather(serving, *(page.task for page in pages))
    assert news.pages == 0


def test_a_page_hears_over_http(site: Site, visit: Callable[..., httpx2.Client]) -> None:
    with visit(ANN).stream("GET", "/live") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "no-store" in answer.headers["cache-control"] or "no-cache" in answer.headers["cache-control"]
        lines = answer.iter_lines()
        site.tell(
            AssignTask(task_id=UUID(int=1), what="Call", responsible_id=ANN, due=MONDAY + HOUR),
            context=Context(by=HEAD, at=MONDAY),
        )
        assert next(line for line in lines if line.startswith("event")) == "event: news"


def test_strangers_hear_nothing(site: Site) -> None:
    assert httpx2.get(f"{site.url}/live").status_code == 303
