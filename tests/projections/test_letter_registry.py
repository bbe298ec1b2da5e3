"""Every letter stands in the list with what it led to (S3-02)."""

import pytest
from examples import CLIENT, ID, MONDAY, OTHER_ID, TUESDAY
from fold import fold, recorded
from letter_facts import left_out, taken

from crm_es.messages import Corrupt
from crm_es.projections import letter_registry
from crm_es.projections.letter_registry import Letter

SHOWN = Letter(
    letter_id=ID,
    came_at=MONDAY,
    door="mailbox",
    from_name="Olga Ivanova",
    from_email="olga@bags.example",
    subject="The scales stopped",
    status="taken",
    message_id="<a1@bags.example>",
    ticket_id=OTHER_ID,
    client_id=CLIENT,
    began=True,
    original="0" * 64,
)


def test_what_a_letter_led_to_is_shown() -> None:
    assert fold(letter_registry, recorded(taken)) == {ID: SHOWN}


def test_a_letter_left_out_shows_why_and_may_be_taken_later() -> None:
    (shown,) = fold(letter_registry, recorded(left_out)).values()
    assert (shown.status, shown.why, shown.ticket_id) == ("left out", "It is a letter of our own.", None)
    assert fold(letter_registry, recorded(left_out), recorded(taken, TUESDAY)) == {ID: SHOWN}


def test_a_letter_is_taken_once() -> None:
    with pytest.raises(Corrupt):
        fold(letter_registry, recorded(taken), recorded(taken))
