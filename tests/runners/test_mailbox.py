"""Every letter of a mailbox is brought to the door once, whatever happens on the way (S3-02, X-12)."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from imaplib import IMAP4
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from imap_server import Mailroom, certificate, open_mailbox

from crm_es.runners.mailbox import PATIENCE, Mailbox, Postman
from crm_es.settings import Settings
from crm_es.store import mailboxes
from crm_es.store.database import Database
from crm_es.store.mailboxes import Place

TODAY = datetime.now(UTC).date()


@dataclass
class Reader:
    """Whoever looks into the mailbox, and what was brought."""

    room: Mailroom
    database: Database
    settings: dict[str, Any]
    taken: list[bytes] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    refused: set[bytes] = field(default_factory=set)

    def take(self, content: bytes, size: int) -> None:
        if content in self.refused:
            raise ValueError("not this one")
        self.taken.append(content)
        self.sizes.append(size)

    def mailbox(self, **settings: Any) -> Mailbox:
        return Mailbox(self.database, Settings(**self.settings | settings), self.take)

    def place(self) -> Place:
        with self.database.get_connection() as db:
            (place,) = mailboxes.places(db)
        return place


@pytest.fixture
def reader(database: Database) -> Iterator[Reader]:
    database.create_schema()
    with database.get_connection() as db:
        mailboxes.create_tables(db)
    room = Mailroom()
    with open_mailbox(room) as settings:
        yield Reader(room, database, settings)


def begun(reader: Reader) -> Mailbox:
    """A mailbox that was looked into before."""
    mailbox = reader.mailbox()
    mailbox.look()
    return mailbox


def test_what_lay_there_before_stays_what_comes_is_taken_once(reader: Reader) -> None:
    reader.room.put(b"old")
    mailbox = begun(reader)
    assert mailbox.look() == 0
    for letter in (b"one", b"two"):
        reader.room.put(letter)
    assert (mailbox.look(), mailbox.look()) == (2, 0)
    assert reader.taken == [b"one", b"two"]
    assert reader.mailbox().look() == 0, "another process goes on where this one was"


def test_who_asks_for_it_gets_all_from_the_beginning(reader: Reader) -> None:
    reader.room.put(b"old")
    assert reader.mailbox(imap_from="beginning").look() == 1


def test_nothing_in_the_mailbox_is_changed(reader: Reader) -> None:
    reader.room.put(b"one")
    reader.mailbox(imap_from="beginning").look()
    words = {asked.split()[0] if not asked.startswith("UID") else asked.split()[1] for asked in reader.room.asked}
    assert words == {"CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "FETCH", "LOGOUT"}
    assert all("PEEK" in asked for asked in reader.room.asked if "BODY" in asked)


def test_a_letter_that_cannot_be_taken_waits_and_others_do_not(reader: Reader) -> None:
    mailbox = begun(reader)
    for letter in (b"bad", b"good"):
        reader.room.put(letter)
    reader.refused.add(b"bad")
    assert (mailbox.look(), reader.taken) == (1, [b"good"])
    assert "Letter 1 could not be taken: not this one" in str(reader.place().trouble)
    reader.refused.clear()
    assert (mailbox.look(), reader.taken) == (1, [b"good", b"bad"])
    assert (reader.place().trouble, reader.place().behind) == (None, [])


def test_where_nothing_can_be_taken_it_is_looked_again_later_and_all_are_taken_then(reader: Reader) -> None:
    mailbox = begun(reader)
    letters = [f"letter {n}".encode() for n in range(2 * PATIENCE)]
    for letter in letters:
        reader.room.put(letter)
    reader.refused.update(letters)
    mailbox.look()
    assert len(reader.place().behind) == PATIENCE
    reader.refused.clear()
    mailbox.look()
    assert sorted(reader.taken) == sorted(letters)


def test_a_connection_that_breaks_loses_nothing(reader: Reader) -> None:
    mailbox = begun(reader)
    for letter in (b"one", b"two", b"three"):
        reader.room.put(letter)
    reader.room.breaks_at = "FETCH 2 (BODY"
    with pytest.raises((OSError, IMAP4.error)):
        mailbox.look()
    assert "cannot be read" in str(reader.place().trouble)
    reader.room.breaks_at = None
    mailbox.look()
    assert reader.taken == [b"one", b"two", b"three"]


def test_a_letter_that_vanished_meanwhile_is_passed_over(reader: Reader) -> None:
    mailbox = begun(reader)
    uid = reader.room.put(b"one")
    reader.room.put(b"two")
    reader.refused.add(b"one")
    mailbox.look()
    del reader.room.letters[uid]
    assert mailbox.look() == 0
    assert reader.place().behind == []


def test_when_all_letters_have_other_numbers_the_latest_are_brought_again(reader: Reader) -> None:
    """The door knows which of them it has."""
    mailbox = begun(reader)
    reader.room.put(b"long ago", TODAY - timedelta(30))
    reader.room.put(b"lately")
    mailbox.look()
    reader.room.renumber()
    reader.room.put(b"since")
    mailbox.look()
    assert reader.taken == [b"long ago", b"lately", b"lately", b"since"]
    reader.room.put(b"later")
    mailbox.look()
    assert reader.taken[4:] == [b"later"]


def test_of_a_letter_that_is_too_large_the_beginning_is_brought(reader: Reader) -> None:
    mailbox = begun(reader)
    mailbox.settings = Settings(**reader.settings | {"files_limit": 1})
    reader.room.put(b"x" * (2**20 + 1))
    mailbox.look()
    assert ([len(content) for content in reader.taken], reader.sizes) == ([60_000], [2**20 + 1])


def test_one_process_looks_at_a_time(reader: Reader) -> None:
    mailbox = begun(reader)
    reader.room.put(b"one")
    assert (reader.mailbox().look(), mailbox.look()) == (0, 1)


@pytest.mark.parametrize("settings", [{"imap_password": "wrong"}, {"imap_folder": 'No "such'}, {"imap_port": 1}])
def test_what_is_wrong_with_the_mailbox_is_told(reader: Reader, settings: dict[str, Any]) -> None:
    with pytest.raises((OSError, IMAP4.error)):
        reader.mailbox(**settings).look()
    assert "The mailbox cannot be read" in str(reader.place().trouble)


def test_letters_travel_encrypted_and_only_to_whom_one_trusts(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, context = certificate(tmp_path)
    reader.room.put(b"one")
    with open_mailbox(reader.room, context) as settings:
        reader.settings = settings | {"imap_from": "beginning"}
        with pytest.raises(ssl.SSLCertVerificationError):
            reader.mailbox().look()
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert reader.mailbox(imap_folder="INBOX").look() in {0, 1}
    assert all("LOGIN" not in asked for asked in reader.room.asked[:1])


def test_it_goes_on_by_itself_until_stopped(reader: Reader) -> None:
    begun(reader)
    mailbox = reader.mailbox()
    mailbox._holder = "the same process"
    with reader.database.get_connection() as db:
        db.execute("UPDATE mailboxes SET held_until = '-infinity'")
    reader.room.password = "changed"
    postman = Postman(mailbox)
    postman.start()
    reader.room.put(b"one")
    sleep(0.1)
    reader.room.password = "open sesame"
    start = monotonic()
    while not reader.taken:
        assert monotonic() < start + 10
        sleep(0.02)
    postman.stop()
    assert reader.taken == [b"one"]


def test_a_server_that_lies_is_left_and_it_is_told(reader: Reader) -> None:
    """It neither fills the memory nor counts by what is no number."""
    mailbox = begun(reader)
    reader.room.put(b"Subject: Scales\r\n\r\nThey stopped.\r\n")
    reader.room.announced = 10**12
    with pytest.raises(IMAP4.error, match="announces 1000000000000 bytes"):
        mailbox.look()
    assert "announces" in str(reader.place().trouble)
    reader.room.announced = None
    for counted in ("99999999999999999999", "x"):
        reader.room.counted = counted
        with pytest.raises(IMAP4.error, match="no number"):
            mailbox.look()
    reader.room.counted = None
    assert mailbox.look() == 1
