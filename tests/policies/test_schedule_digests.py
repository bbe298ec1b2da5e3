"""The hours of letters follow roles and the playbook (S2-20)."""

from __future__ import annotations

from typing import Any

import pytest
from examples import ANN, HEAD, PLAYBOOK

from crm_es.aggregates.digest import ArrangeDigest
from crm_es.aggregates.playbook import PlaybookPublished
from crm_es.aggregates.staff_member import RolesChanged, StaffMemberHired, StaffMemberLeft
from crm_es.ids import PLAYBOOK as THE_PLAYBOOK
from crm_es.ids import digest_of
from crm_es.policies.schedule_digests import react

MANAGER, CHIEF = frozenset({"manager"}), frozenset({"head_of_sales"})


@pytest.mark.parametrize(
    "event",
    [
        StaffMemberHired(staff_member_id=ANN, name="Ann", roles=MANAGER),
        RolesChanged(staff_member_id=ANN, from_roles=MANAGER, to_roles=CHIEF),
        StaffMemberLeft(staff_member_id=ANN),
    ],
)
def test_whoever_comes_changes_or_goes_is_looked_at(event: Any) -> None:
    assert list(react(event)) == [ArrangeDigest(digest_id=digest_of(ANN), person_id=ANN)]


def test_a_playbook_with_other_hours_changes_those_whom_it_names() -> None:
    published = PlaybookPublished(playbook_id=THE_PLAYBOOK, version=2, playbook=PLAYBOOK, digests_of=(HEAD, ANN))
    assert [wish.person_id for wish in react(published)] == [HEAD, ANN]
    assert list(react(published.model_copy(update={"digests_of": ()}))) == []
