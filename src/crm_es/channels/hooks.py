"""Posts signed messages to addresses of other systems, as standardwebhooks.com describes it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import httpx2
from standardwebhooks import Webhook

from crm_es.channels.addresses import NotPublic, public

GONE: Final = 410
LookUp = Callable[[str], Awaitable[str]]


class Failed(Exception):
    """It was not taken. It may be the next time."""


class Closed(Exception):
    """It will never be taken there."""


class Post:
    """Posts messages, one after another. `look_up` finds the number of a name; without it, the system does."""

    def __init__(self, client: httpx2.AsyncClient, seconds: float, look_up: LookUp | None = None) -> None:
        self.client, self.seconds, self.look_up = client, seconds, look_up

    async def __call__(self, url: str, secret: str, key: UUID, content: Mapping[str, Any]) -> None:
        """Raises Failed or Closed where the answer is not one of those that begin with 2."""
        body = json.dumps(content, ensure_ascii=False)
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "user-agent": "crm_es",
            "webhook-id": str(key),
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(str(key), now, body),
        }
        try:
            async with asyncio.timeout(self.seconds):
                status = await self._status(httpx2.URL(url), headers, body.encode())
        except NotPublic as error:
            raise Closed(f"{error} CRM_ES_WEBHOOKS_PRIVATE=true allows that.") from error
        except TimeoutError as error:
            raise Failed(f"No answer within {self.seconds:g} seconds.") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError) as error:
            raise Failed(f"{type(error).__name__}: {error}") from error
        if status == GONE:
            raise Closed("It answers 410: it wants to hear nothing more.")
        if not httpx2.codes.is_success(status):
            raise Failed(f"It answers {status}.")

    async def _status(self, url: httpx2.URL, headers: dict[str, str], body: bytes) -> int:
        """What is answered besides is not read."""
        extensions = {}
        if self.look_up:
            headers |= {"host": url.netloc.decode("ascii")}
            extensions = {"sni_hostname": url.host}
            url = url.copy_with(host=await self.look_up(url.host))
        async with self.client.stream("POST", url, headers=headers, content=body, extensions=extensions) as answer:
            return answer.status_code


@asynccontextmanager
async def posting(*, private: bool, seconds: float) -> AsyncIterator[Post]:
    """A way to post for a while. `private` lets it lead into networks that are not public; `seconds` is how long an
    answer may take in all."""
    async with httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds) as client:
        yield Post(client, seconds, None if private else public)
