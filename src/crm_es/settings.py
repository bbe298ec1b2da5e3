"""What an operator may set, by environment variables that begin with CRM_ES_, and the database that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal

import psycopg
from platformdirs import user_data_path
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm_es.store.server import Unavailable, hosting

OLDEST_POSTGRESQL: Final = 15


def not_reserved(name: str) -> str:
    if name.startswith("pg_") or name == "information_schema":
        raise ValueError(f"The name {name} belongs to PostgreSQL. Choose another.")
    return name


Company = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$"), AfterValidator(not_reserved)]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CRM_ES_", env_ignore_empty=True, frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("crm-es"), description="Folder of the embedded database.")
    database_url: str | None = Field(default=None, description="A PostgreSQL of your own, instead of the embedded one.")
    company: Company = Field(default="main", description="The company, which is a schema of the database.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port of the web server.")
    workers: bool = Field(default=True, description="Whether `serve` runs policies, projections and the clock too.")
    log_format: Literal["console", "json"] = Field(default="console", description="How log lines look.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="What is logged.")


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The URL of the operator's own PostgreSQL, or of the embedded one for as long as it is needed."""
    if settings.database_url is None:
        with hosting(settings.home.expanduser()) as url:
            yield url
    else:
        check(settings.database_url)
        yield settings.database_url


def check(url: str) -> None:
    """Refuses a server that is too old, or that does not know Russian letters."""
    try:
        with psycopg.connect(url, connect_timeout=10) as db:
            version = db.info.server_version // 10_000
            russian = db.execute("SELECT upper('ё') = 'Ё'").fetchone() == (True,)
    except psycopg.Error as error:
        raise Unavailable(f"No PostgreSQL answers at CRM_ES_DATABASE_URL: {error}") from error
    if version < OLDEST_POSTGRESQL:
        raise Unavailable(f"The server is PostgreSQL {version}. Use {OLDEST_POSTGRESQL} or newer.")
    if not russian:
        raise Unavailable(
            "The database does not know Russian letters. Create it with ENCODING UTF8 and a UTF-8 locale."
        )
