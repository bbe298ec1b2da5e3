"""Screenshots as a client sees them by a link: what was shared, and nothing else. Who looks is recorded (S3-10)."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any
from uuid import UUID

from fastapi import Response

from crm_es.api.client_visit import HEADERS, NOT_FOUND, Visit
from crm_es.api.house import House
from crm_es.exchange.evidence_looks import opened_by_client, seen_by_client
from crm_es.exchange.evidence_sharing import Shown, gallery
from crm_es.exchange.thumbnails import thumbnail
from crm_es.files import trouble_with
from crm_es.messages import Refused


def page(house: House, visit: Visit) -> Response:
    """All that was shared. That the link was opened is recorded."""
    opened_by_client(house.crm, visit.link.id, visit.address or None)
    with house.database() as db:
        shown = gallery(db, visit.link.id, datetime.now(UTC))
    reference = house.crm.reference
    calendar, playbook = reference.calendar, reference.playbooks.get(reference.version)
    ours = playbook.billing.organisation if playbook else None
    pictures = [told(one, calendar.zone) for one in shown]
    until = calendar.day(visit.link.until)
    return visit.page("evidence.html", pictures=pictures, until=until, company=ours.name if ours else None)


def told(shown: Shown, zone: tzinfo) -> dict[str, Any]:
    """What stands below a picture. A moment is told once."""
    begin, end = f"{shown.starts.astimezone(zone):%d.%m.%Y, %H:%M}", f"{shown.ends.astimezone(zone):%H:%M}"
    return shown._asdict() | {"when": begin if begin.endswith(end) else f"{begin}–{end}"}


def thumbnail_of(house: House, visit: Visit, evidence_id: UUID) -> Response:
    """A small copy, for the page. That it was seen is recorded."""
    one = shared(house, visit, evidence_id)
    seen_by_client(house.crm, evidence_id, visit.link.id, visit.address or None)
    return Response(thumbnail(house.crm, one.sha256), headers=HEADERS, media_type="image/jpeg")


def picture(house: House, visit: Visit, evidence_id: UUID) -> Response:
    """The whole picture. That it was seen is recorded."""
    one = shared(house, visit, evidence_id)
    seen_by_client(house.crm, evidence_id, visit.link.id, visit.address or None)
    if trouble_with(house.crm.files, one.sha256):
        raise Refused("The picture is not there any more.", NOT_FOUND)
    content = b"".join(house.crm.files.open(one.sha256))
    return Response(content, headers=HEADERS, media_type=one.type)


def shared(house: House, visit: Visit, evidence_id: UUID) -> Shown:
    """Raises Refused for what was not shared by this link."""
    with house.database() as db:
        found = [one for one in gallery(db, visit.link.id, datetime.now(UTC)) if one.evidence_id == evidence_id]
    if not found:
        raise Refused("There is no such picture behind this link.", NOT_FOUND)
    return found[0]
