"""What keeps a desk closed, and who may pass it all the same (S0-28..S0-30)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from examples import ANN, BOB, DIRECTOR, HEAD, MONDAY, STRANGER, TUESDAY, WEDNESDAY, ann, bob, director, head
from examples import standing_in as stands_in

from crm_es.context import Context
from crm_es.gates import LONGEST, GateState, may_exempt
from crm_es.ids import notebook_of
from crm_es.messages import Refused

FIRST, SECOND = UUID(int=50), UUID(int=51)
RULE = "a desk is blocked"
held = GateState().held(FIRST, "price decision", "Flour is granted.").held(SECOND, "missed call", "Acme called")


def test_a_free_desk_lets_everybody_pass() -> None:
    assert not GateState().must_be_open(MONDAY, RULE, ANN)
    assert not held.let_go(FIRST).let_go(SECOND).must_be_open(MONDAY, RULE, ANN)


def test_a_closed_desk_names_what_opens_it() -> None:
    """S0-28: in a sentence for people, and entry by entry for programs."""
    with pytest.raises(Refused, match=r"in it: Flour is granted; Acme called\.$") as refusal:
        held.must_be_open(MONDAY, RULE, ANN)
    assert refusal.value.rule == RULE
    assert [(remedy.command, remedy.fields) for remedy in refusal.value.remedies] == [
        ("SeeEntry", {"notebook_id": str(notebook_of(ANN)), "entry_id": str(entry)}) for entry in (FIRST, SECOND)
    ]


def test_an_exemption_lets_pass_until_its_end() -> None:
    """And it is known who passed because of it."""
    opened = held.opened(TUESDAY)
    assert opened.must_be_open(TUESDAY, RULE, ANN)
    assert not opened.let_go(FIRST).let_go(SECOND).must_be_open(TUESDAY, RULE, ANN)
    with pytest.raises(Refused):
        opened.must_be_open(TUESDAY + timedelta(seconds=1), RULE, ANN)


@pytest.mark.parametrize(
    "asking",
    [head(), director(), bob(directory=stands_in(BOB, HEAD, MONDAY.date(), MONDAY.date()))],
    ids=["the supervisor", "whoever is above", "a deputy of the supervisor"],
)
def test_who_answers_for_a_manager_may_exempt_them(asking: Context) -> None:
    may_exempt(ANN, WEDNESDAY, asking)


@pytest.mark.parametrize(
    "asking",
    [
        ann(),
        bob(),
        bob(directory=stands_in(BOB, ANN, MONDAY.date(), MONDAY.date())),
        ann(directory=stands_in(ANN, HEAD, MONDAY.date(), MONDAY.date())),
    ],
    ids=["the manager", "a colleague", "the manager's own deputy", "the manager as a deputy of the supervisor"],
)
def test_nobody_else_may(asking: Context) -> None:
    with pytest.raises(Refused, match="a supervisor, or a deputy of one"):
        may_exempt(ANN, WEDNESDAY, asking)


def test_who_is_above_everybody_exempts_nobody_of_themselves() -> None:
    with pytest.raises(Refused, match="a supervisor"):
        may_exempt(DIRECTOR, WEDNESDAY, director())


@pytest.mark.parametrize("until", [MONDAY, MONDAY + LONGEST + timedelta(seconds=1)])
def test_an_exemption_has_an_end_that_is_not_far(until: datetime) -> None:
    with pytest.raises(Refused, match="ends, within 31 days"):
        may_exempt(ANN, until, head())


def test_only_people_who_work_here_are_exempted() -> None:
    with pytest.raises(Refused, match="does not work here"):
        may_exempt(STRANGER, WEDNESDAY, head())
