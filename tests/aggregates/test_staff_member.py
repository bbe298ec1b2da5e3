"""What a member of staff promises."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from examples import (
    ADMIN,
    ANN,
    BOB,
    DIRECTOR,
    DIRECTORY,
    HEAD,
    MONDAY,
    PLAYBOOK,
    STRANGER,
    admin,
    ann,
    bob,
    changed,
    director,
    gone,
    head,
    importer,
    standing_in,
)
from spec import Spec

from crm_es.aggregates import staff_member
from crm_es.aggregates.staff_member import (
    AppointDeputy,
    ChangeRoles,
    ChangeSupervisor,
    DeputyAppointed,
    DeputyDismissed,
    DismissDeputy,
    HireStaffMember,
    LeaveCompany,
    RecordStaffEmail,
    RolesChanged,
    StaffEmailRecorded,
    StaffMemberHired,
    StaffMemberLeft,
    SupervisorChanged,
)
from crm_es.directory import Directory
from crm_es.playbook import Calendar

NEW = UUID(int=30)
MANAGER = frozenset({"manager"})
FIRST_DAY, LAST_DAY = date(2026, 12, 1), date(2026, 12, 14)
spec = Spec(staff_member.decider, admin())

hire = HireStaffMember(staff_member_id=NEW, name="Nina", roles=MANAGER, supervisor_id=HEAD)
hired = StaffMemberHired(staff_member_id=NEW, name="Nina", roles=MANAGER, supervisor_id=HEAD)
ann_hired = StaffMemberHired(staff_member_id=ANN, name="Ann", roles=MANAGER, supervisor_id=HEAD)
appoint = AppointDeputy(staff_member_id=ANN, deputy_id=BOB, since=FIRST_DAY, until=LAST_DAY)
appointed = DeputyAppointed(staff_member_id=ANN, deputy_id=BOB, since=FIRST_DAY, until=LAST_DAY)
dismiss = DismissDeputy(staff_member_id=ANN, deputy_id=BOB)
dismissed = DeputyDismissed(staff_member_id=ANN, deputy_id=BOB)
leave, left = LeaveCompany(staff_member_id=ANN), StaffMemberLeft(staff_member_id=ANN)


# ── Hiring ──────────────────────────────────────────────────────────────────


def test_somebody_is_hired_once() -> None:
    spec.given().when(hire).then(hired)
    spec.given(hired).when(hire).then_nothing()
    spec.given(hired).when(hire.model_copy(update={"name": "Nora"})).then_refused("hired already")


def test_the_first_one_is_hired_into_an_empty_company() -> None:
    first = HireStaffMember(staff_member_id=NEW, name="Nina", roles=frozenset({"administrator"}))
    spec.given().when(first, importer(directory=Directory())).then(StaffMemberHired(**dict(first)))


@pytest.mark.parametrize("nobody", [STRANGER, BOB])
def test_a_supervisor_works_here(nobody: UUID) -> None:
    """S2-13."""
    under_nobody = hire.model_copy(update={"supervisor_id": nobody})
    spec.given().when(under_nobody, directory=gone(BOB)).then_refused("supervisor must work here")


@pytest.mark.parametrize("role", ["employee", "policy", "clock", "import", "billing"])
def test_no_person_is_given_a_role_that_goes_with_everybody_or_with_machines(role: str) -> None:
    roles = frozenset({"manager", role})
    spec.given().when(hire.model_copy(update={"roles": roles})).then_refused(role, rule="a role no person is given")
    spec.given(hired).when(ChangeRoles(staff_member_id=NEW, roles=roles)).then_refused(role)


# ── Roles and supervisors ───────────────────────────────────────────────────


def test_roles_change_all_at_once() -> None:
    change = ChangeRoles(staff_member_id=NEW, roles=frozenset({"accountant"}))
    changed_roles = RolesChanged(staff_member_id=NEW, from_roles=MANAGER, to_roles=frozenset({"accountant"}))
    spec.given(hired).when(change).then(changed_roles)
    spec.given(hired, changed_roles).when(change).then_nothing()


def test_there_is_always_an_administrator() -> None:
    adam = StaffMemberHired(staff_member_id=ADMIN, name="Adam", roles=frozenset({"administrator"}))
    change = ChangeRoles(staff_member_id=ADMIN, roles=MANAGER)
    spec.given(adam).when(change).then_refused("last administrator")
    spec.given(adam).when(LeaveCompany(staff_member_id=ADMIN)).then_refused("last administrator")
    two = changed(BOB, roles=frozenset({"administrator"}))
    assert spec.given(adam).when(change, directory=two).events()
    assert spec.given(adam).when(LeaveCompany(staff_member_id=ADMIN), directory=two).events()


def test_somebody_else_comes_to_answer_for_a_member_of_staff() -> None:
    """S2-13."""
    change = ChangeSupervisor(staff_member_id=ANN, supervisor_id=DIRECTOR)
    moved = SupervisorChanged(staff_member_id=ANN, from_supervisor_id=HEAD, to_supervisor_id=DIRECTOR)
    spec.given(ann_hired).when(change).then(moved)
    spec.given(ann_hired, moved).when(change).then_nothing()
    to_the_top = ChangeSupervisor(staff_member_id=ANN, supervisor_id=None)
    atop = SupervisorChanged(staff_member_id=ANN, from_supervisor_id=HEAD, to_supervisor_id=None)
    spec.given(ann_hired).when(to_the_top).then(atop)


@pytest.mark.parametrize("below", [HEAD, ANN])
def test_supervisors_never_form_a_circle(below: UUID) -> None:
    helen = StaffMemberHired(staff_member_id=HEAD, name="Helen", roles=MANAGER, supervisor_id=DIRECTOR)
    spec.given(helen).when(ChangeSupervisor(staff_member_id=HEAD, supervisor_id=below)).then_refused("circle")


# ── Deputies ────────────────────────────────────────────────────────────────


def test_a_deputy_stands_in_on_some_days() -> None:
    """S0-26: named by the person, by whoever is above, or by an administrator."""
    for asker in (ann(), head(), director(), admin()):
        spec.given(ann_hired).when(appoint, asker).then(appointed)
        spec.given(ann_hired, appointed).when(appoint, asker).then_nothing()


def test_a_deputy_stands_in_no_longer() -> None:
    spec.given(ann_hired, appointed).when(dismiss, ann()).then(dismissed)
    spec.given(ann_hired).when(dismiss, ann()).then_nothing()
    spec.given(ann_hired, appointed, dismissed).when(appoint, ann()).then(appointed)


def test_others_do_not_name_or_dismiss_deputies() -> None:
    """Not even the deputy, who could stay for ever."""
    standing = standing_in(BOB, ANN, MONDAY.date(), MONDAY.date())
    for command in (appoint, dismiss):
        spec.given(ann_hired, appointed).when(command, bob(directory=standing)).then_refused("Deputies are named by")


def test_a_deputy_is_somebody_else_who_works_here_on_days_in_order() -> None:
    spec.given(ann_hired).when(appoint.model_copy(update={"deputy_id": ANN})).then_refused("own deputy")
    spec.given(ann_hired).when(appoint, directory=gone(BOB)).then_refused("deputy must work here")
    spec.given(ann_hired).when(appoint.model_copy(update={"since": date(2027, 1, 1)})).then_refused("last day")
    spec.given(ann_hired).when(appoint.model_copy(update={"since": LAST_DAY})).then(
        appointed.model_copy(update={"since": LAST_DAY})
    )


# ── Leaving ─────────────────────────────────────────────────────────────────


def test_somebody_leaves_at_most_once() -> None:
    spec.given(ann_hired).when(leave).then(left)
    spec.given(ann_hired, left).when(leave).then_nothing()


def test_nobody_leaves_who_still_answers_for_others() -> None:
    helen = StaffMemberHired(staff_member_id=HEAD, name="Helen", roles=MANAGER, supervisor_id=DIRECTOR)
    go = LeaveCompany(staff_member_id=HEAD)
    spec.given(helen).when(go).then_refused("Ann, Bob, Olga", rule="somebody is still supervised")
    alone = Directory({HEAD: DIRECTORY.people[HEAD], ADMIN: DIRECTORY.people[ADMIN]})
    assert spec.given(helen).when(go, directory=alone).events()


def test_whoever_has_left_is_part_of_history_only() -> None:
    change = ChangeRoles(staff_member_id=ANN, roles=frozenset({"accountant"}))
    under = ChangeSupervisor(staff_member_id=ANN, supervisor_id=None)
    for command in (change, under, appoint, dismiss):
        spec.given(ann_hired, left).when(command).then_refused("no more")
    again = HireStaffMember(staff_member_id=ANN, name="Ann", roles=MANAGER, supervisor_id=HEAD)
    spec.given(ann_hired, left).when(again).then_refused("hired already")


def test_there_must_be_a_member_of_staff_to_change_anything() -> None:
    for command in (leave, appoint, dismiss, ChangeRoles(staff_member_id=ANN, roles=MANAGER)):
        spec.given().when(command).then_refused("no such member")


# ── Where they are written to ───────────────────────────────────────────────

record = RecordStaffEmail(staff_member_id=ANN, email=" Ann@Trade.example ", language="ru")
recorded_email = StaffEmailRecorded(staff_member_id=ANN, email="ann@trade.example", language="ru")


def test_an_address_is_recorded_by_its_owner_or_an_administrator() -> None:
    """S2-20."""
    for asker in (ann(), admin(), importer()):
        spec.given(ann_hired).when(record, asker).then(recorded_email)
        spec.given(ann_hired, recorded_email).when(record, asker).then_nothing()
    for asker in (bob(), head()):
        spec.given(ann_hired).when(record, asker).then_refused("say themselves")


def test_letters_are_in_the_language_of_the_company_unless_another_is_asked_for() -> None:
    plain = record.model_copy(update={"language": None})
    english = recorded_email.model_copy(update={"language": "en"})
    spec.given(ann_hired).when(plain).then(english)
    russian = PLAYBOOK.model_copy(update={"calendar": Calendar(country="RU")})
    spec.given(ann_hired).when(plain, playbooks={1: russian}).then(recorded_email)
    spec.given(ann_hired, recorded_email).when(plain).then_nothing()


def test_an_address_may_be_taken_away_again() -> None:
    without = RecordStaffEmail(staff_member_id=ANN, email=None)
    spec.given(ann_hired, recorded_email).when(without).then(recorded_email.model_copy(update={"email": None}))


def test_whoever_was_hired_and_has_an_address_is_not_hired_again() -> None:
    again = HireStaffMember(staff_member_id=ANN, name="Ann", roles=MANAGER, supervisor_id=HEAD)
    spec.given(ann_hired, recorded_email).when(again).then_nothing()
