"""One company, opened: its database, its log, its files, its write side. Where everything is wired together, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crm_es.application import Crm
from crm_es.runners.worker import enrol
from crm_es.settings import Settings, database, file_store
from crm_es.store.database import Database
from crm_es.store.log import Log


@contextmanager
def opened(settings: Settings) -> Iterator[Crm]:
    """The company that the settings name, ready for commands; everything is closed cleanly at the end."""
    with database(settings) as url:
        store = Database(url, settings.company)
        crm = Crm(Log(store), file_store(settings))
        try:
            enrol(crm.log)
            yield crm
        finally:
            crm.close()
            store.close()
