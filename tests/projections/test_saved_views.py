"""The ways in which people see their lists: kept, shared, chosen, gone (S1-29)."""

from __future__ import annotations

from dataclasses import replace

from examples import ANN, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.saved_views import DefaultViewChosen, Filter, ViewRemoved, ViewSaved
from crm_es.ids import views_of
from crm_es.projections import saved_views
from crm_es.projections.saved_views import SavedView, view_of

VIEWS = views_of(ANN)
KEY = view_of(VIEWS, "payment-requests", "To pay")

saved = ViewSaved(
    saved_views_id=VIEWS,
    person_id=ANN,
    registry="payment-requests",
    name="To pay",
    query=(Filter(name="status", value="approved"), Filter(name="q", value="a=b")),
    sort="pay_by",
    shared=False,
)
other = saved.model_copy(update={"name": "All", "query": ()})
chosen = DefaultViewChosen(
    saved_views_id=VIEWS, person_id=ANN, registry="payment-requests", name="To pay", instead_of=None
)
view = SavedView(KEY, ANN, "payment-requests", "To pay", ("status=approved", "q=a=b"), "pay_by", "owner", MONDAY)


def test_a_view_is_shown_with_its_filters() -> None:
    assert fold(saved_views, recorded(saved)) == {KEY: view}


def test_saving_again_changes_it_and_it_stays_the_default() -> None:
    shared = saved.model_copy(update={"shared": True, "query": ()})
    (after,) = fold(saved_views, recorded(saved), recorded(chosen), recorded(shared, TUESDAY)).values()
    assert after == replace(view, seen_by="everybody", query=(), owners_default=True, saved_at=TUESDAY)


def test_one_default_takes_the_place_of_another() -> None:
    instead = chosen.model_copy(update={"name": "All", "instead_of": "To pay"})
    history = [recorded(event) for event in (saved, other, chosen)]
    assert {row.name: row.owners_default for row in fold(saved_views, *history).values()} == {
        "To pay": True,
        "All": False,
    }
    after = fold(saved_views, *history, recorded(instead))
    assert {row.name: row.owners_default for row in after.values()} == {"To pay": False, "All": True}


def test_what_is_removed_is_gone() -> None:
    removed = ViewRemoved(
        saved_views_id=VIEWS, person_id=ANN, registry="payment-requests", name="To pay", was_default=True
    )
    assert fold(saved_views, *map(recorded, (saved, chosen, removed))) == {}
