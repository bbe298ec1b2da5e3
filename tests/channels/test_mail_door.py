"""A mail server that hands over a letter hears yes when it is recorded, and never before (S3-02)."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from letters import ORDINARY as WRITTEN

from crm_es.channels.mail_door import MailDoor, Place

ORDINARY = WRITTEN.replace(b"\n", b"\r\n")
US, YOU = "service@trade.example", "olga@bags.example"


@dataclass
class Desk:
    """What the door brings, and whether it can be recorded."""

    away: bool = False
    letters: list[tuple[bytes, str]] = field(default_factory=list)

    def take(self, content: bytes, envelope_from: str) -> None:
        if self.away:
            raise ConnectionError("the database is away")
        self.letters.append((content, envelope_from))


@contextmanager
def door(desk: Desk, *, lmtp: bool = False, limit: int = 2**20) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    listening = MailDoor(Place("127.0.0.1", port, lmtp), frozenset({US, "help@trade.example"}), limit, desk.take)
    listening.start()
    yield port
    listening.stop()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def codes(refused: Callable[[], object]) -> list[int]:
    try:
        refused()
    except smtplib.SMTPRecipientsRefused as error:
        return [code for code, _ in error.recipients.values()]
    except smtplib.SMTPResponseException as error:
        return [error.smtp_code]
    return []


def test_what_is_recorded_is_taken_byte_by_byte(desk: Desk) -> None:
    with door(desk) as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail(YOU, [US], ORDINARY)
        server.sendmail("", ["Service+T-1@Trade.example"], b"Subject: \xf7\r\n\r\n.dot\r\n" + b"x" * 5000 + b"\r\n")
    first, second = desk.letters
    assert first == (ORDINARY, YOU)
    assert second == (b"Subject: \xf7\r\n\r\n.dot\r\n" + b"x" * 5000 + b"\r\n", "")


def test_what_cannot_be_recorded_is_put_off(desk: Desk) -> None:
    with door(desk) as port, smtplib.SMTP("127.0.0.1", port) as server:
        desk.away = True
        assert codes(lambda: server.sendmail(YOU, [US], ORDINARY)) == [451]
        desk.away = False
        assert server.sendmail(YOU, [US], ORDINARY) == {}
    assert len(desk.letters) == 1


def test_it_is_no_relay(desk: Desk) -> None:
    with door(desk) as port, smtplib.SMTP("127.0.0.1", port) as server:
        assert codes(lambda: server.sendmail(YOU, ["anybody@elsewhere.example"], ORDINARY)) == [550]
        assert list(server.sendmail(YOU, [US, "anybody@elsewhere.example"], ORDINARY)) == ["anybody@elsewhere.example"]
    assert len(desk.letters) == 1


def test_what_is_too_large_is_refused_before_it_is_sent_or_after(desk: Desk) -> None:
    large = ORDINARY + b"line\r\n" * 1000
    with door(desk, limit=2000) as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        assert server.esmtp_features["size"] == "2000"
        assert codes(lambda: server.sendmail(YOU, [US], large)) == [552]
        server.mail(YOU)
        server.rcpt(US)
        assert server.data(large)[0] == 552
    assert desk.letters == []


def test_by_lmtp_each_recipient_is_answered(desk: Desk) -> None:
    with door(desk, lmtp=True) as port, smtplib.LMTP("127.0.0.1", port) as server:
        for away, code in ((False, 250), (True, 451)):
            desk.away = away
            server.ehlo()
            assert server.mail(YOU)[0] == 250
            answers = [server.rcpt(one)[0] for one in (US, "nobody@trade.example", "help@trade.example")]
            assert answers == [250, 550, 250]
            server.putcmd("data")
            assert server.getreply()[0] == 354
            server.send(ORDINARY + b".\r\n")
            assert [server.getreply()[0] for _ in range(2)] == [code] * 2
    assert len(desk.letters) == 1, "one letter for both"


def test_nonsense_at_the_door_harms_nobody(desk: Desk) -> None:
    with door(desk) as port:
        for nonsense in (b"\x00\xff\r\n", b"GET / HTTP/1.1\r\n\r\n", b"EHLO " + b"a" * 10_000 + b"\r\n"):
            with socket.create_connection(("127.0.0.1", port)) as stranger:
                stranger.sendall(nonsense)
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.sendmail(YOU, [US], ORDINARY)
    assert len(desk.letters) == 1
