"""What no client wrote begins no ticket: automatic answers, reports, our own letters, and what goes round (S3-02)."""

from __future__ import annotations

import pytest
from letters import ORDINARY, letter, part, with_parts

from crm_es.exchange.mail.letter import taken_apart
from crm_es.exchange.mail.machines import why_not

OURS = frozenset({"service@trade.example"})


def said_of(raw: bytes, envelope_from: str | None = None) -> str | None:
    return why_not(taken_apart(raw), OURS, envelope_from)


def test_what_a_client_wrote_is_taken() -> None:
    assert said_of(ORDINARY) is None
    assert said_of(ORDINARY, "olga@bags.example") is None
    assert said_of(letter(Auto_Submitted="no")) is None
    assert said_of(letter(Precedence="list", X_Auto_Response_Suppress="OOF, AutoReply")) is None


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "Auto-Submitted is 'auto-replied'"),
        ({"Auto_Submitted": "auto-generated; x=y"}, "Auto-Submitted is 'auto-generated'"),
        ({"Precedence": "bulk"}, "Precedence is 'bulk'"),
        ({"Precedence": "Auto_Reply"}, "Precedence"),
        ({"X_Autoreply": "yes"}, "X-Auto-Response"),
        ({"X_Auto_Response_Suppress": "DR, All"}, "X-Auto-Response"),
        ({"Return_Path": "<>"}, "return path is empty"),
        ({"From": "MAILER-DAEMON@bags.example"}, "mail server"),
        ({"From": "Postmaster <postmaster@bags.example>"}, "mail server"),
        ({"X_Failed_Recipients": "anna@trade.example"}, "report of delivery"),
        ({"From": "Service <SERVICE@trade.example>"}, "our own"),
        ({"X_Loop": "service@trade.example"}, "our own"),
        ({"Subject": "Автоответ: в отпуске"}, "subject"),
        ({"Subject": "Out of office: on leave"}, "subject"),
        ({"Subject": "=?utf-8?B?0JDQstGC0L7QvNCw0YLQuNGH0LXRgdC60LjQuSDQvtGC0LLQtdGC?="}, "subject"),
    ],
)
def test_what_a_machine_wrote_is_not_and_it_is_said_why(headers: dict[str, str], why: str) -> None:
    assert why in str(said_of(letter(**headers)))


def test_who_hands_it_over_from_nobody_hands_over_a_notice() -> None:
    assert "return path" in str(said_of(ORDINARY, ""))
    assert said_of(letter(Return_Path="<>"), "olga@bags.example") is None, "the door knows better"


def test_a_report_of_delivery_tells_which_letter_it_is_about() -> None:
    report = with_parts(
        part("It could not be delivered."),
        part("Status: 5.1.1\n", "message/delivery-status"),
        part("Message-ID: <ours@trade.example>\nSubject: Re: The scales\n", "text/rfc822-headers"),
        kind="report; report-type=delivery-status",
    )
    assert said_of(report) == "It is a report of delivery."
    assert taken_apart(report).reported == ("<ours@trade.example>",)
    whole = with_parts(part("No."), part(ORDINARY.decode(), "message/rfc822"), kind="report")
    assert taken_apart(whole).reported == ("<a1@bags.example>",)
