"""What an operator may set, by environment variables that begin with CRM_ES_, and the database that follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import getaddresses, parseaddr
from pathlib import Path
from typing import Annotated, Final, Literal

import psycopg
from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, StringConstraints, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm_es.files import MEGABYTE, FileStore
from crm_es.files.folder import Folder
from crm_es.store.server import Unavailable, hosting

OLDEST_POSTGRESQL: Final = 15


def not_reserved(name: str) -> str:
    if name.startswith("pg_") or name == "information_schema":
        raise ValueError(f"The name {name} belongs to PostgreSQL. Choose another.")
    return name


def one_address(mailbox: str) -> str:
    _, address = parseaddr(mailbox)
    if "@" not in address or not mailbox.isprintable():
        raise ValueError("Give one address, such as Accounts <accounts@company.example>.")
    return mailbox


def reachable(address: str) -> str:
    if not re.match(r"https?://[^/?#\s]+(/[^?#\s]*)?$", address):
        raise ValueError("Give the address as a browser takes it, such as https://crm.company.example.")
    return address.rstrip("/")


Company = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$"), AfterValidator(not_reserved)]
Mailbox = Annotated[str, AfterValidator(one_address)]
PLACE: Final = r"^[A-Za-z0-9.:-]*:\d{1,5}$"


def addresses(typed: str) -> str:
    """Without blanks, in small letters."""
    several = [one.strip().lower() for one in typed.split(",") if one.strip()]
    for one in several:
        one_address(one)
    return ",".join(several)


Addresses = Annotated[str, AfterValidator(addresses)]


def folder_or_bucket(place: str) -> str:
    if "://" in place and not re.match(r"s3://[^/]", place):
        raise ValueError("Files go into a folder, or into a bucket such as s3://bucket/prefix: name one of them.")
    return place


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CRM_ES_", env_ignore_empty=True, frozen=True)

    home: Path = Field(default_factory=lambda: user_data_path("crm-es"), description="Folder of the embedded database.")
    database_url: str | None = Field(default=None, description="A PostgreSQL of your own, instead of the embedded one.")
    company: Company = Field(default="main", description="The company, which is a schema of the database.")
    files: Annotated[str, AfterValidator(folder_or_bucket)] | None = Field(
        default=None, description="A folder or s3://bucket/prefix for files, instead of one in `home`."
    )
    files_endpoint: str | None = Field(default=None, description="The address of an S3 that is not Amazon's.")
    files_limit: int = Field(default=25, ge=1, le=5000, description="How many MB a file may have.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port of the web server.")
    public_url: Annotated[str, AfterValidator(reachable)] | None = Field(
        default=None, description="Where clients reach the server: https://crm.company.example. Links begin with it."
    )
    workers: bool = Field(default=True, description="Whether `serve` runs policies, projections and the clock too.")
    smtp_host: str | None = Field(default=None, description="The mail server. Without one, no mail is sent.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port. At 465 all is encrypted from the start.")
    smtp_user: str | None = Field(default=None, description="Who signs in there.")
    smtp_password: SecretStr | None = Field(default=None, description="And with what.")
    smtp_start_tls: bool = Field(default=True, description="Whether the connection must be encrypted.")
    mail_from: Mailbox | None = Field(
        default=None, validate_default=True, description="Whose mail it is: Name <name@company.example>."
    )
    mail_reply_to: Mailbox | None = Field(default=None, description="Where answers go instead.")
    service_from: Mailbox | None = Field(
        default=None, description="Whose mail answers to tickets are, where that is another. Clients answer there."
    )
    imap_host: str | None = Field(default=None, description="The server with the mailbox whose letters become tickets.")
    imap_port: int = Field(default=993, ge=1, le=65535, description="Its port.")
    imap_user: str | None = Field(default=None, validate_default=True, description="Who signs in there.")
    imap_password: SecretStr | None = Field(default=None, description="And with what.")
    imap_folder: str = Field(default="INBOX", description="The folder that is looked into. Nothing in it is changed.")
    imap_tls: Literal["implicit", "starttls", "none"] = Field(
        default="implicit", description="From when on the connection is encrypted."
    )
    imap_every: float = Field(default=60, gt=0, le=86_400, description="Seconds between looks.")
    imap_from: Literal["now", "beginning"] = Field(
        default="now", description="Whether what lay there before the first look becomes tickets too."
    )
    mail_door: Annotated[str, StringConstraints(pattern=PLACE)] | None = Field(
        default=None, description="Where a mail server hands over letters, as host:port."
    )
    mail_door_lmtp: bool = Field(default=False, description="Whether it does so by LMTP instead of SMTP.")
    mail_door_addresses: Addresses = Field(
        default="", validate_default=True, description="Whose letters are taken there, with commas between them."
    )
    webhooks_private: bool = Field(default=False, description="Whether webhooks may be in a private network.")
    effect_attempts: int = Field(default=12, ge=1, le=50, description="How often what is done outside is tried.")
    effect_wait: float = Field(default=10, ge=0, le=3600, description="Seconds to the second try; doubled with each.")
    effect_seconds: float = Field(default=20, gt=0, le=600, description="How long an answer from outside may take.")
    log_format: Literal["console", "json"] = Field(default="console", description="How log lines look.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="What is logged.")

    @field_validator("mail_from")
    @classmethod
    def _mail_has_a_sender(cls, mail_from: str | None, others: ValidationInfo) -> str | None:
        if others.data.get("smtp_host") and not mail_from:
            raise ValueError("Say in CRM_ES_MAIL_FROM whose mail it is, or leave CRM_ES_SMTP_HOST out.")
        return mail_from

    @field_validator("imap_user")
    @classmethod
    def _a_mailbox_has_an_owner(cls, user: str | None, others: ValidationInfo) -> str | None:
        if others.data.get("imap_host") and not user:
            raise ValueError("Say in CRM_ES_IMAP_USER whose mailbox it is, or leave CRM_ES_IMAP_HOST out.")
        return user

    @field_validator("mail_door_addresses")
    @classmethod
    def _a_door_has_addresses(cls, addresses: str, others: ValidationInfo) -> str:
        if others.data.get("mail_door") and not addresses:
            raise ValueError("Say in CRM_ES_MAIL_DOOR_ADDRESSES whose letters are taken there.")
        return addresses

    @property
    def own_addresses(self) -> frozenset[str]:
        """From which we write, and at which clients write to us."""
        told = (self.mail_from, self.mail_reply_to, self.service_from, self.imap_user, *self.door_addresses)
        return frozenset(address.lower() for _, address in getaddresses(list(filter(None, told))) if "@" in address)

    @property
    def door_addresses(self) -> tuple[str, ...]:
        return tuple(filter(None, self.mail_door_addresses.split(",")))


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The URL of the operator's own PostgreSQL, or of the embedded one for as long as it is needed."""
    if settings.database_url is None:
        with hosting(settings.home.expanduser()) as url:
            yield url
    else:
        check(settings.database_url)
        yield settings.database_url


def file_store(settings: Settings) -> FileStore:
    """Where the company's files lie."""
    limit = settings.files_limit * MEGABYTE
    if settings.files is None:
        return Folder(settings.home.expanduser() / "files" / settings.company, limit)
    if settings.files.startswith("s3://"):
        from crm_es.files.bucket import Bucket  # noqa: PLC0415 - boto3 is slow to import, a folder does without

        return Bucket(settings.files, settings.files_endpoint, limit)
    return Folder(Path(settings.files).expanduser(), limit)


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
