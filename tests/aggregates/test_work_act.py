"""What an act promises (S3-07, S3-08)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from billing_facts import (
    ACT,
    BILLED_BY,
    INVOICE,
    NETWORK,
    PREPARED,
    PRINTER,
    accountant,
    client,
    invoiced,
    more,
    network,
    of_act,
    prepare,
    printer,
    sent,
)
from examples import ANN, CAROL, MONDAY, ann, bob, clock, director, effect, policy, roubles
from spec import Spec

from crm_es.act_lines import Freed
from crm_es.aggregates import work_act
from crm_es.aggregates.work_act import (
    AcceptAct,
    ActAccepted,
    ActCancelled,
    ActCredited,
    ActDeliveryNoted,
    ActLineDisputed,
    ActLinkTaken,
    ActOpened,
    ActSent,
    AnswerDispute,
    CancelAct,
    CountActAccepted,
    CreditAct,
    CreditWanted,
    DisputeActLine,
    DisputeAnswered,
    NoteActDelivered,
    NoteActInvoiced,
    NoteActOpened,
    OpenDispute,
    SendAct,
    TakeActLink,
)
from crm_es.messages import Corrupt
from crm_es.stored_file import StoredFile

PLAYBOOKS: dict[str, Any] = {"playbooks": {1: BILLED_BY}}
spec = Spec(work_act.decider, accountant())
given_sent = spec.given(PREPARED, invoiced, sent)
note_invoice = NoteActInvoiced(
    work_act_id=ACT, invoice_id=INVOICE, invoice_number="2026-00017", invoice_on=MONDAY.date()
)
note_delivered = NoteActDelivered(work_act_id=ACT, round=1, email=sent.email, delivered=True, detail="250 OK")
delivered = ActDeliveryNoted(
    **of_act,
    round=1,
    email=sent.email,
    delivered=True,
    detail="250 OK",
    accepted_at=datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC),
)
dispute = DisputeActLine(work_act_id=ACT, line_id=PRINTER, comment="It never worked.", round=1, contact_name="Vera")
disputed = ActLineDisputed(
    **of_act,
    line_id=PRINTER,
    what="T-1 Printer",
    amount=roubles("3240.00"),
    comment="It never worked.",
    contact_name="Vera",
    dispute=1,
)
accept = AcceptAct(work_act_id=ACT, round=1, from_address="198.51.100.7")
accepted = ActAccepted(
    **of_act, on=MONDAY.date(), total=PREPARED.total, contact_name="Vera", from_address="198.51.100.7"
)
answer = AnswerDispute(work_act_id=ACT, line_id=PRINTER, answer="We tried it with you.")
answered = DisputeAnswered(
    **of_act, line_id=PRINTER, what="T-1 Printer", dispute=1, answer="We tried it with you.", answered_by=CAROL
)
credit = CreditAct(work_act_id=ACT, lines=(CreditWanted(line_id=PRINTER),), reason="Not theirs.", release=True)
PAPER = StoredFile(sha256="0" * 64, name="Act 1.pdf", type="application/pdf", size=1)


def credited(wish: CreditAct = credit, *history: Any) -> ActCredited:
    (event,) = spec.given(PREPARED, invoiced, sent, *history).when(wish).events()
    assert isinstance(event, ActCredited)
    return event


# ── On its way ──────────────────────────────────────────────────────────────


def test_an_act_is_prepared_once() -> None:
    spec.given().when(prepare).then(PREPARED)
    spec.given(PREPARED).when(prepare).then_nothing()
    spec.given().when(accept).then_refused("no such act")


def test_it_goes_out_as_soon_as_its_invoice_has_a_number() -> None:
    by_policy = policy(**PLAYBOOKS)
    spec.given(PREPARED).when(note_invoice, by_policy).then(invoiced, sent.model_copy(update={"sent_by": "policy"}))
    spec.given(PREPARED, invoiced).when(note_invoice, by_policy).then_nothing()
    unknown = PREPARED.model_copy(update={"email": None})
    nowhere = invoiced.model_copy(update={"nowhere_to_send": True})
    spec.given(unknown).when(note_invoice, by_policy).then(nowhere)
    unasked = unknown.model_copy(update={"send": False})
    spec.given(unasked).when(note_invoice, by_policy).then(invoiced)
    spec.given(unknown, invoiced).when(SendAct(work_act_id=ACT)).then_refused("to which address")


def test_it_is_sent_again_to_somebody_else() -> None:
    again = SendAct(work_act_id=ACT, email="boss@bags.example", contact_name="Boris")
    (event,) = given_sent.when(again).events()
    assert isinstance(event, ActSent)
    assert (event.round, event.email, event.contact_name, event.sent_by) == (2, "boss@bags.example", "Boris", CAROL)
    (event,) = given_sent.when(SendAct(work_act_id=ACT)).events()
    assert isinstance(event, ActSent)
    assert event.email == sent.email
    spec.given(PREPARED).when(again).then_refused("has no invoice yet")
    given_sent.when(again, bob(**PLAYBOOKS)).then_refused("with one of the roles accountant")
    assert given_sent.when(again, director(**PLAYBOOKS)).events(), "whoever is above the biller"


def test_what_became_of_its_letter_is_noted() -> None:
    given_sent.when(note_delivered, effect(**PLAYBOOKS)).then(delivered)
    spec.given(PREPARED, invoiced, sent, delivered).when(note_delivered, effect(**PLAYBOOKS)).then_nothing()
    lost = note_delivered.model_copy(update={"delivered": False, "detail": "550 no"})
    (event,) = given_sent.when(lost, effect(**PLAYBOOKS)).events()
    assert isinstance(event, ActDeliveryNoted)
    assert event.accepted_at is None, "silence means nothing where nothing arrived"


# ── What the client says ────────────────────────────────────────────────────


def test_the_client_accepts_by_the_link() -> None:
    given_sent.when(accept, client()).then(accepted)
    spec.given(PREPARED, invoiced, sent, accepted).when(accept, client()).then_nothing()
    given_sent.when(accept.model_copy(update={"round": 0}), client()).then_refused("link of the last letter")


def test_our_people_record_what_was_signed_on_paper() -> None:
    on_paper = AcceptAct(work_act_id=ACT, file=PAPER)
    (event,) = given_sent.when(on_paper).events()
    assert isinstance(event, ActAccepted)
    assert (event.recorded_by, event.file) == (CAROL, PAPER)
    given_sent.when(AcceptAct(work_act_id=ACT)).then_refused("as the client signed it")
    given_sent.when(on_paper, ann(**PLAYBOOKS)).then_refused("ask one of them")
    spec.given(PREPARED, invoiced, sent, disputed).when(on_paper).then_refused("disputed lines first")


def test_silence_is_consent_once_its_time_has_come() -> None:
    count, at = CountActAccepted(work_act_id=ACT), delivered.accepted_at
    assert at
    (event,) = spec.given(PREPARED, invoiced, sent, delivered).when(count, clock(**PLAYBOOKS, at=at)).events()
    assert isinstance(event, ActAccepted)
    assert event.by_silence
    for history in (
        (delivered, disputed),
        (delivered, sent.model_copy(update={"round": 2})),
        (delivered, accepted),
        (),
    ):
        spec.given(PREPARED, invoiced, sent, *history).when(count, clock(**PLAYBOOKS, at=at)).then_nothing()
    spec.given(PREPARED, invoiced, sent, delivered).when(count, clock(**PLAYBOOKS)).then_nothing()


def test_the_client_disputes_a_line_and_is_answered() -> None:
    given_sent.when(dispute, client()).then(disputed)
    spec.given(PREPARED, invoiced, sent, disputed).when(dispute, client()).then_refused("disputed already")
    told = {"answers": ("T-1 Printer: We tried it with you.",), "round": 2, "sent_by": CAROL}
    again_sent = sent.model_copy(update=told)
    spec.given(PREPARED, invoiced, sent, disputed).when(answer).then(answered, again_sent)
    given_sent.when(answer).then_refused("Nobody disputes this line")
    spec.given(PREPARED, invoiced, sent, disputed).when(SendAct(work_act_id=ACT)).then_refused("Answer the client")
    anew = spec.given(PREPARED, invoiced, sent, disputed, answered, again_sent)
    (again,) = anew.when(dispute.model_copy(update={"round": 2}), client()).events()
    assert again == disputed.model_copy(update={"dispute": 2})
    anew.when(note_delivered.model_copy(update={"round": 2}), effect(**PLAYBOOKS)).then(
        delivered.model_copy(update={"round": 2})
    )
    spec.given(PREPARED).when(dispute).then_refused("not sent yet")
    given_sent.when(dispute.model_copy(update={"line_id": ACT}), client()).then_refused("no such line")


def test_an_answer_may_credit_some_of_the_line() -> None:
    half = answer.model_copy(update={"credit_minutes": 30})
    first, second, third = spec.given(PREPARED, invoiced, sent, disputed).when(half).events()
    assert first == answered.model_copy(update={"credited_minutes": 30})
    assert isinstance(second, ActCredited)
    (line,) = second.lines
    assert (line.minutes, line.quantity, line.amount, line.vat) == (
        30, Decimal("0.50"), Decimal("1500.00"), Decimal("250.00"),
    )  # fmt: skip
    assert (second.left, second.released) == (roubles("5914.98"), ()), "written off"
    assert isinstance(third, ActSent)
    assert third.total == second.left


def test_the_act_goes_again_only_after_the_last_answer_and_where_something_is_left() -> None:
    other = disputed.model_copy(update={"line_id": NETWORK, "what": "T-2 Network"})
    spec.given(PREPARED, invoiced, sent, disputed, other).when(answer).then(answered)
    nothing = credit.model_copy(update={"lines": (CreditWanted(line_id=NETWORK),)})
    all_of_it = answer.model_copy(update={"credit_minutes": 65})
    before = spec.given(PREPARED, invoiced, sent, credited(nothing), disputed)
    assert [type(one) for one in before.when(all_of_it).events()] == [DisputeAnswered, ActCredited]


def test_a_client_who_accepts_lets_disputes_go() -> None:
    (event,) = spec.given(PREPARED, invoiced, sent, disputed).when(accept, client()).events()
    assert isinstance(event, ActAccepted)
    assert event.dropped == (OpenDispute(line_id=PRINTER, dispute=1),)


# ── What is taken off ───────────────────────────────────────────────────────


def test_whole_lines_may_be_released_to_be_billed_again() -> None:
    event = credited()
    assert (event.total, event.vat, event.left) == (roubles("3240.00"), roubles("540.00"), roubles("4174.98"))
    assert set(event.released) == {
        Freed(work_id=printer.work_id, person_id=ANN),
        Freed(work_id=more.work_id, person_id=ANN),
    }
    assert event.email == sent.email


def test_nothing_is_credited_beyond_what_is_left() -> None:
    some = credit.model_copy(update={"lines": (CreditWanted(line_id=PRINTER, minutes=60),), "release": False})
    after = credited(some)
    again = spec.given(PREPARED, invoiced, sent, after)
    again.when(some).then_refused("5 minutes are left")
    again.when(credit).then_refused("Only whole lines can be billed again")
    (rest,) = again.when(credit.model_copy(update={"release": False})).events()
    assert isinstance(rest, ActCredited)
    assert (rest.lines[0].minutes, rest.credit_note_id) != (65, after.credit_note_id)
    spec.given(PREPARED, invoiced, sent, after, rest).when(some).then_refused("Nothing is left")
    twice = credit.model_copy(update={"lines": credit.lines * 2})
    given_sent.when(twice).then_refused("named twice")


def test_an_accepted_act_is_corrected_by_a_credit_note_alone() -> None:
    done = spec.given(PREPARED, invoiced, sent, accepted)
    assert done.when(credit).events()
    done.when(CancelAct(work_act_id=ACT, reason="No.")).then_refused("credit note")
    done.when(dispute, client()).then_refused("is accepted")
    done.when(SendAct(work_act_id=ACT)).then_refused("is accepted")


def test_a_cancelled_act_releases_all_its_work() -> None:
    cancel = CancelAct(work_act_id=ACT, reason="Wrong client.")
    (event,) = spec.given(PREPARED, invoiced, sent, disputed).when(cancel).events()
    assert isinstance(event, ActCancelled)
    assert {work.work_id for work in event.works} == {printer.work_id, network.work_id, more.work_id}
    assert (event.invoice_id, event.dropped) == (INVOICE, (OpenDispute(line_id=PRINTER, dispute=1),))
    assert (event.email, event.contact_name) == (sent.email, "Vera")
    (unsent,) = spec.given(PREPARED, invoiced).when(cancel).events()
    assert isinstance(unsent, ActCancelled)
    assert unsent.email is None, "nobody has it"
    over = spec.given(PREPARED, invoiced, sent, disputed, event)
    over.when(cancel).then_nothing()
    over.when(accept, client()).then_refused("is cancelled")
    spec.given(PREPARED, invoiced, sent, credited()).when(cancel).then_refused("credit the rest")
    given_sent.when(cancel, bob(**PLAYBOOKS)).then_refused("ask one of them")


def test_history_fits_what_came_before() -> None:
    with pytest.raises(Corrupt):
        work_act.decider.fold([sent])
    with pytest.raises(Corrupt):
        work_act.decider.fold([PREPARED, PREPARED])
    assert NETWORK != PRINTER != UUID(int=0)


def test_that_the_client_opened_the_link_is_told_once_a_day_and_place() -> None:
    look = NoteActOpened(work_act_id=ACT, round=1, from_address="203.0.113.7")
    opened = ActOpened(**of_act, round=1, from_address="203.0.113.7", on=MONDAY.date())
    there = given_sent.when(look, client())
    there.then(opened)
    spec.given(PREPARED, invoiced, sent, opened).when(look, client()).then_nothing()
    elsewhere = look.model_copy(update={"from_address": "198.51.100.1"})
    spec.given(PREPARED, invoiced, sent, opened).when(elsewhere, client()).then(
        opened.model_copy(update={"from_address": "198.51.100.1"})
    )
    old = look.model_copy(update={"round": 2})
    given_sent.when(old, client()).then_refused("last letter")


def test_only_who_bills_takes_the_clients_link_and_it_is_recorded() -> None:
    """Whoever has it can accept as the client."""
    take = TakeActLink(work_act_id=ACT)
    taken = ActLinkTaken(**of_act, round=1, taken_by=CAROL, on=MONDAY.date())
    given_sent.when(take).then(taken)
    spec.given(PREPARED, invoiced, sent, taken).when(take).then_nothing()
    assert given_sent.when(take, director(**PLAYBOOKS)).events(), "whoever is above the biller"
    given_sent.when(take, bob(**PLAYBOOKS)).then_refused("with one of the roles accountant")
    spec.given(PREPARED, invoiced).when(take).then_refused("not sent yet")
    spec.given(PREPARED, invoiced, sent, accepted).when(take).then_refused("is accepted")
