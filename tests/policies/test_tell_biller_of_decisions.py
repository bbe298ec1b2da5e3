"""The biller hears that an act was accepted, or never came (S3-08)."""

from __future__ import annotations

from act_facts import accepted, delivered
from billing_facts import PREPARED, PRINTER, invoiced
from examples import CAROL

from crm_es.aggregates.work_act import OpenDispute
from crm_es.policies.tell_biller_of_decisions import react


def test_acceptance_is_told_with_who_and_what_was_said() -> None:
    (added,) = react(accepted.model_copy(update={"comment": "Thank you!"}))
    assert (added.person_id, added.kind) == (CAROL, "act decision")
    assert added.text == f"Act 1 of {PREPARED.total} is accepted by Vera. Thank you!"


def test_the_biller_hears_that_disputes_were_let_go() -> None:
    dropped = (OpenDispute(line_id=PRINTER, dispute=1),)
    (added,) = react(accepted.model_copy(update={"dropped": dropped}))
    assert added.text.endswith("is accepted by Vera, who let 1 disputed line go unanswered")
    (added,) = react(accepted.model_copy(update={"dropped": dropped * 2, "contact_name": ""}))
    assert added.text.endswith("is accepted by the client, who let 2 disputed lines go unanswered")


def test_silence_is_told_as_such() -> None:
    (added,) = react(accepted.model_copy(update={"by_silence": True}))
    assert added.text == f"Act 1 of {PREPARED.total} counts as accepted: nobody disputed it in time"


def test_nobody_is_told_what_they_recorded_themselves() -> None:
    assert list(react(accepted.model_copy(update={"recorded_by": CAROL}))) == []


def test_a_letter_that_did_not_come_is_told_once_a_round() -> None:
    assert list(react(delivered)) == []
    lost = delivered.model_copy(update={"delivered": False, "detail": "550 No such mailbox"})
    (added,) = react(lost)
    (again,) = react(lost.model_copy(update={"round": 2}))
    assert "did not reach books@bags.example. Send it to another address. 550 No such mailbox" in added.text
    assert added.entry_id != again.entry_id
    assert added.kind == "act undelivered", "it may be sent again, unlike an act that is accepted"


def test_an_act_without_an_address_is_told_of() -> None:
    assert list(react(invoiced)) == []
    (added,) = react(invoiced.model_copy(update={"nowhere_to_send": True}))
    assert (added.person_id, added.kind, added.subject_id) == (CAROL, "act undelivered", invoiced.work_act_id)
    assert added.text == "Act 1 was not sent: no address of the client is known. Say where to send it."
