"""What evidence promises: it is one's own, and whoever else looks at it leaves a trace (S3-09, S3-10, X-42)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from evidence_facts import PICTURE, SHARE, attached, seen_by_client, seen_by_head, withdrawn
from examples import ANN, HEAD, ID, MONDAY, TUESDAY, ann, bob, head, machine, operator, policy
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import evidence
from crm_es.aggregates.evidence import AttachEvidence, NoteEvidenceSeen, WithdrawEvidence

spec = Spec(evidence.decider, ann())
told = {name: value for name, value in attached if name != "by_agent"}
attach = AttachEvidence(**told)
withdraw = WithdrawEvidence(evidence_id=ID, reason="A private letter is on it")
look = NoteEvidenceSeen(evidence_id=ID, seen_by_id=HEAD)
client_looks = NoteEvidenceSeen(evidence_id=ID, evidence_share_id=SHARE, address="203.0.113.7")


def test_whoever_worked_puts_a_screenshot_to_a_time() -> None:
    spec.given().when(attach).then(attached)
    spec.given(attached).when(attach).then_nothing()
    spec.given(attached).when(attach.model_copy(update={"note": "Another"})).then_refused("attached already")


def test_nobody_puts_screenshots_to_the_time_of_others_but_what_an_agent_made_and_they_kept() -> None:
    spec.given().when(attach, head()).then_refused("Only whoever worked")
    spec.given().when(attach, operator(on_behalf_of=ANN)).then(attached)
    spec.given().when(attach, policy()).then(attached.model_copy(update={"by_agent": True}))


def test_a_screenshot_is_a_picture_of_a_time_that_was() -> None:
    letter = PICTURE.model_copy(update={"type": "application/pdf", "name": "a.pdf"})
    spec.given().when(attach.model_copy(update={"file": letter})).then_refused("send it as PNG")
    later = attach.model_copy(update={"ends": TUESDAY})
    spec.given().when(later).then_refused("not over yet")
    for ends in (MONDAY - timedelta(hours=2), MONDAY + timedelta(30)):
        with pytest.raises(ValidationError, match="one day at most"):
            AttachEvidence(**told | {"ends": ends})


def test_whoever_worked_takes_it_back_with_a_reason() -> None:
    """X-42."""
    spec.given(attached).when(withdraw).then(withdrawn)
    spec.given(attached, withdrawn).when(withdraw).then_nothing()
    spec.given(attached).when(withdraw, head()).then_refused("Only whoever worked")
    spec.given(attached, seen_by_head).when(withdraw).then(withdrawn)


def test_what_a_client_has_seen_stays() -> None:
    """S3-09."""
    spec.given(attached, seen_by_client).when(withdraw).then_refused("A client has seen")


def test_whoever_else_looks_leaves_a_trace_once_a_day() -> None:
    """S3-10."""
    spec.given(attached).when(look, policy()).then(seen_by_head)
    spec.given(attached, seen_by_head).when(look, policy()).then_nothing()
    (again,) = spec.given(attached, seen_by_head).when(look, policy(at=TUESDAY)).events()
    assert again == seen_by_head.model_copy(update={"on": TUESDAY.date()})
    mine = look.model_copy(update={"seen_by_id": ANN})
    spec.given(attached).when(mine, policy()).then_nothing()
    spec.given(attached).when(client_looks, machine("client link")).then(seen_by_client)


def test_nobody_looks_at_what_was_taken_back_or_never_was() -> None:
    spec.given(attached, withdrawn).when(look, policy()).then_refused("nothing to see")
    spec.given().when(withdraw, bob()).then_refused("no such screenshot")
