"""Opens the doors for mail that the settings name, for as long as a server or worker runs."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from errno import EADDRINUSE
from typing import TYPE_CHECKING

import structlog

from crm_es.application import Crm
from crm_es.exchange.mail.intake import Door
from crm_es.files import MEGABYTE
from crm_es.settings import Settings

if TYPE_CHECKING:
    from crm_es.channels.mail_door import Place

log = structlog.get_logger()


@contextmanager
def mail_doors(crm: Crm, settings: Settings) -> Iterator[None]:
    """The mailbox is looked into, and the door listens, if they are set."""
    with ExitStack() as open_ones:
        if settings.imap_host:
            open_ones.enter_context(mailbox(crm, settings))
        if settings.mail_door:
            open_ones.enter_context(listening(crm, settings))
        yield


@contextmanager
def mailbox(crm: Crm, settings: Settings) -> Iterator[None]:
    from crm_es.runners.mailbox import Mailbox, Postman  # noqa: PLC0415 - who has no mailbox does without

    door = Door(crm, "mailbox", settings.own_addresses)
    postman = Postman(Mailbox(crm.log.database, settings, lambda content, size: door.take(content, size=size)))
    postman.start()
    try:
        yield
    finally:
        postman.stop()


@contextmanager
def listening(crm: Crm, settings: Settings) -> Iterator[None]:
    from crm_es.channels.mail_door import MailDoor, Place  # noqa: PLC0415 - who has no door does without

    host, _, port = (settings.mail_door or "").rpartition(":")
    place = Place(host.strip("[]"), int(port), settings.mail_door_lmtp)
    limit, door = settings.files_limit * MEGABYTE, Door(crm, "smtp", settings.own_addresses)
    if taken(place):
        log.warning("another process listens there already", mail_door=settings.mail_door)
        yield
        return
    opened = MailDoor(place, frozenset(settings.door_addresses), limit, door.take)
    opened.start()
    try:
        yield
    finally:
        opened.stop()


def taken(place: Place) -> bool:
    """Whether somebody listens there: one of several processes of a company is enough."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        socket.create_server((place.host, place.port), family=family).close()
    except OSError as error:
        if error.errno != EADDRINUSE:
            raise
        return True
    return False
