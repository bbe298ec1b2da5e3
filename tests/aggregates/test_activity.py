"""What activity promises: nothing is seen that its person did not allow, nothing counts before they agreed (X-42)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from evidence_facts import (
    ACTIVITY,
    HOUR,
    MINUTE,
    PICTURE,
    SUGGESTION,
    confirmed,
    dismissed,
    editor,
    kept,
    offer,
    offered,
    private_day,
    rules_set,
    span,
    suggested,
    tell,
)
from examples import ANN, ID, MONDAY, OTHER_ID, TUESDAY, ann, bob, gone, head, machine
from pydantic import ValidationError
from spec import Spec

from crm_es.aggregates import activity
from crm_es.aggregates.activity import (
    ActivityRule,
    ConfirmSuggestion,
    DismissSuggestion,
    DropScreenshot,
    EndPrivacy,
    GoPrivate,
    KeepScreenshot,
    PrivacyBegun,
    PrivacyEnded,
    ScreenshotDropped,
    SeenSpan,
    SetActivityRules,
    WorkSuggested,
)

spec = Spec(activity.decider, ann())
whose: dict[str, Any] = {"activity_id": ACTIVITY, "person_id": ANN}
set_rules = SetActivityRules(**whose, rules=(editor,))
confirm = ConfirmSuggestion(**whose, suggestion_id=SUGGESTION)
dismiss = DismissSuggestion(**whose, suggestion_id=SUGGESTION)
agent = machine("agent")


def spans(*events: Any) -> list[tuple[int, int]]:
    """The times of suggestions, in minutes before Monday nine."""
    found = [event for event in events if isinstance(event, WorkSuggested)]
    return [tuple(round((MONDAY - at) / MINUTE) for at in (one.starts, one.ends)) for one in found]  # type: ignore[misc]


def test_a_person_says_which_windows_are_work() -> None:
    spec.given().when(set_rules).then(rules_set)
    spec.given(rules_set).when(set_rules).then_nothing()
    unknown = editor.model_copy(update={"kind": "gardening"})
    spec.given().when(set_rules.model_copy(update={"rules": (unknown,)})).then_refused("no kind of work 'gardening'")
    with pytest.raises(ValidationError, match="Two rules"):
        SetActivityRules(**whose, rules=(editor, editor))
    with pytest.raises(ValidationError, match="which windows are work"):
        ActivityRule(name="all", kind="service")


def test_nobody_speaks_for_the_activity_of_others() -> None:
    for wish in (set_rules, tell, confirm, GoPrivate(**whose)):
        spec.given(rules_set).when(wish, head()).then_refused("theirs alone")
    other = tell.model_copy(update={"activity_id": ID})
    spec.given(rules_set).when(other).then_refused("not that of their activity")
    spec.given(rules_set).when(tell, agent, directory=gone(ANN)).then_refused("theirs alone")


def test_what_fits_a_rule_is_suggested_once() -> None:
    spec.given(rules_set).when(tell, agent).then(suggested)
    spec.given(rules_set).when(tell).then(suggested)
    for said in ((), (confirmed,), (dismissed,)):
        spec.given(rules_set, suggested, *said).when(tell).then_nothing()


def test_a_longer_export_suggests_only_what_is_new() -> None:
    longer = SeenSpan(rule="editor", starts=MONDAY - 2 * HOUR, ends=MONDAY + 2 * MINUTE)
    wish = tell.model_copy(update={"spans": (longer, span)})
    events = spec.given(rules_set, suggested).when(wish).events()
    assert spans(*events) == [(120, 60), (0, -2)]


def test_spans_that_overlap_are_not_counted_twice() -> None:
    halves = (
        SeenSpan(rule="editor", starts=MONDAY - HOUR, ends=MONDAY - 20 * MINUTE),
        SeenSpan(rule="editor", starts=MONDAY - 30 * MINUTE, ends=MONDAY),
    )
    events = spec.given(rules_set).when(tell.model_copy(update={"spans": halves})).events()
    assert spans(*events) == [(60, 20), (20, 0)]


def test_what_no_rule_names_is_not_taken() -> None:
    other = tell.model_copy(update={"spans": (span.model_copy(update={"rule": "letters"}),)})
    spec.given(rules_set).when(other).then_refused("no rule 'letters'")
    ahead = span.model_copy(update={"ends": TUESDAY})
    spec.given(rules_set).when(tell.model_copy(update={"spans": (ahead,)})).then_refused("not over yet")


def test_a_title_is_kept_only_where_the_rule_keeps_titles() -> None:
    titled = tell.model_copy(update={"spans": (span.model_copy(update={"title": "crm: billing"}),)})
    spec.given(rules_set).when(titled).then(suggested)
    keeping = rules_set.model_copy(update={"rules": (editor.model_copy(update={"titles": True}),)})
    spec.given(keeping).when(titled).then(suggested.model_copy(update={"note": "Code crm: billing"}))


def test_private_times_are_cut_out() -> None:
    day = span.model_copy(update={"starts": MONDAY - timedelta(hours=4)})
    events = spec.given(rules_set, private_day).when(tell.model_copy(update={"spans": (day,)})).events()
    assert spans(*events) == [(240, 180), (120, 0)]


def test_going_private_takes_what_was_suggested_of_that_time() -> None:
    go = GoPrivate(**whose, since=MONDAY - 30 * MINUTE, until=MONDAY)
    begun, gone_suggestion, gone_picture = spec.given(rules_set, suggested, offered).when(go).events()
    assert isinstance(begun, PrivacyBegun)
    assert gone_suggestion == dismissed.model_copy(update={"reason": "It is private."})
    assert isinstance(gone_picture, ScreenshotDropped)
    spec.given(rules_set, begun).when(go).then_nothing()


def test_private_mode_goes_on_until_it_is_ended() -> None:
    begun = PrivacyBegun(**whose, since=MONDAY - HOUR, until=None)
    spec.given().when(GoPrivate(**whose), at=MONDAY - HOUR).then(begun)
    spec.given(begun).when(offer, agent).then_refused("is private")
    spec.given(rules_set, begun).when(tell).then_nothing()
    ended = PrivacyEnded(**whose, since=MONDAY - HOUR, ended_at=MONDAY - 30 * MINUTE)
    spec.given(begun).when(EndPrivacy(**whose), at=MONDAY - 30 * MINUTE).then(ended)
    spec.given(begun, ended).when(EndPrivacy(**whose)).then_nothing()
    spec.given(begun, ended).when(offer, agent).then(offered)
    past = GoPrivate(**whose, until=MONDAY - HOUR)
    spec.given().when(past).then_refused("over before it begins")


def test_a_suggestion_is_confirmed_as_it_is_or_otherwise() -> None:
    given = spec.given(rules_set, suggested)
    given.when(confirm).then(confirmed)
    changed = confirm.model_copy(update={"ends": MONDAY - 5 * MINUTE, "note": "Billing", "ticket_id": ID})
    (event,) = given.when(changed).events()
    told = event.model_dump()
    assert (told["ends"], told["note"], told["changed"]) == (MONDAY - 5 * MINUTE, "Billing", True)
    assert (told["ticket_id"], told["client_id"]) == (ID, None), "it is on another thing now, and on that alone"
    given.when(confirm.model_copy(update={"ends": MONDAY - 2 * HOUR})).then_refused("ends after it begins")


def test_a_suggestion_is_answered_once() -> None:
    spec.given(rules_set, suggested).when(dismiss).then(dismissed)
    done = spec.given(rules_set, suggested, confirmed)
    done.when(confirm).then_nothing()
    done.when(confirm.model_copy(update={"note": "Else"})).then_refused("correct the entry")
    done.when(dismiss).then_refused("recorded already")
    over = spec.given(rules_set, suggested, dismissed)
    over.when(dismiss).then_nothing()
    over.when(confirm).then_refused("was dismissed")
    spec.given(rules_set).when(confirm).then_refused("no such suggestion")


def test_a_picture_of_an_agent_waits_for_its_person() -> None:
    keep, drop = KeepScreenshot(**whose, evidence_id=ID), DropScreenshot(**whose, evidence_id=ID)
    spec.given().when(offer, agent).then(offered)
    given = spec.given(offered)
    given.when(offer, agent).then_nothing()
    given.when(offer.model_copy(update={"note": "Another"}), agent).then_refused("another picture")
    given.when(keep).then(kept)
    gone_picture = ScreenshotDropped(**dict(offered), reason="")
    given.when(drop).then(gone_picture)
    spec.given(offered, kept).when(keep).then_nothing()
    spec.given(offered, kept).when(drop).then_refused("evidence already")
    spec.given(offered, gone_picture).when(drop).then_nothing()
    spec.given(offered, gone_picture).when(keep).then_refused("was dropped")
    given.when(keep.model_copy(update={"evidence_id": OTHER_ID})).then_refused("no such picture")
    given.when(keep, bob()).then_refused("theirs alone")


def test_whoever_said_so_beforehand_keeps_every_picture() -> None:
    keeping = rules_set.model_copy(update={"screenshots": "keep"})
    spec.given(keeping).when(offer, agent).then(offered, kept)


def test_a_picture_is_one_of_a_time_that_was() -> None:
    letter = offer.model_copy(update={"file": PICTURE.model_copy(update={"type": "image/tiff"})})
    spec.given().when(letter, agent).then_refused("PNG, JPEG or WebP")
    spec.given().when(offer.model_copy(update={"ends": TUESDAY}), agent).then_refused("not over yet")
