"""The lists of screenshots, of who looked at them, and of what programs saw, which is for its person alone."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from crm_es.projections.evidence import Evidence
from crm_es.projections.evidence_shares import EvidenceShare
from crm_es.projections.evidence_views import EvidenceView
from crm_es.projections.offered_screenshots import OfferedScreenshot
from crm_es.projections.work_entries import WorkEntry
from crm_es.projections.work_suggestions import WorkSuggestion
from crm_es.registries.shape import Counted, Registry
from crm_es.registries.worked import ENTRIES


def of_entry(column: str) -> str:
    """A column of the entry that a screenshot `part` belongs to: the one that was named, else what covers it most."""
    return f"""(
        SELECT entry.{column} FROM {ENTRIES} AS entry
        WHERE entry.person_id = part.person_id AND (entry.work_id = part.told_work_id OR part.told_work_id IS NULL
            AND entry.starts <= part.ends AND entry.ends > part.starts)
        ORDER BY least(entry.ends, part.ends) - greatest(entry.starts, part.starts) DESC, entry.work_id LIMIT 1)"""


def counted(kind: type, column: str) -> Counted:
    return Counted(kind, of_entry(column), optional=True, reads=WorkEntry)


def of_share(kind: type, column: str) -> Counted:
    """A column of the link by which a client looked; None where somebody who works here did."""
    share = f"(SELECT s.{column} FROM evidence_shares AS s WHERE s.evidence_share_id = part.evidence_share_id)"
    return Counted(kind, share, optional=True, reads=EvidenceShare)


REGISTRIES: Final = (
    Registry(
        "evidence",
        "Evidence",
        Evidence,
        "-starts",
        ("person", "client"),
        ("note", "person", "client", "subject"),
        ("person_id",),
        counted={
            "work_id": counted(UUID, "work_id"),
            "subject": counted(str, "subject"),
            "client_id": counted(UUID, "for_client_id"),
            "ticket_id": counted(UUID, "ticket_id"),
            "project_id": counted(UUID, "project_id"),
            "task_id": counted(UUID, "task_id"),
        },
        at_a_glance=("starts", "ends", "person", "subject", "client", "status", "note"),
    ),
    Registry(
        "evidence-views",
        "Who looked at evidence",
        EvidenceView,
        "-seen_at",
        ("person", "seen_by", "client"),
        ("person", "seen_by", "client", "for_whom", "address"),
        ("person_id",),
        counted={"client_id": of_share(UUID, "client_id"), "for_whom": of_share(str, "for_whom")},
        at_a_glance=("seen_at", "seen_by", "for_whom", "client", "person"),
    ),
    Registry(
        "evidence-shares",
        "Evidence shared with clients",
        EvidenceShare,
        "-shared_at",
        ("client", "shared_by", "revoked_by"),
        ("client", "shared_by", "for_whom"),
        ("shared_by_id",),
        at_a_glance=("client", "for_whom", "screenshots", "shared_at", "until", "opened", "shared_by"),
    ),
    Registry(
        "work-suggestions",
        "Suggested work",
        WorkSuggestion,
        "-starts",
        ("person", "client", "deal"),
        ("rule", "kind", "note"),
        ("person_id",),
        private=True,
        at_a_glance=("starts", "ends", "minutes", "rule", "kind", "client", "status"),
    ),
    Registry(
        "offered-screenshots",
        "Offered screenshots",
        OfferedScreenshot,
        "-starts",
        ("person",),
        ("note",),
        ("person_id",),
        private=True,
    ),
)
