"""What billing promises: nothing twice, and numbers without a gap (S3-07, S3-08)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from billing_facts import ACT, BILLED, BILLED_BY, RATES, bill, biller, more, network, of_bob, printer, usual
from examples import ANN, BOB, CAROL, CLIENT, FRIDAY, MONDAY, OTHER_ID, roubles
from spec import Spec

from crm_es.act_lines import CreditedLine, Freed, Worked
from crm_es.aggregates import billing
from crm_es.aggregates.billing import BillWork, CreditNoteIssued, IssueCreditNote, ReleaseWork, WorkBilled, WorkReleased
from crm_es.context import Context
from crm_es.ids import BILLING
from crm_es.messages import Corrupt, Event, Refused
from crm_es.playbook.billing import Billing
from crm_es.playbook.trade import Series
from crm_es.rates import Rates

spec = Spec(billing.decider, biller())
NOTE, OTHER_ACT = UUID(int=121), UUID(int=122)
release = ReleaseWork(act_id=ACT, work_ids=(printer.work_id, more.work_id), reason="Not theirs.")
RELEASED = WorkReleased(
    billing_id=BILLING,
    act_id=ACT,
    works=(Freed(work_id=printer.work_id, person_id=ANN), Freed(work_id=more.work_id, person_id=ANN)),
    reason="Not theirs.",
)
line = CreditedLine(
    line_id=UUID(int=1),
    what="T-1 Printer",
    minutes=65,
    quantity=Decimal("1.08"),
    rate=Decimal(3000),
    amount=Decimal(3240),
)
note = IssueCreditNote(
    credit_note_id=NOTE,
    act_id=ACT,
    act_number="1",
    act_on=MONDAY.date(),
    client_id=CLIENT,
    on=MONDAY.date(),
    lines=(line,),
    total=roubles(3240),
    vat=roubles(540),
    reason="Not theirs.",
    released=(printer.work_id, more.work_id),
    issued_by=CAROL,
)


def other(**changes: Any) -> BillWork:
    """Another act."""
    return bill.model_copy(update={"act_id": OTHER_ACT, **changes})


def context(rates: Rates = RATES, **rules: Any) -> Context:
    """With other rules or rates."""
    rules = {"vat_rate": Decimal(20)} | rules
    return biller(playbooks={1: BILLED_BY.model_copy(update={"billing": Billing(**rules)})}, rates=rates)


# ── Money ───────────────────────────────────────────────────────────────────


def test_hours_become_an_act_at_the_rates_of_their_days() -> None:
    (event,) = spec.given().when(bill).events()
    assert event == BILLED
    assert (BILLED.number, BILLED.total, BILLED.vat) == ("1", roubles("7414.98"), roubles("1235.83"))
    assert [work.per_hour for work in BILLED.works] == [Decimal(3000), Decimal("2499.99"), Decimal(3000)]
    assert sum(line.amount for line in BILLED.lines) == BILLED.total.amount


def test_hours_without_a_rate_are_named_one_by_one_with_what_to_do() -> None:
    """S3-08: all of them, so that one look is enough."""
    with pytest.raises(Refused) as refusal:
        spec.when(bill, context(Rates({UUID(int=1): of_bob}))).events()
    said = str(refusal.value)
    assert "2026-11-17 Ann, T-1 Printer (service), 0.83 h; 2026-11-17 Ann, T-1 Printer (service), 0.25 h" in said
    assert "Bob" not in said
    (remedy,) = refusal.value.remedies
    assert (remedy.command, remedy.fields["person_id"], remedy.fields["client_id"]) == (
        "SetRate", str(ANN), str(CLIENT),
    )  # fmt: skip
    many = [printer.model_copy(update={"work_id": UUID(int=1000 + n)}) for n in range(60)]
    spec.when(other(works=tuple(many)), context(Rates())).then_refused("; and 10 more. Set one first.")


def test_an_act_is_in_one_currency() -> None:
    rates = Rates(
        {
            UUID(int=1): usual,
            UUID(int=2): of_bob.model_copy(update={"per_hour": roubles(1).model_copy(update={"currency": "EUR"})}),
        }
    )
    spec.when(bill, context(rates)).then_refused("priced in EUR and RUB")


def test_hours_that_come_to_nothing_make_no_act() -> None:
    free = usual.model_copy(update={"per_hour": roubles(0)})
    spec.when(bill, context(Rates({UUID(int=1): free}))).then_refused("come to nothing")


def test_without_vat_there_is_none_in_it() -> None:
    (event,) = spec.when(bill, context(vat_rate=None)).events()
    assert isinstance(event, WorkBilled)
    assert (event.vat, {line.vat_rate for line in event.lines}) == (
        roubles(0).model_copy(update={"amount": Decimal("0.00")}),
        {None},
    )


@pytest.mark.parametrize(("lines", "expected"), [("person", ["Ann", "Bob"]), ("kind", ["service", "service"])])
def test_the_playbook_says_what_a_line_is(lines: str, expected: list[str]) -> None:
    (event,) = spec.when(bill, context(lines=lines)).events()
    assert isinstance(event, WorkBilled)
    assert [line.what for line in event.lines] == expected, "each rate has lines of its own"


# ── Once ────────────────────────────────────────────────────────────────────


def test_nothing_is_billed_twice() -> None:
    spec.given(BILLED).when(bill).then_nothing()
    spec.given(BILLED).when(other(works=(more,))).then_refused("1 of these entries is billed already, by act 1")
    spec.given(BILLED).when(bill.model_copy(update={"works": (more,)})).then_refused("made of other hours")
    spec.given().when(other(works=(more, more))).then_refused("named twice", rule="nothing is billed twice")


def test_released_work_may_be_billed_again() -> None:
    spec.given(BILLED).when(release).then(RELEASED)
    spec.given(BILLED, RELEASED).when(release).then_nothing()
    (event,) = spec.given(BILLED, RELEASED).when(other(works=(printer, more))).events()
    assert isinstance(event, WorkBilled)
    assert event.number == "2"
    spec.given(BILLED, RELEASED).when(other(works=(printer, network))).then_refused("1 of these entries")
    spec.given(BILLED, RELEASED, event).when(release).then_nothing()


def test_a_credit_note_has_a_number_of_its_own_series() -> None:
    expected = CreditNoteIssued(
        **{name: value for name, value in dict(note).items() if name != "released"},
        series="К-{number}",
        period="all",
        n=1,
        number="К-1",
    )
    spec.given(BILLED).when(note).then(expected, RELEASED)
    spec.given(BILLED, expected, RELEASED).when(note).then_nothing()
    written_off = note.model_copy(update={"credit_note_id": OTHER_ID, "released": ()})
    (event,) = spec.given(BILLED, expected, RELEASED).when(written_off).events()
    assert isinstance(event, CreditNoteIssued)
    assert event.number == "К-2"
    spec.given().when(note).then_refused("no such act")


def test_numbers_begin_anew_each_year_where_the_series_says_so() -> None:
    rules = context(acts=Series(pattern="{year}-{number:03}"))
    history: list[Event] = []
    for n, on in enumerate((date(2025, 12, 31), date(2026, 1, 1), date(2025, 12, 31))):
        work = printer.model_copy(update={"work_id": UUID(int=500 + n), "day": date(2025, 12, 1)})
        rates = Rates({UUID(int=1): usual.model_copy(update={"since": date(2025, 1, 1)})})
        wish = other(act_id=UUID(int=600 + n), works=(work,), on=on)
        asking = context(rates=rates, acts=Series(pattern="{year}-{number:03}"))
        history += spec.given(*history).when(wish, asking).events()
    assert rules.playbook.billing.acts.pattern == "{year}-{number:03}"
    assert [event.number for event in history if isinstance(event, WorkBilled)] == ["2025-001", "2026-001", "2025-002"]


# ── Who and when ────────────────────────────────────────────────────────────


def test_whoever_has_no_role_for_it_bills_nothing() -> None:
    spec.given().when(bill.model_copy(update={"biller_id": BOB})).then_refused("with one of the roles accountant")


def test_an_act_is_dated_after_its_work_and_not_ahead() -> None:
    spec.given().when(bill.model_copy(update={"on": FRIDAY.date()})).then_refused("dated today or earlier")
    late = printer.model_copy(update={"day": MONDAY.date()})
    earlier = other(works=(late,), on=MONDAY.date() - timedelta(1))
    spec.given().when(earlier).then_refused("Work of 2026-11-23 is later than the act of 2026-11-22")


def test_there_is_one_billing() -> None:
    spec.given().when(bill.model_copy(update={"billing_id": ACT})).then_refused("one billing")


def test_history_fits_what_came_before() -> None:
    again = BILLED.model_copy(update={"act_id": OTHER_ACT, "n": 2})
    gap = BILLED.model_copy(update={"n": 2})
    foreign = RELEASED.model_copy(update={"act_id": OTHER_ACT})
    histories: list[list[billing.BillingEvent]] = [
        [BILLED, again],
        [gap],
        [BILLED, foreign],
        [BILLED, RELEASED, RELEASED],
        [BILLED, BILLED],
    ]
    for history in histories:
        with pytest.raises(Corrupt):
            billing.decider.fold(history)


def test_work_of_no_minutes_is_no_work() -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        Worked(**dict(printer) | {"minutes": 0})
