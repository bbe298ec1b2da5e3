"""The shipped playbook knows who answers for what clients complain of (S0-16, S0-17, S0-21)."""

from __future__ import annotations

from importlib.resources import files

import pytest

from crm_es.demo.people import HOLDERS
from crm_es.exchange.playbook_yaml import load
from crm_es.playbook import Playbook


@pytest.fixture(scope="module")
def wholesale() -> Playbook:
    return load((files("crm_es") / "playbooks" / "wholesale.yaml").read_text(encoding="utf-8"))


def test_causes_of_complaints_are_leaks_of_clients(wholesale: Playbook) -> None:
    """S0-21: both are counted by the same words."""
    assert {cause.cause for cause in wholesale.complaints.causes} <= set(wholesale.reservoir.leak_reasons)


def test_somebody_in_the_demo_company_answers_for_each(wholesale: Playbook) -> None:
    assert {cause.role for cause in wholesale.complaints.causes} | {wholesale.suggestions.role} <= HOLDERS.keys()


def test_only_what_is_bought_goes_on_to_suppliers(wholesale: Playbook) -> None:
    assert [cause.cause for cause in wholesale.complaints.causes if cause.supplier] == ["defect"]
