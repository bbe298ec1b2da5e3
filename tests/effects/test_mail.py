"""When a request for payment is approved or paid, its contractor is told by e-mail (S1-39)."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from company import Company
from examples import ANN, CAROL, CONTRACTOR, HEAD, MONDAY, REQUEST, TUESDAY, WEDNESDAY, roubles
from payment_facts import FORM, approved, paid
from post_office import PostOffice, open_office
from ringing import QUICK, waiting

from crm_es.aggregates.contractor import RecordContact, RegisterContractor
from crm_es.aggregates.payment_request import (
    ApprovePaymentRequest,
    DraftPaymentRequest,
    PaymentRequestPartPaid,
    PayPaymentRequest,
    SubmitPaymentRequest,
)
from crm_es.application import Crm
from crm_es.channels.letters import Attachment
from crm_es.effects import Outside
from crm_es.effects.mail import MOST, Notice, attached, react
from crm_es.files.folder import Folder
from crm_es.runners.effects import EffectRunner
from crm_es.runners.jobs import EFFECTS, Jobs
from crm_es.runners.worker import Worker, begin_effects
from crm_es.settings import Settings

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ADDRESS = "books@printers.example"

# ── What is wished for ──────────────────────────────────────────────────────


def test_the_contractor_hears_of_the_approval_and_of_each_payment() -> None:
    notice = Notice(
        payment_request_id=approved.payment_request_id,
        contractor_id=CONTRACTOR,
        about="approved",
        what_for="Printing",
        amount=roubles(40_000),
    )
    assert list(react(approved)) == [notice.model_copy(update={"pay_by": FORM.pay_by})]
    part = PaymentRequestPartPaid(**dict(paid) | {"part": roubles(30_000), "left": roubles(10_000)})
    (told,) = react(part)
    assert (told.about, told.amount, told.left, told.paid_on) == (
        "paid",
        roubles(30_000),
        roubles(10_000),
        paid.paid_on,
    )
    (told,) = react(paid)
    assert (told.about, told.amount, told.left) == ("paid", roubles(40_000), None)


def test_where_no_contractor_is_named_nobody_is_told() -> None:
    for event in (approved, paid):
        assert list(react(event.model_copy(update={"contractor_id": None}))) == []


# ── What is done ────────────────────────────────────────────────────────────


@dataclass
class Correspondence:
    """A company that writes to its contractor, and the mail server it has."""

    crm: Crm
    office: PostOffice
    settings: dict[str, Any]
    runner: EffectRunner = field(init=False)

    def __post_init__(self) -> None:
        begin_effects(self.crm.log)
        self.runner = EffectRunner(self.crm, "mail", EFFECTS["mail"])
        company = Company(self.crm)
        company.ask(ANN, RegisterContractor(contractor_id=CONTRACTOR, name="Printers"), MONDAY)
        company.ask(ANN, RecordContact(contractor_id=CONTRACTOR, email=ADDRESS, language="en"), MONDAY)
        company.ask(ANN, DraftPaymentRequest(payment_request_id=REQUEST, form=FORM), MONDAY)
        company.ask(ANN, SubmitPaymentRequest(payment_request_id=REQUEST), MONDAY)
        company.ask(HEAD, ApprovePaymentRequest(payment_request_id=REQUEST), TUESDAY)

    def pay(self, **facts: Any) -> None:
        pay = PayPaymentRequest(payment_request_id=REQUEST, paid_on=date(2026, 11, 25), payment_order="31", **facts)
        Company(self.crm).ask(CAROL, pay, WEDNESDAY)

    def deliver(self, **settings: Any) -> list[dict[str, Any]]:
        """Let it be done, and answer what came of it."""
        while self.runner.step():
            pass
        jobs = Jobs(self.crm, Settings(**self.settings | settings), QUICK)
        jobs.start()
        start = monotonic()
        while any(job.status != "failed" for job in waiting(self.crm)):
            assert monotonic() < start + 10
            sleep(0.01)
        jobs.stop()
        question = "SELECT state FROM events WHERE topic = 'ContractorTold' ORDER BY notification_id"
        with self.crm.log.datastore.get_connection() as db:
            return [as_told(row["state"]) for row in db.execute(question)]

    def sent(self) -> EmailMessage:
        (letter,) = self.office.letters
        return letter


def as_told(state: bytes) -> dict[str, Any]:
    """What matters of the event."""
    return {name: value for name, value in json.loads(state).items() if not name.endswith("_id")}


@pytest.fixture
def letters(staffed: Crm, tmp_path: Path) -> Iterator[Correspondence]:
    staffed.files = Folder(tmp_path)
    office = PostOffice()
    with open_office(office) as settings:
        yield Correspondence(staffed, office, settings)


def test_a_contractor_is_written_to_once_and_that_is_noted(letters: Correspondence) -> None:
    told = {"about": "approved", "email": ADDRESS, "told": True, "detail": "Taken"}
    assert letters.deliver() == [told]
    assert letters.deliver() == [told]
    letter = letters.sent()
    assert (letter["From"], letter["To"]) == ("Trade Ltd <accounts@trade.example>", ADDRESS)
    assert (letter["Subject"], letter["Auto-Submitted"]) == ("Payment approved: Printing", "auto-generated")
    assert "Amount: 40,000.00 RUB\nTo be paid by: 30 November 2026" in letter.get_content().replace("\r", "")


def test_a_payment_is_told_with_its_payment_order(letters: Correspondence) -> None:
    letters.deliver()
    letters.office.letters.clear()
    letters.pay(order_file=letters.crm.files.put(PDF, "Поручение 31.pdf"))
    assert letters.deliver()[1:] == [{"about": "paid", "email": ADDRESS, "told": True, "detail": "Taken"}]
    body, attachment = letters.sent().iter_parts()
    assert "Date: 25 November 2026\nPayment order No. 31\n" in body.get_content().replace("\r", "")
    assert (attachment.get_filename(), attachment.get_content()) == ("Поручение 31.pdf", PDF)


def test_a_refusal_for_good_is_noted_at_once(letters: Correspondence) -> None:
    letters.office.moods = ["550 5.1.1 No such user"]
    (told,) = letters.deliver()
    assert (told["told"], told["detail"]) == (False, "550 5.1.1 No such user")
    assert letters.office.visits == 1


def test_a_letter_that_is_refused_for_its_content_is_not_sent_again(letters: Correspondence) -> None:
    letters.office.last_word = "554 5.7.1 It looks like spam"
    (told,) = letters.deliver()
    assert (told["told"], told["detail"]) == (False, "554 5.7.1 It looks like spam")
    assert letters.office.visits == 1


@pytest.mark.parametrize("mood", ["451 4.7.1 Greylisted, come again", "hang", "drop"])
def test_who_is_put_off_comes_again(letters: Correspondence, mood: str) -> None:
    letters.office.moods = [mood]
    assert [told["told"] for told in letters.deliver()] == [True]
    assert (len(letters.office.letters), letters.office.visits) == (1, 2)


def test_who_was_put_off_too_often_gives_up_and_says_so(letters: Correspondence) -> None:
    letters.office.moods = ["451 Greylisted"] * 5
    (told,) = letters.deliver()
    assert (told["told"], told["email"]) == (False, ADDRESS)
    assert "451" in told["detail"]
    assert [job.status for job in waiting(letters.crm)] == ["failed"]


def test_a_server_that_is_not_there_is_no_refusal_for_good(letters: Correspondence) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (told,) = letters.deliver(smtp_port=port)
    assert told["told"] is False
    assert "127.0.0.1" in told["detail"]


def test_a_letter_sent_twice_is_known_by_its_id(letters: Correspondence) -> None:
    """Nobody knows whether the first came through: its connection broke before the answer."""
    letters.deliver()
    with letters.crm.log.datastore.get_connection() as db:
        db.execute("UPDATE tracking SET position = 0 WHERE name = 'mail'")
    letters.runner = EffectRunner(letters.crm, "mail", EFFECTS["mail"])
    assert len(letters.deliver()) == 1, "it is noted once"
    first, second = letters.office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@trade.example>")


def test_nothing_goes_through_a_connection_that_is_not_encrypted_unless_allowed(letters: Correspondence) -> None:
    (told,) = letters.deliver(smtp_start_tls=True, smtp_user="trade", smtp_password="secret")
    assert (told["told"], letters.office.visits) == (False, 0)
    assert "STARTTLS" in told["detail"]


def test_without_a_mail_server_nothing_is_sent_nor_noted(letters: Correspondence) -> None:
    assert letters.deliver(smtp_host=None) == []
    assert (waiting(letters.crm), letters.office.visits) == ([], 0)


def test_without_an_address_it_is_noted_that_nobody_could_be_told(letters: Correspondence) -> None:
    Company(letters.crm).ask(CAROL, RecordContact(contractor_id=CONTRACTOR, email=None), TUESDAY)
    (told,) = letters.deliver()
    assert (told["told"], told["email"]) == (False, "")
    assert "No e-mail address" in told["detail"]
    assert letters.office.visits == 0


def test_a_payment_order_that_is_lost_stays_behind(letters: Correspondence) -> None:
    letters.deliver()
    letters.office.letters.clear()
    letters.pay(order_file=letters.crm.files.put(PDF, "31.pdf"))
    letters.crm.files = Folder(Path("/nowhere"))
    assert letters.deliver()[-1]["told"]
    assert not letters.sent().is_multipart()


def test_a_payment_order_that_no_mail_server_would_take_stays_behind(letters: Correspondence) -> None:
    file = letters.crm.files.put(PDF, "31.pdf")
    outside = Outside(letters.crm.log.database, Settings(), letters.crm.files)
    assert attached(file, outside) == Attachment("31.pdf", "application/pdf", PDF)
    assert attached(file.model_copy(update={"size": MOST + 1}), outside) is None


def test_a_worker_does_it_all_by_itself(letters: Correspondence) -> None:
    worker = Worker(letters.crm, Settings(**letters.settings), QUICK)
    worker.start()
    letters.pay()
    start = monotonic()
    while len(letters.office.letters) < 2:
        assert monotonic() < start + 10
        sleep(0.01)
    worker.stop()
    assert {letter["Subject"] for letter in letters.office.letters} == {"Payment approved: Printing", "Paid: Printing"}
