"""An application takes long to make: it is made once, and told which company it is of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from crm_es.application import Crm


class Whichever:
    """Stands for something of the test that runs now."""

    datastore: Any

    def __init__(self, now: Callable[[], Any]) -> None:
        self.now = now

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now(), name)


class Stage(Whichever):
    """Stands for the company of the test that runs now."""

    def __init__(self) -> None:
        super().__init__(lambda: self.crm)
        self.crm: Crm | None = None
        self.app: FastAPI | None = None
        self.log = Whichever(lambda: self.crm and self.crm.log)
        self.log.datastore = Whichever(lambda: self.crm and self.crm.log.datastore)
        self.files = Whichever(lambda: self.crm and self.crm.files)
