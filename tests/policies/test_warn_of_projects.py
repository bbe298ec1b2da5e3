"""The lead and the heads read of each danger of a project, in words (S3-15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from examples import ANN, HEAD
from project_facts import SETUP, about

from crm_es.aggregates.project import ProjectWarned
from crm_es.ids import notebook_of
from crm_es.policies.warn_of_projects import react

warned = ProjectWarned(
    **about,
    what="stage over plan",
    stage_id=SETUP,
    stage="Set up",
    threshold=Decimal(80),
    figure=Decimal("82.5"),
    planned_minutes=600,
    spent_minutes=495,
    done_percent=40,
)


def test_the_lead_and_the_heads_are_told_once() -> None:
    first, second = react(warned)
    assert [first.person_id, second.person_id] == [ANN, HEAD]
    assert (first.kind, first.notebook_id) == ("project warning", notebook_of(ANN))
    assert first.text == "Rollout: Set up: 82 % of the plan is spent (8.2 h of 10.0 h are spent, 40 % is done)."
    assert len(list(react(warned.model_copy(update={"head_ids": (ANN,)})))) == 1


def test_each_threshold_has_an_entry_of_its_own() -> None:
    ids = {next(react(one)).entry_id for one in (warned, warned.model_copy(update={"threshold": Decimal(100)}))}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"what": "runs ahead"}, "8.2 h of 10.0 h are spent, and only 40 % is done: 82 points apart."),
        ({"what": "stage late", "ends": date(2026, 11, 27)}, "it had to be finished by 27.11.2026, and 40 % is done."),
        ({"what": "budget"}, "82 % of the budget is spent."),
        ({"what": "budget", "period": "2026-11"}, "82 % of the budget of 2026-11 is spent."),
        ({"what": "CPI", "figure": Decimal("0.8")}, "an hour spent earns 0.8 h of the plan"),
        ({"what": "SPI", "figure": Decimal("0.7")}, "only 0.7 of what was due by now is done (40 % is done)."),
    ],
)
def test_each_danger_is_told_in_words(changes: dict[str, Any], text: str) -> None:
    assert text in next(react(warned.model_copy(update=changes))).text
    of_project = warned.model_copy(update=changes | {"stage": None, "stage_id": None})
    assert next(react(of_project)).text.startswith("Rollout: ")
