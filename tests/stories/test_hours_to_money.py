"""From recorded hours to an act that the client accepts, disputes, or never sees (S3-06..S3-08)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from company import Company
from examples import (
    ADMIN,
    ANN,
    BOB,
    CAROL,
    CLIENT,
    DIRECTOR,
    FRIDAY,
    HEAD,
    MONDAY,
    PLAYBOOK,
    THURSDAY,
    TUESDAY,
    roubles,
)

from crm_es.aggregates.client import MeetClient, MergeClient, UnmergeClient
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.rate_card import SetRate
from crm_es.aggregates.work_act import (
    AcceptAct,
    AnswerDispute,
    CancelAct,
    CreditAct,
    CreditWanted,
    DisputeActLine,
    NoteActDelivered,
)
from crm_es.aggregates.work_log import CorrectWork, RecordWork
from crm_es.application import Crm
from crm_es.billing.outcomes import Made
from crm_es.billing.run import Biller
from crm_es.billing.unbilled import Asked, Entry, by_client, entries, in_detail
from crm_es.billing.wanted import Wanted, invoice_of
from crm_es.context import NO_RATES, Context
from crm_es.ids import work_log_of
from crm_es.messages import Command, Refused
from crm_es.playbook.billing import Billing
from crm_es.runners.worker import settle

ACT, OTHER_ACT, OTHER_CLIENT = uuid4(), uuid4(), UUID(int=33)
EVENING = MONDAY + timedelta(hours=9)
SERVED = PLAYBOOK.model_copy(update={"billing": Billing(vat_rate=Decimal(22), accepted_after_days=3)})


@pytest.fixture
def company(staffed: Crm) -> Company:
    company = Company(staffed)
    company.crm.handle(PublishPlaybook(playbook=SERVED), Context(by=ADMIN, at=MONDAY))
    for client_id, name in ((CLIENT, "Acme"), (OTHER_CLIENT, "Best")):
        met = MeetClient(client_id=client_id, name=name, owner_id=ANN, emails=("books@bags.example",))
        company.crm.handle(met, Context(by=ANN, at=MONDAY))
    return company


def rate(company: Company, **named: Any) -> None:
    facts: dict[str, Any] = {"per_hour": roubles(3000), "since": date(2026, 1, 1)}
    wish = SetRate(rate_id=uuid4(), **facts | named)
    company.crm.handle(wish, Context(by=DIRECTOR, at=MONDAY))


def work(company: Company, person_id: UUID, minutes: int, client_id: UUID = CLIENT, **told: Any) -> UUID:
    """On the Tuesday of the week before."""
    work_id = uuid4()
    wish = RecordWork(
        work_log_id=work_log_of(person_id),
        person_id=person_id,
        work_id=work_id,
        kind="service",
        client_id=client_id,
        day=date(2026, 11, 17),
        minutes=minutes,
        **told,
    )
    company.crm.handle(wish, Context(by=person_id, at=EVENING))
    return work_id


def bill(company: Company, *wanted: Wanted, at: datetime = EVENING) -> list[Made]:
    rows = Biller(company.crm, CAROL, at).bill(wanted or [Wanted(client_id=CLIENT, act_id=ACT)])
    settle(company.crm)
    return rows


def unbilled(company: Company, **asked: Any) -> list[dict[str, Any]]:
    settle(company.crm)
    with company.crm.log.datastore.get_connection() as db:
        return by_client(entries(db, Asked(**asked)), company.crm.reference_now.rates, Asked(**asked))


def by_link(company: Company, command: Command, at: datetime = TUESDAY) -> None:
    company.crm.handle(command, Context(by="client link", at=at, roles=frozenset({"client link"})))
    settle(company.crm)


# ── One action ──────────────────────────────────────────────────────────────


def test_one_action_makes_an_act_and_an_invoice_and_sends_them(company: Company) -> None:
    """S3-07: and what was billed is billed no more, and locked."""
    rate(company)
    work_id = work(company, ANN, 50)
    work(company, BOB, 100)
    (line,) = unbilled(company)
    assert (line["client"], line["hours"], line["amounts"], line["without_rate"]) == (
        "Acme",
        Decimal("2.50"),
        "7500.00 RUB",
        0,
    )
    assert line["people"] == "Ann 0.83; Bob 1.67"
    (row,) = bill(company)
    assert (row.result, row.number, row.total, row.invoice_number, row.email) == (
        "billed",
        "1",
        roubles("7500.00"),
        "1",
        "books@bags.example",
    )
    invoice = company.one("invoices")
    assert (invoice["amount"], invoice["manager"], invoice["number"], invoice["vat"]) == (
        Decimal("7500.00"),
        "Carol",
        "1",
        Decimal("1352.46"),
    )
    act = company.one("work-acts")
    assert (act["status"], act["client"], act["biller"], act["invoice_number"]) == ("sent", "Acme", "Carol", "1")
    assert (company.one("act-lines")["what"], company.one("act-lines")["minutes"]) == ("Acme", 150)
    assert {(row["work_id"], row["differs"]) for row in company.list("billed-work")} >= {(work_id, False)}
    assert unbilled(company) == []
    corrected = CorrectWork(
        work_log_id=work_log_of(ANN),
        person_id=ANN,
        work_id=work_id,
        kind="service",
        client_id=CLIENT,
        day=date(2026, 11, 17),
        minutes=10,
        reason="Less.",
    )
    assert "bill" in company.refused(ANN, corrected, EVENING)


def test_whoever_presses_twice_bills_once(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    (first,), (again,) = bill(company), bill(company)
    assert first == again
    assert len(company.list("work-acts")) == len(company.list("invoices")) == 1
    (other,) = bill(company, Wanted(client_id=CLIENT, act_id=OTHER_ACT))
    assert (other.result, other.why) == ("refused", "Nothing of this client is unbilled up to 2026-11-23.")
    (stolen,) = bill(company, Wanted(client_id=OTHER_CLIENT, act_id=ACT))
    assert (stolen.result, stolen.number) == ("refused", None)


def test_hours_without_a_rate_are_shown_and_hold_up_that_client_alone(company: Company) -> None:
    """S3-08: the answer comes row by row."""
    rate(company, client_id=CLIENT)
    work(company, ANN, 60)
    work(company, BOB, 45, OTHER_CLIENT)
    lines = unbilled(company)
    assert [(line["client"], line["without_rate"]) for line in lines] == [("Acme", 0), ("Best", 1)]
    good, bad = bill(company, Wanted(client_id=CLIENT, act_id=ACT), Wanted(client_id=OTHER_CLIENT, act_id=OTHER_ACT))
    assert good.result == "billed"
    assert bad.result == "refused"
    assert "2026-11-17 Bob, Best (service), 0.75 h" in str(bad.why)
    assert bad.remedies[0].command == "SetRate"
    rate(company, client_id=OTHER_CLIENT)
    (now,) = bill(company, Wanted(client_id=OTHER_CLIENT, act_id=OTHER_ACT))
    assert (now.why, now.result, now.number) == (None, "billed", "2"), "what was refused once is granted later"


def test_a_blocked_desk_bills_nothing(company: Company) -> None:
    """S0-28: the notebook of whoever bills comes first, and no half of it is made."""
    kinds = ({"kind": "act dispute", "to_do": "Answer the client.", "blocks": True},)
    rules = SERVED.model_dump() | {"notebook": {"kinds": kinds}}
    company.ask(ADMIN, PublishPlaybook(playbook=type(SERVED).model_validate(rules)), MONDAY)
    rate(company)
    work(company, ANN, 60)
    bill(company)
    line = company.one("act-lines")
    by_link(company, DisputeActLine(work_act_id=ACT, line_id=line["line_id"], comment="No.", round=1))
    work(company, ANN, 30)
    (row,) = bill(company, Wanted(client_id=CLIENT, act_id=OTHER_ACT), at=TUESDAY)
    assert row.result == "refused"
    assert "Your notebook comes first" in str(row.why)
    assert len(company.list("work-acts")) == 1


def test_only_what_was_chosen_is_billed(company: Company) -> None:
    rate(company)
    one, other = work(company, ANN, 60), work(company, ANN, 30)
    (row,) = bill(company, Wanted(client_id=CLIENT, act_id=ACT, work_ids=(one,), send=False))
    assert (row.total, row.email) == (roubles("3000.00"), None)
    with company.crm.log.datastore.get_connection() as db:
        (left,) = in_detail(entries(db, Asked(CLIENT)), NO_RATES)
    assert (left["work_id"], left["rate"], left["approved"]) == (other, None, False)
    (twice,) = bill(company, Wanted(client_id=CLIENT, act_id=OTHER_ACT, work_ids=(one,)))
    assert "billed already" in str(twice.why)


def test_only_approved_hours_are_billed_where_the_playbook_says_so(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    assert unbilled(company, only_approved=True) == []
    assert unbilled(company)[0]["not_approved"] == 1


def test_whoever_has_no_role_for_it_bills_nothing(company: Company) -> None:
    with pytest.raises(Refused, match="billed by those with one of the roles accountant"):
        Biller(company.crm, BOB)


# ── What the client says ────────────────────────────────────────────────────


def test_a_disputed_line_is_credited_and_billed_again(company: Company) -> None:
    """S3-08, X-25."""
    rate(company)
    work(company, ANN, 60)
    bill(company)
    line_id = company.one("act-lines")["line_id"]
    by_link(
        company,
        DisputeActLine(work_act_id=ACT, line_id=line_id, comment="Not ours.", round=1, contact_name="Vera"),
    )
    (entry,) = company.notebook(CAROL)
    assert (entry.kind, entry.text) == (
        "act dispute",
        f"Act 1: Vera of the client disputes Acme, {roubles('3000.00')}. Not ours.",
    )
    company.ask(
        CAROL,
        AnswerDispute(work_act_id=ACT, line_id=line_id, answer="Sorry.", credit_minutes=60, release=True),
        TUESDAY,
    )
    assert company.notebook(CAROL) == []
    note = company.one("credit-notes")
    assert (note["number"], note["total"], note["act_number"], note["issued_by"]) == (
        "К-1",
        Decimal("3000.00"),
        "1",
        "Carol",
    )
    assert company.one("work-acts")["left_amount"] == Decimal("0.00")
    assert [line["hours"] for line in unbilled(company)] == [Decimal("1.00")]
    (row,) = bill(company, Wanted(client_id=CLIENT, act_id=OTHER_ACT), at=FRIDAY)
    assert row.number == "2"
    assert sorted(row["released_at"] is None for row in company.list("billed-work")) == [False, True]


def test_what_is_credited_otherwise_is_written_off(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    bill(company)
    wanted = CreditWanted(line_id=company.one("act-lines")["line_id"], minutes=15)
    company.ask(CAROL, CreditAct(work_act_id=ACT, lines=(wanted,), reason="A gift."), TUESDAY)
    act = company.one("work-acts")
    assert (act["left_amount"], act["credited_amount"]) == (Decimal("2250.00"), Decimal("750.00"))
    assert company.one("act-lines")["left_minutes"] == 45
    assert unbilled(company) == []


def test_a_cancelled_act_takes_its_invoice_along(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    bill(company)
    company.ask(CAROL, CancelAct(work_act_id=ACT, reason="Wrong month."), TUESDAY)
    invoice = company.one("invoices")
    assert (invoice["cancelled_because"], invoice["cancelled_by"]) == ("Wrong month.", "Carol")
    assert [line["hours"] for line in unbilled(company)] == [Decimal("1.00")]
    (row,) = bill(company, Wanted(client_id=CLIENT, act_id=OTHER_ACT), at=TUESDAY)
    assert row.number == "2", "a number is never given twice"


def test_no_invoice_is_made_for_an_act_that_was_cancelled_before_it_had_one(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    (work_act,) = acts_without_invoice(company)
    company.ask(CAROL, CancelAct(work_act_id=work_act, reason="Wrong month."), TUESDAY)
    (row,) = bill(company, at=TUESDAY)
    assert (row.result, company.list("invoices")) == ("refused", [])
    assert "cancelled" in str(row.why)


def test_an_invoice_that_comes_after_its_act_was_cancelled_is_cancelled_too(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    (work_act,) = acts_without_invoice(company)
    biller = Biller(company.crm, CAROL, TUESDAY)
    act = biller.prepared([work_act])[work_act]
    company.ask(CAROL, CancelAct(work_act_id=work_act, reason="Wrong month."), TUESDAY)
    company.crm.handle(invoice_of(work_act, act, "Act 1"), biller.asking)
    settle(company.crm)
    invoice = company.one("invoices")
    assert (invoice["cancelled_because"], invoice["cancelled_by"]) == ("Wrong month.", "Carol")


def test_hours_that_change_while_they_are_billed_are_not_invoiced(company: Company) -> None:
    """Nobody is billed for other minutes than those that are recorded."""
    rate(company)
    work_id = work(company, ANN, 60)
    less = CorrectWork(
        work_log_id=work_log_of(ANN), person_id=ANN, work_id=work_id, kind="service", client_id=CLIENT,
        day=date(2026, 11, 17), minutes=10, reason="Less.",
    )  # fmt: skip

    class Interrupted(Biller):
        """Ann is quicker, once it has read what is unbilled."""

        def unbilled(self, wanted: Collection[Wanted]) -> dict[UUID, list[Entry]]:
            found = super().unbilled(wanted)
            company.crm.handle(less, Context(by=ANN, at=EVENING))
            return found

    (row,) = Interrupted(company.crm, CAROL, EVENING).bill([Wanted(client_id=CLIENT, act_id=ACT)])
    settle(company.crm)
    assert (row.result, row.number, company.list("invoices")) == ("refused", "1", [])
    assert row.why == (
        "While act 1 was made, 1 of its entries was changed: cancel it, and bill the hours as they are now."
    )
    company.ask(CAROL, CancelAct(work_act_id=ACT, reason="Ann was faster."), TUESDAY)
    (row,) = bill(company, Wanted(client_id=CLIENT, act_id=OTHER_ACT), at=TUESDAY)
    assert (row.result, row.total) == ("billed", roubles("510.00"))


def test_an_act_of_other_hours_does_not_answer_for_these(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    bill(company)
    (row,) = bill(company, Wanted(client_id=CLIENT, act_id=ACT, work_ids=(work(company, ANN, 30),)))
    assert (row.result, row.why) == ("refused", "Act 1 is made of other hours: give this one an id of its own.")


def test_what_was_agreed_with_a_client_holds_when_it_is_merged_into_another(company: Company) -> None:
    """X-11: and the other's own rate counts more; and what is undone is undone."""
    rate(company, client_id=CLIENT)
    work(company, ANN, 60)
    company.ask(HEAD, MergeClient(client_id=CLIENT, into_id=OTHER_CLIENT), TUESDAY)
    (line,) = unbilled(company)
    assert (line["client"], line["amounts"], line["without_rate"]) == ("Best", "3000.00 RUB", 0)
    rate(company, client_id=OTHER_CLIENT, per_hour=roubles(2000))
    assert [line["amounts"] for line in unbilled(company)] == ["2000.00 RUB"]
    company.ask(HEAD, UnmergeClient(client_id=CLIENT), TUESDAY)
    assert [line["amounts"] for line in unbilled(company)] == ["3000.00 RUB"]
    (row,) = bill(company, at=TUESDAY)
    assert row.total == roubles("3000.00")


