"""Each danger of a project is told in words (S3-15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from project_facts import warned

from crm_es.project_dangers import text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"what": "runs ahead"}, "8.2 h of 10.0 h are spent, and only 40 % is done: 82 points apart."),
        ({"what": "stage late", "ends": date(2026, 11, 27)}, "it had to be finished by 27.11.2026, and 40 % is done."),
        ({"what": "budget"}, "82 % of the budget is spent."),
        ({"what": "budget", "period": "2026-11"}, "82 % of the budget of 2026-11 is spent."),
        ({"what": "CPI", "figure": Decimal("0.8")}, "an hour spent earns 0.8 h of the plan"),
        ({"what": "SPI", "due_percent": 75}, "by now 75 % should be done; 40 % is."),
        ({"what": "SPI"}, "by now more should be done; 40 % is."),
    ],
)
def test_each_danger_is_told_in_words(changes: dict[str, Any], words: str) -> None:
    assert words in text(warned.model_copy(update=changes))
    of_project = warned.model_copy(update=changes | {"stage": None, "stage_id": None})
    assert text(of_project).startswith("Rollout: ")
