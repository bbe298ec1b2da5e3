"""What may be done with a screenshot, and with a link by which a client sees some."""

from __future__ import annotations

from crm_es.aggregates import evidence, evidence_share
from crm_es.aggregates.evidence import WithdrawEvidence
from crm_es.aggregates.evidence_share import RevokeEvidenceShare
from crm_es.offers.way import Way, kind

KIND = kind("evidence", evidence.decider, Way(WithdrawEvidence, menu=True))

SHARE = kind("evidence-shares", evidence_share.decider, Way(RevokeEvidenceShare, menu=True))
