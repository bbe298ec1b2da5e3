"""What a suggestion promises: whoever makes it hears what becomes of it (S0-36, S0-52)."""

from __future__ import annotations

from typing import Any

from examples import BOB, DIRECTOR, HEAD, ID, MONDAY, ann, bob, changed, director, gone, head, standing_in
from spec import Spec
from suggestion_facts import answered, made, replied, supported

from crm_es.aggregates import suggestion
from crm_es.aggregates.suggestion import (
    AnswerSuggestion,
    MakeSuggestion,
    ReplyToSuggestion,
    SuggestionMade,
    SupportSuggestion,
)
from crm_es.playbook import Suggestions

spec = Spec(suggestion.decider, ann())
bobs = Spec(suggestion.decider, bob())
dmitrys = Spec(suggestion.decider, director())

make = MakeSuggestion(suggestion_id=ID, text="Pack flour in tens", about="warehouse")
support = SupportSuggestion(suggestion_id=ID)
reply = ReplyToSuggestion(suggestion_id=ID, reply="The lift takes eight")
answer = AnswerSuggestion(suggestion_id=ID, status="planned", answer="From December on")


def test_a_suggestion_is_put_to_whoever_the_playbook_names() -> None:
    spec.given().when(make).then(made)
    spec.given(made).when(make).then_nothing()
    spec.given(made).when(make.model_copy(update={"text": "Pack in twelves"})).then_refused("made already")
    sales = ann().playbook.model_copy(update={"suggestions": Suggestions(role="head_of_sales")})
    (event,) = spec.given().when(make, playbooks={1: sales}).events()
    assert isinstance(event, SuggestionMade)
    assert event.asked == (HEAD,)


def test_where_nobody_has_the_role_the_supervisor_is_asked() -> None:
    (event,) = spec.given().when(make, directory=gone(DIRECTOR)).events()
    assert isinstance(event, SuggestionMade)
    assert event.asked == (HEAD,)


def test_colleagues_support_it_once_each() -> None:
    bobs.given(made).when(support).then(supported)
    bobs.given(made, supported).when(support).then_nothing()
    spec.given(made).when(support).then_refused("a suggestion of your own")


def test_colleagues_reply_to_it() -> None:
    """S0-52."""
    bobs.given(made).when(reply).then(replied)
    bobs.given(made, replied).when(reply).then_nothing()


def test_whoever_is_asked_says_what_becomes_of_it_as_often_as_that_changes() -> None:
    dmitrys.given(made).when(answer).then(answered)
    dmitrys.given(made, answered).when(answer).then_nothing()
    done = answer.model_copy(update={"status": "done", "answer": "Since today"})
    (event,) = dmitrys.given(made, answered).when(done).events()
    assert (event.model_dump()["from_status"], event.model_dump()["status"]) == ("planned", "done")


def test_others_do_not_decide_about_it() -> None:
    bobs.given(made).when(answer).then_refused("Others say what becomes of it: ask Dmitry.")
    day = MONDAY.date()
    deputy: dict[str, Any] = {"directory": standing_in(BOB, DIRECTOR, day, day)}
    bobs.given(made).when(answer, **deputy).then(answered.model_copy(update={"answered_by": BOB}))
    later: dict[str, Any] = {"directory": changed(HEAD, roles=frozenset({"director"}))}
    heads = Spec(suggestion.decider, head(**later))
    heads.given(made).when(answer).then(answered.model_copy(update={"answered_by": HEAD}))


def test_there_is_nothing_to_say_about_what_nobody_suggested() -> None:
    for wish in (support, reply, answer):
        bobs.given().when(wish).then_refused("There is no such suggestion")
