"""Letters are written in the reader's language, and nothing that somebody typed steers them."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from string import Template
from uuid import UUID

import pytest
from examples import ID, roubles
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from crm_es.channels.letters import Attachment, Envelope, Fact, letter, spoken, written

FACTS: dict[str, Fact] = {
    "what_for": "Печать каталога",
    "amount": roubles("1250000.5"),
    "pay_by": date(2026, 11, 30),
    "paid_on": date(2026, 3, 5),
    "payment_order": "31",
    "left": roubles(100),
}
to_russia = Envelope("Торговый дом <books@trade.example>", "pay@printers.example", "ru", "ask@trade.example")
to_england = Envelope("books@trade.example", "pay@printers.example", "en")


def body(message: EmailMessage) -> str:
    part = message.get_body()
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def read_back(message: EmailMessage) -> EmailMessage:
    """As it comes out of the wire."""
    return message_from_bytes(message.as_bytes(), policy=default)


def test_a_letter_speaks_the_language_of_its_reader() -> None:
    message = read_back(letter(to_russia, "paid", FACTS, ID))
    assert message["Subject"] == "Оплачено: Печать каталога"
    assert (message["From"], message["Reply-To"]) == ("Торговый дом <books@trade.example>", "ask@trade.example")
    assert "Сумма: 1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000,50 RUB\nДата: 05.03.2026\n" in body(message)
    message = read_back(letter(to_england, "approved", FACTS, ID))
    assert message["Subject"] == "Payment approved: Печать каталога"
    assert "Amount: 1,250,000.50 RUB\nTo be paid by: 30 November 2026\n" in body(message)
    assert message["Reply-To"] is None


@for_all(
    st.lists(
        st.sampled_from(("№", "К-2026-009", "к", "акту", "Корректировка", "12", "500,00", "RUB", "«Юг»")), max_size=30
    )
)
@settings(max_examples=200)
def test_a_subject_is_read_back_as_it_was_written(words: list[str]) -> None:
    message = written(to_russia, " ".join(["Корректировка № К-2026-009 к акту", *words]), [], ID)
    raw = message_from_bytes(message.as_bytes())["Subject"]
    assert str(make_header(decode_header(raw))) == message["Subject"]
    assert read_back(message)["Subject"] == message["Subject"]
    assert all(len(line) <= 76 for line in raw.splitlines())


def test_what_is_not_known_is_not_told() -> None:
    text = body(letter(to_england, "paid", {"what_for": "Rent", "amount": roubles(1), "left": None}, ID))
    assert "For: Rent\nAmount: 1.00 RUB\n\n-- \n" in text
    assert "$" not in text


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("about", ["approved", "paid"])
def test_every_language_tells_the_same(language: str, about: str) -> None:
    def named(texts: dict[str, list[str]]) -> set[str]:
        return {name for line in texts["lines"] for name in Template(line).get_identifiers()}

    assert named(spoken()[language][about]) == named(spoken()["ru"][about]) <= FACTS.keys() | {"attached"}


def test_the_same_key_has_the_same_id() -> None:
    """S1-39: a letter that was sent twice can be known for it."""
    first, second, other = (letter(to_russia, "paid", FACTS, key)["Message-ID"] for key in (ID, ID, UUID(int=99)))
    assert first == second == f"<{ID}@trade.example>"
    assert other != first


@settings(max_examples=30, deadline=None)
@for_all(st.text(min_size=1), st.text(min_size=1))
def test_nothing_that_was_typed_steers_a_letter(what_for: str, number: str) -> None:
    typed = {"what_for": what_for, "payment_order": number}
    facts = FACTS | {name: f"{text}\r\nBcc: eve@evil.example\r\n\r\n.\r\n" for name, text in typed.items()}
    file = Attachment("Bill.pdf", "application/pdf", b"%PDF")
    message = read_back(letter(to_russia, "paid", facts, ID, file))
    assert set(message.keys()) == {
        *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Loop"),
        *("Content-Language", "MIME-Version", "Content-Type"),
    }
    assert len(list(message.iter_parts())) == 2
    assert not any(line.startswith("Bcc") for line in body(message).splitlines())


def test_a_long_subject_is_shortened() -> None:
    subject = letter(to_england, "paid", FACTS | {"what_for": "word " * 100}, ID)["Subject"]
    assert len(subject) <= 150
    assert subject.endswith("…")


def test_an_attachment_keeps_its_name() -> None:
    file = Attachment('Поручение "31".pdf', "application/pdf", b"%PDF")
    message = read_back(letter(to_england, "paid", FACTS, ID, file))
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == (file.name, file.type)
    assert f"The payment order is attached: {file.name}" in body(message)
