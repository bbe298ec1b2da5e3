"""Who works here, in which roles, under whom."""

from typing import Any

import psycopg
import pytest
from examples import ANN, DIRECTOR, HEAD, MONDAY, TUESDAY
from fold import fold, keep, recorded

from crm_es.aggregates.staff_member import (
    RolesChanged,
    StaffEmailRecorded,
    StaffMemberHired,
    StaffMemberLeft,
    SupervisorChanged,
)
from crm_es.messages import Corrupt
from crm_es.projections import staff_registry
from crm_es.projections.staff_registry import StaffMember, address_of

sales = frozenset({"operator", "manager"})
hired = recorded(StaffMemberHired(staff_member_id=ANN, name="Ann", roles=sales, supervisor_id=HEAD), MONDAY)
other_roles = recorded(RolesChanged(staff_member_id=ANN, from_roles=sales, to_roles=frozenset({"manager"})))
other_supervisor = recorded(SupervisorChanged(staff_member_id=ANN, from_supervisor_id=HEAD, to_supervisor_id=DIRECTOR))
left = recorded(StaffMemberLeft(staff_member_id=ANN), TUESDAY)


def test_roles_are_told_in_the_order_of_the_alphabet() -> None:
    assert fold(staff_registry, hired) == {ANN: StaffMember(ANN, "Ann", "manager, operator", HEAD, MONDAY)}


def test_the_last_roles_and_supervisor_stand() -> None:
    found = fold(staff_registry, hired, other_roles, other_supervisor)[ANN]
    assert (found.roles, found.supervisor_id) == ("manager", DIRECTOR)


def test_who_left_stays_in_the_list_with_the_day() -> None:
    assert fold(staff_registry, hired, left)[ANN].left_at == TUESDAY


def test_nobody_leaves_who_was_not_hired() -> None:
    with pytest.raises(Corrupt):
        fold(staff_registry, left)


def test_where_somebody_is_written_to_is_told_while_they_work_here(company: psycopg.Connection[Any]) -> None:
    """S2-20."""
    written = recorded(StaffEmailRecorded(staff_member_id=ANN, email="ann@trade.example", language="ru"))
    keep(company, *fold(staff_registry, hired, written).values())
    assert address_of(ANN, company) == ("ann@trade.example", "ru")
    keep(company, *fold(staff_registry, hired, written, left).values())
    assert address_of(ANN, company) == (None, "en")
