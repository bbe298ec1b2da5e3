"""When somebody says whom or what news from another system are about, the news are entered (S0-37)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.inbox_item import InboxItemSettled
from crm_es.inbox_wishes import wish
from crm_es.messages import Command


def react(event: InboxItemSettled) -> Iterator[Command]:
    yield wish(event.source, event.told, event.found, event.on)
