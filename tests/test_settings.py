"""An operator sets what is needed by environment, and hears of a mistake at the start."""

import shutil
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from pydantic import ValidationError

from crm_es.files import MEGABYTE
from crm_es.files.bucket import Bucket
from crm_es.files.folder import Folder
from crm_es.settings import Settings, check, database, file_store
from crm_es.store.server import Unavailable


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CRM_ES_{name.upper()}", raising=False)


def test_without_settings_a_company_has_its_own_database_in_the_users_folder() -> None:
    settings = Settings()
    assert settings.database_url is None
    assert settings.home.name == "crm-es"
    assert (settings.company, settings.port) == ("main", 8000)


def test_the_environment_sets_and_an_empty_value_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_ES_HOME", "/srv/crm")
    monkeypatch.setenv("CRM_ES_WORKERS", "no")
    monkeypatch.setenv("CRM_ES_DATABASE_URL", "")
    settings = Settings()
    assert settings.home == Path("/srv/crm")
    assert not settings.workers
    assert settings.database_url is None


@pytest.mark.parametrize("name", ["Main", "1st", "a-b", 'a"; DROP SCHEMA public', "pg" * 30, "", "main\n"])
def test_a_company_is_named_by_a_plain_word(name: str) -> None:
    with pytest.raises(ValidationError, match="company"):
        Settings(company=name)


@pytest.mark.parametrize("name", ["pg_catalog", "pg_temp", "information_schema"])
def test_a_company_is_not_named_like_a_part_of_postgresql(name: str) -> None:
    with pytest.raises(ValidationError, match="company"):
        Settings(company=name)


def test_files_lie_beside_the_database_of_the_company_unless_told_where(tmp_path: Path) -> None:
    assert file_store(Settings(home=tmp_path, company="north")) == Folder(tmp_path / "files" / "north", 25 * MEGABYTE)
    assert file_store(Settings(files=str(tmp_path), files_limit=1)) == Folder(tmp_path, MEGABYTE)
    bucket = file_store(Settings(files="s3://papers/north", files_endpoint="https://s3.example.com"))
    assert (type(bucket), bucket.limit) == (Bucket, 25 * MEGABYTE)


@pytest.mark.parametrize("place", ["s3://", "s3:///north", "https://papers.example.com", "ftp://papers"])
def test_a_place_for_files_is_a_folder_or_a_bucket(place: str) -> None:
    with pytest.raises(ValidationError, match="s3://bucket/prefix"):
        Settings(files=place)


def test_an_own_postgresql_is_used_as_it_is(server_url: str) -> None:
    with database(Settings(database_url=server_url)) as url:
        assert url == server_url


def test_the_embedded_one_is_there_for_as_long_as_it_is_needed(tmp_path: Path) -> None:
    with database(Settings(home=tmp_path)) as url, psycopg.connect(url) as db:
        assert db.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    shutil.rmtree((tmp_path / "postgres").resolve())


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="CRM_ES_DATABASE_URL"):
        check(f"postgresql:///postgres?host={tmp_path}")


def test_a_database_that_does_not_know_russian_letters_is_refused(server_url: str, schema: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute(f"CREATE DATABASE {schema} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'".encode())
        with pytest.raises(Unavailable, match="Russian letters"):
            check(make_conninfo(server_url, dbname=schema))
        db.execute(f"DROP DATABASE {schema}".encode())


def test_a_mailbox_has_an_owner_and_a_door_has_addresses() -> None:
    with pytest.raises(ValidationError, match="whose mailbox it is"):
        Settings(imap_host="imap.trade.example")
    with pytest.raises(ValidationError, match="whose letters are taken there"):
        Settings(mail_door="127.0.0.1:2525")
    for wrong in ("2525", "127.0.0.1", "somewhere:port"):
        with pytest.raises(ValidationError, match="mail_door"):
            Settings(mail_door=wrong, mail_door_addresses="service@trade.example")


def test_our_own_addresses_are_all_that_we_write_from_and_are_written_to() -> None:
    settings = Settings(
        mail_from="Trade <Accounts@trade.example>",
        imap_user="service@trade.example",
        mail_door_addresses="Help@trade.example, service@trade.example",
    )
    assert settings.own_addresses == {"accounts@trade.example", "service@trade.example", "help@trade.example"}
    assert settings.door_addresses == ("help@trade.example", "service@trade.example")
    assert Settings(imap_user="service").own_addresses == frozenset()


@pytest.mark.parametrize(
    "address", ["crm.example", "ftp://crm.example", "https://", "https://crm.example/?x=1", "https://a b"]
)
def test_links_begin_with_an_address_that_a_browser_takes(address: str) -> None:
    assert Settings().public_url is None
    assert Settings(public_url="https://crm.example/").public_url == "https://crm.example"
    with pytest.raises(ValidationError, match="as a browser takes it"):
        Settings(public_url=address)
