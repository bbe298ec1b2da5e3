"""Screenshots of Ann's work, and what her computer saw of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from examples import ANN, CLIENT, HEAD, ID, MONDAY, OTHER_ID

from crm_es.aggregates.activity import (
    ActivityRule,
    ActivityRulesSet,
    OfferScreenshot,
    PrivacyBegun,
    ScreenshotKept,
    ScreenshotOffered,
    SeenSpan,
    SuggestionConfirmed,
    SuggestionDismissed,
    SuggestWork,
    WorkSuggested,
)
from crm_es.aggregates.evidence import EvidenceAttached, EvidenceSeen, EvidenceWithdrawn
from crm_es.aggregates.evidence_share import EvidenceShared, EvidenceShareOpened
from crm_es.ids import activity_of, derived
from crm_es.stored_file import StoredFile

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ACTIVITY = activity_of(ANN)
SHARE = UUID(int=77)
PICTURE = StoredFile(sha256="1" * 64, name="screen.png", type="image/png", size=48_213)

attached = EvidenceAttached(
    evidence_id=ID,
    person_id=ANN,
    work_id=None,
    starts=MONDAY - HOUR,
    ends=MONDAY,
    file=PICTURE,
    note="The reports page",
    by_agent=False,
)
withdrawn = EvidenceWithdrawn(evidence_id=ID, person_id=ANN, file=PICTURE, reason="A private letter is on it")
seen_by_head = EvidenceSeen(
    evidence_id=ID, person_id=ANN, seen_by_id=HEAD, evidence_share_id=None, address="", on=MONDAY.date()
)
seen_by_client = seen_by_head.model_copy(
    update={"seen_by_id": None, "evidence_share_id": SHARE, "address": "203.0.113.7"}
)

shared = EvidenceShared(
    evidence_share_id=SHARE,
    client_id=CLIENT,
    evidence_ids=(ID, OTHER_ID),
    until=MONDAY + timedelta(14),
    for_whom="Vera",
    shared_by=ANN,
)
opened = EvidenceShareOpened(
    evidence_share_id=SHARE,
    client_id=CLIENT,
    evidence_ids=(ID, OTHER_ID),
    shared_by=ANN,
    address="203.0.113.7",
    on=MONDAY.date(),
)

editor = ActivityRule(name="editor", app="code", title="crm", kind="project work", note="Code", client_id=CLIENT)
rules_set = ActivityRulesSet(activity_id=ACTIVITY, person_id=ANN, rules=(editor,), screenshots="ask")
span = SeenSpan(rule="editor", starts=MONDAY - HOUR, ends=MONDAY)
tell = SuggestWork(activity_id=ACTIVITY, person_id=ANN, spans=(span,))
SUGGESTION = derived(ACTIVITY, "suggestion", (MONDAY - HOUR).isoformat())
suggested = WorkSuggested(
    activity_id=ACTIVITY,
    person_id=ANN,
    suggestion_id=SUGGESTION,
    rule="editor",
    client_id=CLIENT,
    kind="project work",
    starts=MONDAY - HOUR,
    ends=MONDAY,
    note="Code",
)
confirmed = SuggestionConfirmed(
    activity_id=ACTIVITY,
    person_id=ANN,
    suggestion_id=SUGGESTION,
    work_id=derived(SUGGESTION, "work"),
    client_id=CLIENT,
    kind="project work",
    starts=MONDAY - HOUR,
    ends=MONDAY,
    billable=None,
    note="Code",
    changed=False,
)
dismissed = SuggestionDismissed(activity_id=ACTIVITY, person_id=ANN, suggestion_id=SUGGESTION, reason="")
private_day = PrivacyBegun(
    activity_id=ACTIVITY, person_id=ANN, since=MONDAY - timedelta(hours=3), until=MONDAY - 2 * HOUR
)

offer = OfferScreenshot(
    activity_id=ACTIVITY, person_id=ANN, evidence_id=ID, starts=MONDAY - MINUTE, ends=MONDAY - MINUTE, file=PICTURE
)
offered = ScreenshotOffered(**dict(offer))
kept = ScreenshotKept(**dict(offer))
