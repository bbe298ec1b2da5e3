"""What holds a deal in its stage besides tasks: what has to be known of it, and signed (X-15, S0-43)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from deal_facts import book, by, opened, spec, task, task_id
from examples import BOB, DEAL, HEAD, LAWYER, MONDAY, TUESDAY, bob, head, importer, roubles

from crm_es.aggregates.deal import (
    DealDescribed,
    DealMoved,
    DealSignedOff,
    DealWon,
    DescribeDeal,
    LoseDeal,
    MoveDeal,
    SignOff,
    StageTaskCompleted,
    WinDeal,
)
from crm_es.messages import Event, Refused
from crm_es.playbook import BeforeDate, Stage
from crm_es.stored_file import StoredFile

SHORT = book(Stage(name="lead", requires=("value", "Colour"), sign_offs=("specification",)), Stage(name="offer"))
LONG = book(
    Stage(name="lead", tasks=(task(),)),
    Stage(name="contract", requires=("shipment",), sign_offs=("specification",)),
    Stage(name="shipment", sign_offs=("act",)),
)
to_offer, to_shipment = MoveDeal(deal_id=DEAL, stage="offer"), MoveDeal(deal_id=DEAL, stage="shipment", reason="urgent")
signing = SignOff(deal_id=DEAL, what="specification", by="R. Rye", on=MONDAY.date())
scan = StoredFile(sha256="1" * 64, name="Specification.pdf", type="application/pdf", size=9)


def signed(what: str = "specification", *left: str) -> DealSignedOff:
    return DealSignedOff(deal_id=DEAL, what=what, by="R. Rye", on=MONDAY.date(), to_sign=left)


def described(**details: str) -> DealDescribed:
    client_id = opened(SHORT).client_id
    return DealDescribed(deal_id=DEAL, from_details={}, to_details=details, client_id=client_id, product=None)


def test_all_that_is_missing_is_told_at_once() -> None:
    """S2-01: tasks, what has to be known, what has to be signed."""
    playbook = book(
        Stage(name="lead", tasks=(task(),), requires=("client", "value", "colour"), sign_offs=("specification",)),
        Stage(name="offer"),
    )
    spec.given(opened(playbook)).when(to_offer, **by(playbook)).then_refused(
        "The deal cannot leave 'lead' yet: first finish 'Call the client'; enter 'value', 'colour'; "
        "have signed 'specification'.",
        rule="tasks of the stage are open",
    )


def test_each_missing_thing_comes_with_what_to_ask_for() -> None:
    playbook = book(
        Stage(name="lead", tasks=(task(),), requires=("value", "product", "shipment", "colour"), sign_offs=("need",)),
        Stage(name="offer", tasks=(task("Ship", deadline=BeforeDate(days=1, date="shipment")),)),
    )
    with pytest.raises(Refused) as refused:
        spec.given(opened(playbook)).when(to_offer, **by(playbook)).events()
    deal = {"deal_id": str(DEAL)}
    assert [(remedy.command, remedy.sentence, remedy.fields) for remedy in refused.value.remedies] == [
        ("FinishTask", "Finish 'Call the client'.", {"task_id": str(task_id(1, 0))}),
        ("RevalueDeal", "Enter 'value'.", deal),
        ("DescribeDeal", "Enter 'product'.", deal),
        ("DateDeal", "Enter 'shipment'.", deal | {"name": "shipment"}),
        ("DescribeDeal", "Enter 'colour'.", deal | {"details": {"colour": ""}}),
        ("SignOff", "Enter who signed 'need', and when.", deal | {"what": "need"}),
    ]


def test_each_missing_thing_has_its_rule() -> None:
    bare = opened(SHORT)
    spec.given(bare).when(to_offer, **by(SHORT)).then_refused("'value'", rule="the deal lacks what the stage requires")
    known = (bare.model_copy(update={"value": roubles(5), "details": {"colour": "red"}}),)
    spec.given(*known).when(to_offer, **by(SHORT)).then_refused("'specification'", rule="the deal lacks a sign-off")
    (moved,) = spec.given(*known, signed()).when(to_offer, **by(SHORT)).events()
    assert isinstance(moved, DealMoved)


@pytest.mark.parametrize("name", ["value", "client", "product", "shipment", "Colour"])
def test_what_may_be_required(name: str) -> None:
    playbook = book(Stage(name="lead", requires=(name,)), Stage(name="offer"))
    nothing = opened(playbook, client_id=None)
    spec.given(nothing).when(to_offer, **by(playbook)).then_refused(repr(name))
    all_of_it: dict[str, Any] = {"value": roubles(5), "product": "flour", "dates": {"shipment": date(2026, 12, 1)}}
    told = opened(playbook, **all_of_it, details={"colour": "red"})
    assert spec.given(told).when(to_offer, **by(playbook)).events()


def test_a_reason_passes_over_tasks_but_not_over_what_has_to_be_known_or_signed() -> None:
    """S0-43: also in the stages that are passed over."""
    new = opened(LONG)
    spec.given(new).when(to_shipment, **by(LONG)).then_refused("enter 'shipment'; have signed 'specification'.")
    ready: tuple[Event, ...] = (opened(LONG, dates={"shipment": date(2026, 12, 1)}), signed())
    (moved,) = spec.given(*ready).when(to_shipment, **by(LONG)).events()
    assert isinstance(moved, DealMoved)
    assert (moved.direction, moved.to_sign) == ("skip", ("act",))
    win = WinDeal(deal_id=DEAL, reason="urgent")
    spec.given(*ready).when(win, **by(LONG)).then_refused("have signed 'act'")
    (won,) = spec.given(*ready, signed("act")).when(win, **by(LONG)).events()
    assert isinstance(won, DealWon)


def test_nothing_holds_a_deal_that_goes_back_or_is_lost() -> None:
    new, moved = opened(LONG), MoveDeal(deal_id=DEAL, stage="lead", reason="wrong client")
    (there,) = (
        spec.given(new, StageTaskCompleted(deal_id=DEAL, task_id=new.tasks[0].task_id))
        .when(MoveDeal(deal_id=DEAL, stage="contract"), **by(LONG))
        .events()
    )
    assert spec.given(new, there).when(moved, **by(LONG)).events()
    assert spec.given(new, there).when(LoseDeal(deal_id=DEAL, reason="price"), **by(LONG)).events()


def test_an_import_is_held_by_nothing() -> None:
    assert spec.given(opened(SHORT)).when(to_offer, **by(SHORT, importer())).events()


# ── Sign-offs ───────────────────────────────────────────────────────────────


def test_a_new_deal_tells_what_has_to_be_signed() -> None:
    assert opened(SHORT).to_sign == ("specification",)


def test_who_signed_when_and_what_is_still_missing_is_told() -> None:
    playbook = book(Stage(name="lead", sign_offs=("specification", "act")))
    new = opened(playbook)
    with_scan = signing.model_copy(update={"what": "  Specification ", "file": scan})
    spec.given(new).when(with_scan, **by(playbook)).then(
        signed("specification", "act").model_copy(update={"file": scan})
    )
    spec.given(new, signed("specification", "act")).when(signing, **by(playbook)).then_nothing()
    by_another = signing.model_copy(update={"by": "S. Rye"})
    (again,) = spec.given(new, signed("specification", "act")).when(by_another, **by(playbook, head())).events()
    assert isinstance(again, DealSignedOff)
    assert (again.by, again.entered_by) == ("S. Rye", HEAD)


def test_what_is_signed_stays_signed_when_the_deal_comes_back() -> None:
    ready = opened(LONG, dates={"shipment": date(2026, 12, 1)})
    (skipped,) = spec.given(ready, signed()).when(to_shipment, **by(LONG)).events()
    back = MoveDeal(deal_id=DEAL, stage="contract", reason="more flour")
    (again,) = spec.given(ready, signed(), skipped).when(back, **by(LONG)).events()
    assert isinstance(again, DealMoved)
    assert again.to_sign == ()


def test_a_sign_off_that_no_stage_asks_for_is_refused_with_the_known_ones() -> None:
    invoice = signing.model_copy(update={"what": "invoice"})
    spec.given(opened(SHORT)).when(invoice, **by(SHORT)).then_refused("'invoice'", "'specification'")
    none = book(Stage(name="lead"))
    spec.given(opened(none)).when(signing, **by(none)).then_refused("the playbook names none")


def test_nothing_is_signed_on_a_day_to_come() -> None:
    tomorrow = signing.model_copy(update={"on": TUESDAY.date()})
    spec.given(opened(SHORT)).when(tomorrow, **by(SHORT)).then_refused("a day to come")
    spec.given(opened(SHORT)).when(signing, **by(SHORT, bob())).then_refused("deal of Ann")


# ── Details ─────────────────────────────────────────────────────────────────


def test_what_is_said_of_a_deal_is_added_to_what_was_known() -> None:
    """X-15."""
    new = opened(SHORT)
    red = DescribeDeal(deal_id=DEAL, details={"colour": "red", "size": ""})
    spec.given(new).when(red, **by(SHORT)).then(described(colour="red"))
    spec.given(new, described(colour="red")).when(red, **by(SHORT)).then_nothing()
    gone = DescribeDeal(deal_id=DEAL, details={"colour": "", "size": "XL"}, product="flour")
    spec.given(new, described(colour="red")).when(gone, **by(SHORT)).then(
        described(size="XL").model_copy(update={"from_details": {"colour": "red"}, "product": "flour"})
    )
    client = DescribeDeal(deal_id=DEAL, client_id=LAWYER)
    spec.given(new).when(client, **by(SHORT)).then(described().model_copy(update={"client_id": LAWYER}))


def test_details_given_at_opening_count() -> None:
    assert opened(SHORT, details={"colour": "red", "size": ""}).details == {"colour": "red"}


def test_a_deal_has_so_many_details_and_no_more() -> None:
    full = described(**{f"detail {n}": "x" for n in range(50)})
    one_more = DescribeDeal(deal_id=DEAL, details={"colour": "red"})
    spec.given(opened(SHORT), full).when(one_more, **by(SHORT)).then_refused("50 details at most")


def test_who_entered_a_deal_for_another_is_told() -> None:
    """S0-46."""
    assert opened(SHORT).entered_by is None
    assert opened(SHORT, bob()).entered_by == BOB
