"""The server of the pages: when it is told to stop, it lets go of open pages instead of waiting for them."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from crm_es.site.news import News


class Server(uvicorn.Server):
    """Serves a site."""

    def __init__(self, site: FastAPI, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.news: News = site.state.news

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End well."""
        self.news.end()
        await super().shutdown(sockets)
