"""When somebody's roles or the playbook say so, the hours of the letters to that person follow (S2-20)."""

from __future__ import annotations

from collections.abc import Iterator

from crm_es.aggregates.digest import ArrangeDigest
from crm_es.aggregates.playbook import PlaybookPublished
from crm_es.aggregates.staff_member import RolesChanged, StaffMemberHired, StaffMemberLeft
from crm_es.ids import digest_of


def react(event: StaffMemberHired | RolesChanged | StaffMemberLeft | PlaybookPublished) -> Iterator[ArrangeDigest]:
    people = event.digests_of if isinstance(event, PlaybookPublished) else (event.staff_member_id,)
    for person in people:
        yield ArrangeDigest(digest_id=digest_of(person), person_id=person)
