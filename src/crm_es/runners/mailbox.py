"""Looks into a mailbox from time to time, and brings every letter in it to a door of ours, once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable
from datetime import timedelta
from imaplib import IMAP4
from threading import Event as Signal
from threading import Thread
from typing import Final
from uuid import uuid4

import structlog

from crm_es.channels import imap
from crm_es.files import MEGABYTE
from crm_es.settings import Settings
from crm_es.store import mailboxes
from crm_es.store.database import Database
from crm_es.store.mailboxes import Place

log = structlog.get_logger()
Take = Callable[[bytes, int], object]
"""Takes a letter, and is told how large it is: it may be a beginning only. It may be given the same one again."""
CUT_TO: Final = 60_000
"""Bytes of a letter that is too large."""
A_WHILE: Final = timedelta(days=2)
"""So far before the last look letters are taken again where the server gives all of them other numbers."""
HELD: Final = 300.0
"""Seconds without a sign of life after which another process may look."""
PATIENCE: Final = 10
"""Letters that could not be taken, after which it is looked again later."""


class Mailbox:
    """The mailbox that the settings name, of which any number of processes may take care."""

    def __init__(self, database: Database, settings: Settings, take: Take) -> None:
        self.database, self.settings, self.take = database, settings, take
        self.name = f"{settings.imap_user}@{settings.imap_host}/{settings.imap_folder}"
        self._holder = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"

    def look(self) -> int:
        """Take what is new. Answers how many letters that were. Raises where the mailbox or the database is away."""
        with self.database.get_connection() as db:
            if not mailboxes.hold(db, self.name, self._holder, HELD):
                return 0
            place = mailboxes.place_of(db, self.name)
        try:
            with imap.opened(self.settings) as mailbox:
                taken, trouble = self._read(mailbox, place)
        except (OSError, IMAP4.error) as error:
            self._looked(f"The mailbox cannot be read: {error}")
            raise
        self._looked(trouble)
        return taken

    def _read(self, mailbox: imap.Mailbox, place: Place) -> tuple[int, str | None]:
        place, uids = self._waiting(mailbox, place)
        taken, trouble, failures = 0, None, 0
        for uid in uids:
            try:
                found = mailbox.letter(uid, self.settings.files_limit * MEGABYTE, CUT_TO)
                if found:
                    self.take(*found)
                    taken += 1
                place = place._replace(behind=without(place.behind, uid), letters=place.letters + bool(found))
            except (OSError, IMAP4.error):
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, the others are taken
                log.warning("a letter could not be taken", mailbox=self.name, uid=uid, error=repr(error))
                trouble, failures = f"Letter {uid} could not be taken: {error}", failures + 1
                place = place._replace(behind=(*without(place.behind, uid), uid))
            place = place._replace(uid=max(place.uid, uid))
            self._keep(place)
            if failures >= PATIENCE:
                break
        return taken, trouble

    def _waiting(self, mailbox: imap.Mailbox, place: Place) -> tuple[Place, list[int]]:
        """What is to be taken, and the place from which that is counted."""
        if place.uid_validity == mailbox.uid_validity:
            return place, [*mailbox.after(place.uid), *place.behind]
        begun = place._replace(uid_validity=mailbox.uid_validity, uid=0, behind=())
        if place.looked_at:
            uids = mailbox.since((place.looked_at - A_WHILE).date())
            begun = begun._replace(uid=mailbox.newest, behind=tuple(uids))
        elif self.settings.imap_from == "beginning":
            uids = mailbox.after(0)
        else:
            begun, uids = begun._replace(uid=mailbox.newest), []
        self._keep(begun)
        return begun, uids

    def _keep(self, place: Place) -> None:
        with self.database.get_connection() as db:
            mailboxes.keep(db, place)
            mailboxes.hold(db, self.name, self._holder, HELD)

    def _looked(self, trouble: str | None) -> None:
        with self.database.get_connection() as db:
            mailboxes.looked(db, self.name, trouble[:500] if trouble else None)


def without(uids: Iterable[int], uid: int) -> tuple[int, ...]:
    return tuple(one for one in uids if one != uid)


class Postman:
    """A thread that looks into a mailbox until stopped, less often while something is wrong."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self._stopped = Signal()
        self._thread = Thread(target=self._run, name="mailbox", daemon=True)

    def start(self) -> None:
        with self.mailbox.database.get_connection() as db:
            mailboxes.create_tables(db)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        pause = every = self.mailbox.settings.imap_every
        while not self._stopped.is_set():
            try:
                self.mailbox.look()
                pause = every
            except Exception as error:  # noqa: BLE001 - the server or the database may be away
                log.warning("the mailbox cannot be read", mailbox=self.mailbox.name, error=str(error))
                pause = min(2 * pause, max(every, 600.0))
            self._stopped.wait(pause)
