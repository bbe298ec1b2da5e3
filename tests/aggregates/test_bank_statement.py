"""What a bank's statement promises: that it was brought is kept, with what was wrong with it (S0-44)."""

from __future__ import annotations

import pytest
from bank_statement_facts import BROUGHT, taken
from examples import ADMIN, ANN, CAROL, HEAD, gone, importer
from spec import Spec

from crm_es.aggregates import bank_statement
from crm_es.aggregates.bank_statement import TakeBankStatement
from crm_es.messages import Corrupt

spec = Spec(bank_statement.decider, importer())
take = TakeBankStatement(**BROUGHT)


def test_what_was_brought_is_kept_with_what_is_wrong_with_it() -> None:
    spec.given().when(take, on_behalf_of=CAROL).then(taken)


def test_the_same_file_is_kept_once_whoever_brings_it_again() -> None:
    spec.given(taken).when(take).then_nothing()
    spec.given(taken).when(take, on_behalf_of=CAROL).then_nothing()


def test_only_accounting_brings_statements_or_who_runs_the_program() -> None:
    spec.given().when(take, on_behalf_of=ANN).then_refused("hands of accounting")
    spec.given().when(take).then(taken.model_copy(update={"brought_by": importer().by}))


def test_without_a_head_administrators_hear_of_the_faults() -> None:
    told = taken.model_copy(update={"heads": (ADMIN,)})
    spec.given().when(take, on_behalf_of=CAROL, directory=gone(HEAD)).then(told)


def test_two_files_do_not_share_an_id() -> None:
    other = take.model_copy(update={"sha256": "2" * 64})
    spec.given(taken).when(other).then_refused("Another statement")


def test_a_file_is_brought_once_in_a_history() -> None:
    with pytest.raises(Corrupt):
        bank_statement.decider.fold((taken, taken))
