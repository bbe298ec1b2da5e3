"""When a month is over its time is reviewed, once; a head hears of drift and of what takes the time (S3-25)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from company import Company
from examples import ANN, BOB, HEAD
from fold import keep
from worked import worked

from crm_es.application import Crm
from crm_es.runners.focus import FocusReviews
from crm_es.runners.worker import settle

SECOND, THIRD = datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 4, 9, tzinfo=UTC)
"""The second and the third working day of November."""
OCTOBER, SEPTEMBER = date(2026, 10, 12), date(2026, 9, 14)


def recorded(crm: Crm, *, september: int = 600, october: int = 3000) -> None:
    """So much administration of Ann's 6,000 minutes in each month; Bob has always a tenth."""
    with crm.log.datastore.get_connection() as db:
        for day, minutes in ((SEPTEMBER, september), (OCTOBER, october)):
            keep(
                db,
                worked(ANN, day, minutes, "correspondence", "administration"),
                worked(ANN, day, 6000 - minutes, "commercial activity", "commercial"),
                worked(BOB, day, 600, "reports", "administration"),
                worked(BOB, day, 5400, "commercial activity", "commercial"),
            )


def test_the_head_hears_whose_time_went_elsewhere_and_where(staffed: Crm) -> None:
    recorded(staffed)
    assert FocusReviews(staffed).tick(THIRD) == 2
    settle(staffed)
    (entry,) = Company(staffed).notebook(HEAD)
    assert entry.kind == "focus drift"
    assert entry.text == (
        "Ann: administration took 50.0 % of the time in 10.2026 (50.0 of 100.0 h), against 10.0 % of their own months "
        "before and 10.0 % of the team. It went to: correspondence (50.0 h)."
    )


def test_nobody_is_told_where_nothing_changed(staffed: Crm) -> None:
    recorded(staffed, october=700)
    assert FocusReviews(staffed).tick(THIRD) == 2
    settle(staffed)
    assert Company(staffed).notebook(HEAD) == []


def test_people_have_some_days_to_record_what_is_missing(staffed: Crm) -> None:
    recorded(staffed)
    assert FocusReviews(staffed).tick(SECOND) == 0


def test_a_month_is_reviewed_once_however_many_workers_look(staffed: Crm) -> None:
    recorded(staffed)
    reviews = FocusReviews(staffed)
    assert (reviews.tick(THIRD), reviews.tick(THIRD)) == (2, 0)
    settle(staffed)
    recorded(staffed, october=6000)
    FocusReviews(staffed).tick(THIRD)
    settle(staffed)
    assert len(Company(staffed).notebook(HEAD)) == 1


def test_a_company_without_a_playbook_reviews_nothing(crm: Crm) -> None:
    assert FocusReviews(crm).tick(THIRD) == 0
