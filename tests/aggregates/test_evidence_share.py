"""What sharing evidence promises: the client sees what was chosen, for as long as was said (S3-10)."""

from __future__ import annotations

from datetime import timedelta

from evidence_facts import SHARE, opened, shared
from examples import ANN, CLIENT, HEAD, ID, MONDAY, OTHER_ID, TUESDAY, ann, bob, head, machine
from spec import Spec

from crm_es.aggregates import evidence_share
from crm_es.aggregates.evidence_share import (
    EvidenceShareRevoked,
    NoteEvidenceShareOpened,
    RevokeEvidenceShare,
    ShareEvidence,
)

spec = Spec(evidence_share.decider, ann())
share = ShareEvidence(
    evidence_share_id=SHARE,
    client_id=CLIENT,
    evidence_ids=(ID, OTHER_ID, ID),
    until=MONDAY + timedelta(14),
    for_whom="Vera",
)
open_it = NoteEvidenceShareOpened(evidence_share_id=SHARE, address="203.0.113.7")
revoke = RevokeEvidenceShare(evidence_share_id=SHARE, reason="The wrong client")
revoked = EvidenceShareRevoked(
    evidence_share_id=SHARE,
    client_id=CLIENT,
    evidence_ids=(ID, OTHER_ID),
    reason="The wrong client",
    revoked_by=ANN,
)


def test_a_client_is_let_look_until_a_day() -> None:
    spec.given().when(share).then(shared)
    spec.given(shared).when(share).then_nothing()
    spec.given(shared).when(share.model_copy(update={"evidence_ids": (ID,)})).then_refused("there already")
    for until in (MONDAY, MONDAY + timedelta(400)):
        spec.given().when(share.model_copy(update={"until": until})).then_refused("a year at most")


def test_each_day_on_which_the_link_is_opened_is_recorded() -> None:
    visitor = machine("client link")
    spec.given(shared).when(open_it, visitor).then(opened)
    spec.given(shared, opened).when(open_it, visitor).then_nothing()
    (again,) = spec.given(shared, opened).when(open_it, visitor, at=TUESDAY).events()
    assert again == opened.model_copy(update={"on": TUESDAY.date()})


def test_a_link_ends_with_its_time() -> None:
    visitor = machine("client link")
    spec.given(shared).when(open_it, visitor, at=shared.until).then_refused("has expired")


def test_a_link_ends_before_where_whoever_shared_it_says_so() -> None:
    spec.given(shared).when(revoke).then(revoked)
    spec.given(shared, revoked).when(revoke).then_nothing()
    spec.given(shared).when(revoke, head()).then(revoked.model_copy(update={"revoked_by": HEAD}))
    spec.given(shared).when(revoke, bob()).then_refused("ends the link")
    spec.given(shared, revoked).when(open_it, machine("client link")).then_refused("ended by whoever sent it")
    spec.given().when(revoke).then_refused("no such link")
