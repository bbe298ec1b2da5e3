"""Which links clients have (S3-10)."""

from __future__ import annotations

from evidence_facts import SHARE, opened, shared
from examples import ANN, CLIENT, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.evidence_share import EvidenceShareRevoked
from crm_es.projections import evidence_shares


def test_a_link_is_made_opened_and_ended() -> None:
    told = {name: getattr(opened, name) for name in ("evidence_share_id", "client_id", "evidence_ids")}
    revoked = EvidenceShareRevoked(**told, reason="The wrong client", revoked_by=ANN)
    row = fold(evidence_shares, recorded(shared), recorded(opened, TUESDAY), recorded(revoked, TUESDAY))[SHARE]
    assert (row.client_id, row.screenshots, row.shared_at, row.opened) == (CLIENT, 2, MONDAY, 1)
    assert (row.last_opened_at, row.last_address) == (TUESDAY, "203.0.113.7")
    assert (row.revoked_at, row.revoked_by_id, row.reason) == (TUESDAY, ANN, "The wrong client")