def acts_without_invoice(company: Company) -> list[UUID]:
    """An act as it is when the power goes before its invoice is there."""
    biller = Biller(company.crm, CAROL, EVENING)
    settle(company.crm)
    biller.make_acts({ACT: Wanted(client_id=CLIENT, act_id=ACT)})
    settle(company.crm)
    return [ACT]


def test_the_client_accepts_and_whoever_bills_hears_of_it(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    bill(company)
    by_link(company, AcceptAct(work_act_id=ACT, round=1, contact_name="Vera"))
    (entry,) = company.notebook(CAROL)
    assert entry.text == f"Act 1 of {roubles('3000.00')} is accepted by Vera"
    assert company.one("work-acts")["status"] == "accepted"


def test_silence_counts_once_the_letter_came(company: Company) -> None:
    rate(company)
    work(company, ANN, 60)
    bill(company)
    note = NoteActDelivered(work_act_id=ACT, round=1, email="books@bags.example", delivered=True, detail="250 OK")
    company.crm.handle(note, Context(by="effect", at=EVENING, roles=frozenset({"effect"})))
    settle(company.crm)
    company.clock(THURSDAY)
    assert company.one("work-acts")["status"] == "sent", "the third working day ends in the evening"
    company.clock(FRIDAY)
    act = company.one("work-acts")
    assert (act["status"], act["by_silence"]) == ("accepted", True)
