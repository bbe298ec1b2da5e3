"""Labour of a ticket is counted against what is agreed, and the head is warned before it is used up (S3-04, S3-05)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from examples import ANN, BOB, HEAD, ID, ann, bob, carol, director, head, policy
from spec import Spec
from ticket_facts import SERVED, about, agreed, counted, exceeded, neared, opened, served, told_at_50

from crm_es.aggregates.ticket import (
    AgreeTicketHours,
    CountTicketWork,
    MoveTicket,
    TicketHoursAgreed,
    TicketLimitExceeded,
    TicketLimitNeared,
    TicketMoved,
    TicketWorkCounted,
    Warned,
    decider,
)

spec = Spec(decider, served(policy()))
agreeing = AgreeTicketHours(ticket_id=ID, hours=Decimal(20), with_whom="Vera")


def worked(minutes: int, work: int = 1) -> CountTicketWork:
    return CountTicketWork(ticket_id=ID, work_id=UUID(int=work), person_id=ANN, minutes=minutes)


def test_labour_adds_up_entry_by_entry() -> None:
    spec.given(opened).when(worked(120)).then(counted(120))
    both = TicketWorkCounted.model_validate(counted(60, work=2).model_dump() | {"spent_minutes": 180})
    spec.given(opened, counted(120)).when(worked(60, work=2)).then(both)


def test_a_corrected_entry_counts_with_its_new_figure() -> None:
    spec.given(opened, counted(120)).when(worked(120)).then_nothing()
    less = counted(120).model_copy(update={"minutes": 30, "was_minutes": 120, "spent_minutes": 30})
    spec.given(opened, counted(120)).when(worked(30)).then(less)
    none = counted(120).model_copy(update={"minutes": 0, "was_minutes": 120, "spent_minutes": 0})
    spec.given(opened, counted(120)).when(worked(0)).then(none)


def test_the_head_is_warned_at_the_shares_of_the_playbook() -> None:
    """S3-05: 300 of 600 minutes are the half, at which this playbook warns."""
    spec.given(opened).when(worked(299)).then(counted(299))
    spec.given(opened).when(worked(300)).then(counted(300, limit="near"), neared)


def test_each_share_is_told_of_once() -> None:
    history = (opened, counted(300, limit="near"), neared)
    more = counted(10, work=2, spent_minutes=310, limit="near")
    spec.given(*history).when(worked(10, work=2)).then(more)


def test_several_shares_at_once_are_one_warning() -> None:
    counting, warning = spec.given(opened).when(worked(500)).events()
    assert isinstance(warning, TicketLimitNeared)
    assert (counting.model_dump()["limit"], warning.percent) == ("near", 80)


def test_all_of_it_is_near_and_more_is_over() -> None:
    at_most, warning = spec.given(opened).when(worked(600)).events()
    assert (at_most.model_dump()["limit"], warning.model_dump()["percent"]) == ("near", 80)
    history = (opened, counted(300, limit="near"), neared)
    over = counted(301, work=2, spent_minutes=601, limit="over")
    spec.given(*history).when(worked(301, work=2)).then(over, exceeded)


def test_the_head_may_be_warned_beyond_the_limit_too() -> None:
    service = SERVED.service.model_copy(update={"warn_at": (80, 120)})
    context = served(policy(), playbooks={1: SERVED.model_copy(update={"service": service})})
    history = (opened, counted(601, limit="over"), exceeded)
    _, again = spec.given(*history).when(worked(200, work=2), context).events()
    assert isinstance(again, TicketLimitExceeded)
    assert (again.percent, again.was) == (120, Warned(percent=100, head_id=HEAD))


def test_each_further_half_of_what_is_agreed_is_told_again() -> None:
    """S3-05: what the head reads does not stay at the first figure."""
    history = (opened, counted(601, limit="over"), exceeded)
    spec.given(*history).when(worked(298, work=2)).then(counted(298, work=2, spent_minutes=899, limit="over"))
    _, again = spec.given(*history).when(worked(971, work=2)).events()
    assert isinstance(again, TicketLimitExceeded)
    assert (again.percent, again.spent_minutes, again.was) == (250, 1572, Warned(percent=100, head_id=HEAD))


def test_where_nothing_is_agreed_nobody_is_warned() -> None:
    free = opened.model_copy(update={"agreed_minutes": None})
    (event,) = spec.given(free).when(worked(10_000)).events()
    assert (event.model_dump()["limit"], event.model_dump()["agreed_minutes"]) == ("ok", None)


def test_hours_are_agreed_by_whoever_serves_and_changed_by_the_head() -> None:
    first = agreed.model_copy(update={"spent_minutes": 0, "limit": "ok", "warned": None})
    for helper in (ann(), bob(), head()):
        spec.given(opened).when(agreeing, served(helper)).then(first)
    spec.given(opened).when(agreeing, served(carol())).then_refused("Ann serves this ticket")
    more = agreeing.model_copy(update={"hours": Decimal(30)})
    spec.given(opened, first).when(more, served(ann())).then_refused("only the head changes them: ask Helen")
    for above in (head(), director()):
        assert spec.given(opened, first).when(more, served(above)).events()
    spec.given(opened, first).when(agreeing, served(head())).then_nothing()


def test_with_other_hours_warnings_begin_anew() -> None:
    history = (opened, counted(300, limit="near"), neared, counted(301, work=2, spent_minutes=601), exceeded)
    again = TicketLimitNeared(**about, percent=50, spent_minutes=601, agreed_minutes=1200, was=None)
    spec.given(*history).when(agreeing, served(head())).then(agreed, again)


def test_hours_below_what_is_spent_are_over_at_once() -> None:
    few = agreeing.model_copy(update={"hours": Decimal("0.5")})
    event, warning = spec.given(opened, counted(120)).when(few, served(head())).events()
    assert isinstance(event, TicketHoursAgreed)
    assert (event.limit, event.agreed_minutes, warning.model_dump()["was"]) == ("over", 30, None)


def test_who_was_warned_is_known_to_the_next_warning() -> None:
    assert exceeded.was == told_at_50


def test_whatever_is_done_within_the_hours_comes_no_nearer_to_the_limit() -> None:
    """The head need not look at it any more; but what is more than was agreed is told all the same."""
    history = (opened, counted(300, limit="near"), neared)
    (event,) = spec.given(*history).when(MoveTicket(ticket_id=ID, stage="done", note="Done"), served(ann())).events()
    assert isinstance(event, TicketMoved)
    assert (event.warned, event.agreed_minutes) == (told_at_50, 600)
    later = (*history, event)
    spec.given(*later).when(worked(200, work=2)).then(counted(200, work=2, spent_minutes=500, limit="near"))
    _, over = spec.given(*later).when(worked(301, work=2)).events()
    assert over == exceeded
    (event,) = (
        spec.given(*later, counted(301, work=2, spent_minutes=601), exceeded)
        .when(MoveTicket(ticket_id=ID, stage="in work"), served(ann()))
        .events()
    )
    assert event.model_dump()["warned"] is None


def test_two_people_may_give_their_entries_the_same_id() -> None:
    bobs = worked(60).model_copy(update={"person_id": BOB})
    (event,) = spec.given(opened, counted(120)).when(bobs).events()
    assert (event.model_dump()["was_minutes"], event.model_dump()["spent_minutes"]) == (0, 180)
