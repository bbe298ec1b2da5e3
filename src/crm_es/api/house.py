"""What every question needs: the company, whoever asks, and patience for readers that lag."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractContextManager
from time import monotonic, sleep
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from fastapi import Depends, HTTPException, Query, Response
from psycopg import Connection
from pydantic_core import to_json

from crm_es.api.security import Asker, Door
from crm_es.api.sight import Sight, sight
from crm_es.application import Crm

LARGEST_POSITION: Final = 2**63 - 1
PAUSE: Final = 0.01
Found = TypeVar("Found")
After = Annotated[
    int | None, Query(ge=0, le=LARGEST_POSITION, description="Wait until the list has come to this position.")
]


class House(NamedTuple):
    """The company behind the questions."""

    crm: Crm
    door: Door
    patience: float
    """Seconds that a question waits for a list to come to a position."""

    def database(self) -> AbstractContextManager[Connection[Any]]:
        return self.crm.log.datastore.get_connection()

    def sight(self, asker: Asker) -> Sight:
        return sight(self.crm.reference, asker.person_id)

    @property
    def seeing(self) -> Any:
        """A dependency: what the asker may see."""

        def seen(asker: Annotated[Asker, Depends(self.door)]) -> Sight:
            return self.sight(asker)

        return Depends(seen)

    def caught_up(self, readers: Iterable[str]) -> Callable[..., Awaitable[None]]:
        """A dependency: read your writes."""
        names = sorted(readers)

        async def wait(after: After = None) -> None:
            until = monotonic() + self.patience
            while after is not None and await asyncio.to_thread(self._behind, names, after):
                if monotonic() > until:
                    said = f"The list has not come to position {after} yet: ask again in a moment."
                    raise HTTPException(503, said, {"Retry-After": "1"})
                await asyncio.sleep(PAUSE)

        return wait

    def found(self, readers: Iterable[str], look: Callable[[], Found | None]) -> Found:
        """What is there, if need be only when the lists have come to where the log ends now."""
        if (seen := look()) is None:
            names, newest, until = sorted(readers), self.crm.log.head(), monotonic() + self.patience
            while self._behind(names, newest) and monotonic() < until:
                sleep(PAUSE)
            if (seen := look()) is None:
                raise HTTPException(404)
        return seen

    def _behind(self, names: list[str], position: int) -> bool:
        return any(self.crm.log.position(name) < position for name in names)


def answer(content: Any, **headers: str) -> Response:
    """JSON in which amounts are texts, so that nobody rounds them."""
    return Response(to_json(content), headers=headers, media_type="application/json")
