"""A letter of a client begins a ticket by itself, and further ones come to the same (S3-02, X-12)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from examples import CLIENT, OTHER_ID
from front_desk import ELENA, FrontDesk
from letters import ORDINARY, letter, part, with_parts

from crm_es.aggregates.ticket import NameTicketClient, ReplyToTicket
from crm_es.exchange.mail.intake import Door
from crm_es.files import NOWHERE
from crm_es.files.kinds import LETTER
from crm_es.messages import Refused


def replied(desk: FrontDesk) -> str:
    """Elena answers, and her letter is called so."""
    answer = ReplyToTicket(ticket_id=desk.ticket()["ticket_id"], text="Is it plugged in?")
    desk.company.ask(ELENA, answer, datetime.now(UTC))
    return str(desk.said()[-1]["message_id"])


def test_a_letter_begins_a_ticket(desk: FrontDesk) -> None:
    came = desk.take(ORDINARY)
    ticket = desk.ticket()
    assert (came.result, came.ticket_id) == ("ticket opened", ticket["ticket_id"])
    assert (ticket["subject"], ticket["channel"], ticket["responsible_id"]) == ("The scales stopped", "mail", ELENA)
    assert (ticket["contact_name"], ticket["contact_email"]) == ("Olga Ivanova", "olga@bags.example")
    (said,) = desk.said()
    assert (said["text"], said["message_id"]) == ("Since this morning they show nothing.", "<a1@bags.example>")


def test_the_same_letter_twice_begins_one_ticket(desk: FrontDesk) -> None:
    first, *others = desk.take(ORDINARY), desk.take(ORDINARY), desk.take(b"Received: by another way\n" + ORDINARY)
    assert [(other.result, other.letter_id) for other in others] == [("known already", first.letter_id)] * 2
    assert len(desk.tickets()) == 1
    nameless = letter(Message_ID="", Subject="Another")
    assert [desk.take(nameless).result for _ in range(2)] == ["ticket opened", "known already"]


def test_who_uses_one_id_for_all_letters_is_heard_each_time(desk: FrontDesk) -> None:
    desk.take(ORDINARY)
    assert desk.take(letter("Other words", Date="Tue, 24 Nov 2026 10:00:00 +0300")).result == "ticket opened"


def test_the_letter_itself_is_kept_with_its_files(desk: FrontDesk) -> None:
    table, program = (
        part(content, "application/octet-stream", Content_Disposition=f"attachment; filename={name}")
        for name, content in (("list.csv", "a;b\n1;2\n"), ("run.exe", "#!/bin/sh\n"))
    )
    raw = with_parts(part("See the list"), table, program)
    desk.take(raw)
    (said,) = desk.said()
    assert said["files"] == ["list.csv", "The scales stopped.eml"]
    assert said["text"] == "See the list\n[run.exe: only in the letter]"
    (shown,) = desk.letters()
    assert b"".join(desk.crm.files.open(shown["original"])) == LETTER + raw


def test_a_company_without_a_place_for_files_takes_letters_all_the_same(desk: FrontDesk) -> None:
    desk.crm.files = NOWHERE
    assert desk.take(ORDINARY).result == "ticket opened"
    assert desk.letters()[0]["original"] is None


# ── Whose it is ─────────────────────────────────────────────────────────────


def test_the_sender_is_known_by_address_then_by_domain(desk: FrontDesk) -> None:
    desk.meet(OTHER_ID, "Boxes", emails=("known@mail.ru",))
    known = {
        "office@bags.example": CLIENT,
        "OFFICE@Bags.Example": CLIENT,
        "olga@home.example": CLIENT,
        "somebody@bags.example": CLIENT,
        "somebody@elsewhere.example": None,
        "somebody@notbags.example": None,
        "somebody@mail.ru": None,
        "known@mail.ru": OTHER_ID,
    }
    for n, sender in enumerate(known):
        desk.take(letter(From=sender, Message_ID=f"<{n}@x>", Subject=sender))
    assert {row["subject"]: row["client_id"] for row in desk.tickets()} == known


def test_an_address_is_learned_once_its_ticket_is_named_a_clients(desk: FrontDesk) -> None:
    desk.meet(OTHER_ID, "Boxes")
    first, second, third = (letter(From="new@mail.ru", Message_ID=f"<{n}@x>", Subject=str(n)) for n in range(3))
    desk.take(first)
    name_client(desk, "0", OTHER_ID)
    desk.take(second)
    assert [row["client_id"] for row in desk.tickets()] == [OTHER_ID, OTHER_ID]
    name_client(desk, "1", CLIENT)
    desk.take(third)
    assert desk.tickets()[-1]["client_id"] is None, "it is an address of two by now"


def name_client(desk: FrontDesk, subject: str, client_id: UUID) -> None:
    (ticket,) = (row for row in desk.tickets() if row["subject"] == subject)
    desk.company.ask(ELENA, NameTicketClient(ticket_id=ticket["ticket_id"], client_id=client_id), datetime.now(UTC))


def test_an_address_or_domain_of_several_clients_is_nobodys(desk: FrontDesk) -> None:
    desk.meet(OTHER_ID, "Cases", emails=("cases@bags.example", "office@bags.example"))
    for n, sender in enumerate(("somebody@bags.example", "office@bags.example", "cases@bags.example")):
        desk.take(letter(From=sender, Message_ID=f"<{n}@x>"))
    assert [row["client_id"] for row in desk.tickets()] == [None, None, OTHER_ID]


# ── To which ticket it belongs ──────────────────────────────────────────────


def test_an_answer_comes_to_its_ticket_without_what_it_quotes(desk: FrontDesk) -> None:
    desk.take(ORDINARY)
    ours = replied(desk)
    text = "Yes, it is.\n\nOn Wed, 25 Nov 2026, Elena <service@trade.example> wrote:\n> Is it plugged in?\n"
    raw = letter(text, Message_ID="<a2@bags.example>", In_Reply_To=ours, References=f"<a1@bags.example> {ours}")
    assert desk.take(raw).result == "message taken"
    assert desk.said()[-1]["text"] == "Yes, it is."
    assert b"plugged in" in b"".join(desk.crm.files.open(desk.letters()[-1]["original"]))
    assert desk.ticket()["status"] == "working"


def test_what_follows_the_clients_own_letter_comes_to_the_same_ticket(desk: FrontDesk) -> None:
    desk.take(ORDINARY)
    assert desk.take(letter(Message_ID="<a2@b>", References="<x@y> <a1@bags.example>")).result == "message taken"
    assert len(desk.tickets()) == 1


def test_a_reference_in_the_subject_counts_from_those_whom_it_concerns(desk: FrontDesk) -> None:
    desk.take(ORDINARY)
    subject = f"Fwd: [{desk.ticket()['reference'].lower()}] The scales"
    for n, (sender, result) in enumerate(
        [
            ("olga@bags.example", "message taken"),
            ("stranger@elsewhere.example", "ticket opened"),
            ("chief@bags.example", "message taken"),
        ]
    ):
        assert desk.take(letter(Subject=subject, From=sender, Message_ID=f"<{n}@x>")).result == result


# ── What is left out ────────────────────────────────────────────────────────


def test_what_a_machine_wrote_is_left_out_with_a_reason_and_kept(desk: FrontDesk) -> None:
    raw = letter(Auto_Submitted="auto-replied")
    came = desk.take(raw)
    assert (came.result, desk.tickets()) == ("left out", [])
    (shown,) = desk.letters()
    assert (shown["status"], shown["why"]) == ("left out", "It is automatic: Auto-Submitted is 'auto-replied'.")
    assert b"".join(desk.crm.files.open(shown["original"])).endswith(raw)


def test_what_was_left_out_is_taken_where_somebody_looked(desk: FrontDesk) -> None:
    raw = letter(Precedence="bulk")
    assert [desk.take(raw).result, desk.take(raw).result] == ["left out", "known already"]
    assert desk.take(raw, anyway=True).result == "ticket opened"
    assert desk.letters()[0]["status"] == "taken"


def test_what_goes_round_stops(desk: FrontDesk) -> None:
    desk.serve(letters_per_hour=3)
    results = [desk.take(letter(Message_ID=f"<{n}@x>", Subject=f"Round {n}")).result for n in range(5)]
    assert results == ["ticket opened"] * 3 + ["left out"] * 2
    assert "round in circles" in desk.letters()[-1]["why"]
    assert desk.take(letter(From="else@bags.example", Message_ID="<9@x>")).result == "ticket opened"


def test_letters_of_which_nobody_can_tell_whose_they_are_count_together(desk: FrontDesk) -> None:
    """A flood need not name a sender."""
    desk.serve(letters_per_hour=3)
    results = [desk.take(letter(From=f"Somebody {n}", Message_ID=f"<{n}@x>")).result for n in range(5)]
    assert results == ["ticket opened"] * 3 + ["left out"] * 2


def test_a_report_that_our_answer_did_not_arrive_is_noted_there(desk: FrontDesk) -> None:
    desk.take(ORDINARY)
    ours = replied(desk)
    report = with_parts(
        part("There is no such mailbox."),
        part("Status: 5.1.1\n", "message/delivery-status"),
        part(f"Message-ID: {ours}\n", "text/rfc822-headers"),
        kind="report; report-type=delivery-status",
        From="MAILER-DAEMON@bags.example",
        Message_ID="<d@bags.example>",
    )
    assert desk.take(report, "").result == "left out"
    assert (desk.said()[-1]["delivered"], desk.said()[-1]["detail"]) == (False, "There is no such mailbox.")


# ── What is odd ─────────────────────────────────────────────────────────────


def test_whatever_comes_becomes_a_ticket_once(desk: FrontDesk) -> None:
    odd = [b"\x00\xff", b"From: <>\n\n", b"no head", b"Subject: x\n\n" + b"a" * 200_000]
    for raw in odd:
        assert [desk.take(raw).result, desk.take(raw).result] == ["ticket opened", "known already"]
    assert [row["contact_email"] for row in desk.tickets()] == [None] * len(odd)


def test_a_text_that_is_too_long_is_cut_for_show(desk: FrontDesk) -> None:
    desk.take(letter("word " * 20_000))
    (said,) = desk.said()
    assert len(said["text"]) < 50_000
    assert said["text"].endswith("[The text goes on in the letter itself.]")


def test_a_letter_of_which_only_the_beginning_was_fetched_says_so(desk: FrontDesk) -> None:
    Door(desk.crm, "mailbox", frozenset()).take(ORDINARY, size=40 * 2**20)
    assert "The letter has 40.0 MB: all of it is in the mailbox only." in desk.said()[0]["text"]


def test_without_a_playbook_letters_wait_where_they_are(crm: Any) -> None:
    door = Door(crm, "smtp", frozenset())
    for _ in range(2):
        with pytest.raises(Refused, match="No playbook"):
            door.take(ORDINARY)


def test_everything_of_one_letter_is_told_by_the_door(desk: FrontDesk) -> None:
    desk.take(ORDINARY)
    with desk.crm.log.datastore.get_connection() as db:
        actors = db.execute("SELECT actor FROM events WHERE topic IN ('TicketOpened', 'LetterTaken')").fetchall()
    assert [row["actor"] for row in actors] == ["service door"] * 2
