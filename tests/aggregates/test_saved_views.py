"""What saved views promise (S1-29, X-01)."""

from __future__ import annotations

from examples import ANN, ann, bob, operator
from spec import Spec

from crm_es.aggregates import saved_views
from crm_es.aggregates.saved_views import (
    MOST,
    ChooseDefaultView,
    DefaultViewChosen,
    Filter,
    RemoveView,
    SaveView,
    ViewRemoved,
    ViewSaved,
)
from crm_es.ids import views_of

spec = Spec(saved_views.decider, ann())
VIEWS = views_of(ANN)
APPROVED, LARGE = Filter(name="status", value="approved"), Filter(name="amount_from", value="100000")

save = SaveView(saved_views_id=VIEWS, registry="payment-requests", name="To pay", query=(APPROVED,), sort="pay_by")
remove = RemoveView(saved_views_id=VIEWS, registry="payment-requests", name="To pay")
choose = ChooseDefaultView(saved_views_id=VIEWS, registry="payment-requests", name="To pay")
choose_none = choose.model_copy(update={"name": None})

saved = ViewSaved(
    saved_views_id=VIEWS,
    person_id=ANN,
    registry="payment-requests",
    name="To pay",
    query=(APPROVED,),
    sort="pay_by",
    shared=False,
)
removed = ViewRemoved(
    saved_views_id=VIEWS, person_id=ANN, registry="payment-requests", name="To pay", was_default=False
)
chosen = DefaultViewChosen(
    saved_views_id=VIEWS, person_id=ANN, registry="payment-requests", name="To pay", instead_of=None
)
large = save.model_copy(update={"query": (APPROVED, LARGE)})
changed = saved.model_copy(update={"query": (APPROVED, LARGE)})


def test_a_view_is_kept_under_its_name() -> None:
    spec.given().when(save).then(saved)
    spec.given(saved).when(save).then_nothing()


def test_saving_as_new_never_changes_the_old_one() -> None:
    spec.given(saved).when(large).then_refused("To pay", "another name", rule="name of a view taken")
    spec.given(saved).when(large.model_copy(update={"replace": True})).then(changed)
    other = {"name": "To pay, large"}
    spec.given(saved).when(large.model_copy(update=other)).then(changed.model_copy(update=other))


def test_the_same_name_may_be_used_in_another_list() -> None:
    other = {"registry": "tasks"}
    spec.given(saved).when(large.model_copy(update=other)).then(changed.model_copy(update=other))


def test_a_view_of_the_default_is_not_called_so() -> None:
    spec.given().when(save.model_copy(update={"name": "Default"})).then_refused("stands for", rule="reserved name")


def test_one_view_of_each_list_is_the_default() -> None:
    spec.given(saved).when(choose).then(chosen)
    spec.given(saved, chosen).when(choose).then_nothing()
    back = chosen.model_copy(update={"name": None, "instead_of": "To pay"})
    spec.given(saved, chosen).when(choose_none).then(back)
    spec.given(saved, chosen, back).when(choose_none).then_nothing()
    spec.given().when(choose_none).then_nothing()


def test_only_a_view_that_is_there_becomes_the_default() -> None:
    spec.given().when(choose).then_refused(
        "no view called 'To pay'", "/saved-views/<your saved_views_id from /me>", "somebody else", rule="no such view"
    )


def test_a_view_that_goes_is_no_default_any_more() -> None:
    spec.given(saved).when(remove).then(removed)
    spec.given(saved, chosen).when(remove).then(removed.model_copy(update={"was_default": True}))
    spec.given(saved, removed).when(remove).then_nothing()
    gone = removed.model_copy(update={"was_default": True})
    spec.given(saved, chosen, gone, saved).when(choose).then(chosen)


def test_nobody_changes_the_views_of_somebody_else() -> None:
    for wish in (save, remove, choose):
        spec.given(saved).when(wish, bob()).then_refused(
            "somebody else's", "/saved-views/<your saved_views_id from /me>", rule="views of somebody else"
        )
    spec.given(saved).when(remove, operator(on_behalf_of=ANN)).then(removed)


def test_views_are_not_kept_without_end() -> None:
    many = [saved.model_copy(update={"name": f"View {n}"}) for n in range(MOST)]
    spec.given(*many).when(save).then_refused(f"You keep {MOST} views", rule="too many views")
