"""The demo company: alive at this hour, and made by ordinary commands only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from crm_es.application import Crm
from crm_es.bank_details import BankDetails, doubts, faults
from crm_es.company import opened
from crm_es.demo import Made, make_demo, sign_ins
from crm_es.demo.banks import BANKS
from crm_es.demo.people import STAFF
from crm_es.demo.trade import bank_details
from crm_es.settings import Settings
from crm_es.store.accounts import owner

DAYS = 30


@pytest.fixture(scope="module")
def demo(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crm, Made]]:
    """A month of it, made once."""
    name = f"demo_{uuid4().hex[:12]}"
    home = tmp_path_factory.mktemp("demo")
    with opened(Settings(database_url=server_url, company=name, home=home)) as crm:
        yield crm, make_demo(crm, days=DAYS)
    with psycopg.connect(server_url, autocommit=True) as db:
        db.execute("SET client_min_messages TO warning")
        db.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(name)))


def number(crm: Crm, question: str) -> int:
    with crm.log.datastore.get_connection() as db:
        row: Any = db.execute(f"SELECT count(*) AS found FROM {question}").fetchone()
    return int(row["found"])


def test_nothing_is_refused_but_at_a_blocked_desk_and_payments_in_doubt(demo: tuple[Crm, Made]) -> None:
    _, made = demo
    assert set(made.refused) <= {"invoice desk is blocked", "order desk is blocked", "paid in doubt"}


def test_no_policy_failed(demo: tuple[Crm, Made]) -> None:
    crm, _ = demo
    assert number(crm, "dead_letters") == 0
    assert number(crm, "commands WHERE refusal IS NOT NULL AND causation_id IS NOT NULL") == 0


@pytest.mark.parametrize(
    "what",
    [
        "deal_registry WHERE outcome = 'open'",
        "deal_registry WHERE outcome = 'won'",
        "deal_registry WHERE outcome = 'lost'",
        "task_list WHERE status = 'open' AND overdue_called",
        "task_list WHERE times_moved > 0",
        "payment_registry WHERE status = 'submitted' AND drafted_at > now() - interval '1 day'",
        "payment_registry WHERE status = 'approved' AND pay_by < current_date",
        "payment_registry WHERE status = 'paid'",
        "payment_registry WHERE status = 'approved' AND paid_amount > 0",
        "payment_registry WHERE array_to_string(doubts, ' ') LIKE '%duplicate: Invoice%'",
        "payment_registry WHERE array_to_string(doubts, ' ') LIKE '%over budget: Marketing%'",
        "budgets WHERE reserved > 0",
        "notebook_entries WHERE closed_at IS NULL AND kind = 'payment doubt'",
        "price_approvals WHERE status = 'requested'",
        "desk_state WHERE blocked_by > 0",
        "bank_registry",
        "invoice_registry",
        "notebook_entries WHERE closed_at IS NULL",
        "events WHERE topic = 'DeputyAppointed'",
        "ticket_registry WHERE status = 'new'",
        "ticket_registry WHERE status = 'done'",
        "ticket_registry WHERE limit_state = 'over'",
        "work_entries WHERE ticket_id IS NOT NULL",
        "work_entries WHERE stage_id IS NOT NULL",
        "work_periods WHERE status = 'approved'",
        "notebook_entries WHERE closed_at IS NULL AND kind = 'time to approve'",
        "notebook_entries WHERE closed_at IS NULL AND kind = 'new ticket'",
        "timers WHERE running",
        "project_stages WHERE spent_minutes > planned_minutes",
        "project_baselines",
        "work_acts WHERE status = 'accepted'",
    ],
)
def test_there_is_something_to_see(demo: tuple[Crm, Made], what: str) -> None:
    crm, _ = demo
    assert number(crm, what) > 0


def test_it_ends_now_and_every_deal_has_its_history(demo: tuple[Crm, Made]) -> None:
    crm, _ = demo
    assert number(crm, "events WHERE occurred_at > clock_timestamp()") == 0
    assert number(crm, "events WHERE occurred_at > clock_timestamp() - interval '2 hours'") > 0
    opened_deals = number(crm, "events WHERE topic = 'DealOpened'")
    assert number(crm, "deal_registry") == opened_deals > DAYS


def test_making_it_again_changes_nothing(demo: tuple[Crm, Made]) -> None:
    crm, made = demo
    assert make_demo(crm, now=datetime.now(UTC)) == Made(new=False, events=made.events)


def test_everybody_may_sign_in(demo: tuple[Crm, Made]) -> None:
    crm, _ = demo
    people = sign_ins(crm)
    assert len(people) == number(crm, "accounts") == len(STAFF)
    anna = next(person for person in people if person["login"] == "anna")
    with crm.log.datastore.get_connection() as db:
        assert owner(db, anna["login"], anna["password"]) is not None


def test_bank_details_of_the_demo_have_no_fault_at_the_banks_that_it_knows(seeds: list[BankDetails]) -> None:
    banks = {bank.bik: bank for bank in BANKS}
    today = datetime.now(UTC).date()
    assert [fault for details in seeds for fault in faults(details, banks, today)] == []
    assert [doubt for details in seeds for doubt in doubts(details, banks, today)] == []
    assert {details.bik for details in seeds} == banks.keys()


@pytest.fixture
def seeds() -> list[BankDetails]:
    from random import Random

    return [bank_details(Random(seed)) for seed in range(50)]
