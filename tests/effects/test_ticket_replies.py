"""When a ticket is answered, the client gets the answer in the thread, and its answer finds back (S3-02, X-12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from front_desk import ELENA, FrontDesk
from letters import letter
from post_office import PostOffice, open_office
from ringing import QUICK, waiting

from crm_es.aggregates.ticket import ReplyToTicket
from crm_es.application import Crm
from crm_es.channels.answers import Answer, Thread, answer, subject
from crm_es.effects import Outside
from crm_es.effects.mail import MOST
from crm_es.effects.ticket_replies import Reply, told
from crm_es.runners.effects import EffectRunner
from crm_es.runners.jobs import EFFECTS, Jobs
from crm_es.runners.worker import begin_effects
from crm_es.settings import Settings
from crm_es.stored_file import StoredFile

LONG = f"<{'a' * 120}@bags.example>"
REPLY = Reply(
    ticket_id=UUID(int=1),
    reference="T-0A1B2C3D4E",
    subject="The scales",
    to_name="Olga",
    to_email="olga@bags.example",
    text="Is it plugged in?",
    files=(),
    message_id="<ours@crm-es>",
    in_reply_to=None,
    references=(),
    by_id=ELENA,
)

THREAD = Thread("The scales", "T-0A1B2C3D4E", "<ours@crm-es>", None, ())


@pytest.fixture
def office(staffed: Crm) -> Iterator[tuple[FrontDesk, PostOffice, dict[str, Any]]]:
    office = PostOffice()
    with open_office(office) as settings:
        begin_effects(staffed.log)
        desk = FrontDesk(staffed)
        desk.take(letter(Message_ID=LONG))
        yield desk, office, settings | {"service_from": "Service <service@trade.example>"}


def deliver(desk: FrontDesk, settings: dict[str, Any], **how: Any) -> dict[str, Any]:
    """Elena answers; what the client then sees of it in the thread."""
    reply = ReplyToTicket(ticket_id=desk.ticket()["ticket_id"], **{"text": "Is it plugged in?"} | how)
    desk.company.ask(ELENA, reply, datetime.now(UTC))
    runner = EffectRunner(desk.crm, "ticket_replies", EFFECTS["ticket_replies"])
    while runner.step():
        pass
    jobs = Jobs(desk.crm, Settings(**settings), QUICK)
    jobs.start()
    start = monotonic()
    while any(job.status != "failed" for job in waiting(desk.crm)):
        assert monotonic() < start + 20
        sleep(0.01)
    jobs.stop()
    return desk.said()[-1]


def test_an_answer_goes_out_in_its_thread_and_what_the_client_says_to_it_finds_back(
    office: tuple[FrontDesk, PostOffice, dict[str, Any]],
) -> None:
    desk, post, settings = office
    file = desk.crm.files.put(b"Press here, then there.\n", "How to.txt")
    said = deliver(desk, settings, files=(file,))
    assert (said["delivered"], said["detail"]) == (True, "Taken")
    (sent,) = post.letters
    reference = desk.ticket()["reference"]
    assert (sent["To"], sent["Subject"]) == ("olga@bags.example", f"Re: The scales stopped [{reference}]")
    assert (sent["In-Reply-To"], sent["References"], sent["Message-ID"]) == (LONG, LONG, said["message_id"])
    assert (sent["Auto-Submitted"], sent["X-Loop"]) == (None, "service@trade.example")
    body, attachment = sent.iter_parts()
    text = body.get_content().replace("\r", "")
    assert text.startswith("Hello Olga Ivanova,\n\nIs it plugged in?\n\n-- \nElena\n")
    assert (attachment.get_filename(), attachment.get_content()) == ("How to.txt", b"Press here, then there.\n")

    further = letter("Yes", In_Reply_To=sent["Message-ID"], Subject=sent["Subject"], Message_ID="<2@x>")
    assert desk.take(further).result == "message taken"
    assert desk.take(sent.as_bytes(policy=SMTP)).result == "left out", "our own letter came back"


def test_a_refusal_for_good_is_noted(office: tuple[FrontDesk, PostOffice, dict[str, Any]]) -> None:
    desk, post, settings = office
    post.moods = ["550 5.1.1 No such user"]
    said = deliver(desk, settings)
    assert (said["delivered"], said["detail"]) == (False, "550 5.1.1 No such user")


def test_without_a_mail_server_an_answer_did_not_arrive_and_what_was_said_otherwise_is_not_sent(
    office: tuple[FrontDesk, PostOffice, dict[str, Any]],
) -> None:
    desk, post, settings = office
    assert deliver(desk, settings, channel="said")["delivered"] is None
    lost = deliver(desk, settings | {"smtp_host": None})
    assert lost["delivered"] is False
    assert lost["detail"].startswith("No mail server is set")
    assert post.letters == []


def test_files_that_no_letter_carries_are_named(staffed: Crm) -> None:
    kept = staffed.files.put(b"small", "small.txt")
    large = StoredFile(sha256="0" * 64, name="large.pdf", type="application/pdf", size=MOST + 1)
    outside = Outside(staffed.log.database, Settings(), staffed.files)
    said = told(REPLY.model_copy(update={"files": (large, kept)}), "service@trade.example", outside)
    assert ([file.name for file in said.files], said.missing) == (["small.txt"], ["large.pdf"])
    letter = answer(said, THREAD)
    assert isinstance(letter, EmailMessage)
    assert "Not attached, too large for mail: large.pdf" in str(next(letter.iter_parts()))


def test_a_russian_answer_has_russian_words_around_it() -> None:
    letter = answer(Answer("service@trade.example", "Ольга", "olga@bags.example", "Включены ли они?", "Елена"), THREAD)
    text = letter.get_content()
    assert text.startswith("Здравствуйте, Ольга!")
    assert "оставьте, пожалуйста, [T-0A1B2C3D4E] в теме" in text


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        ("Re: AW: Отв: The scales", "Re: The scales [T-0A1B2C3D4E]"),
        ("The scales [T-0A1B2C3D4E]", "Re: The scales [T-0A1B2C3D4E]"),
        ("Two\r\nBcc: all@bags.example", "Re: Two Bcc: all@bags.example [T-0A1B2C3D4E]"),
    ],
)
def test_the_subject_is_the_old_one_with_the_reference(called: str, shown: str) -> None:
    assert subject(THREAD._replace(subject=called)) == shown


def test_ids_that_are_none_are_left_out() -> None:
    thread = THREAD._replace(in_reply_to="<a>\r\nBcc: x@y", references=("<b c>", "<1@x>"))
    letter = answer(Answer("service@trade.example", None, "olga@bags.example", "Yes", None), thread)
    assert (letter["In-Reply-To"], letter["References"], letter["Bcc"]) == (None, "<1@x>", None)
