"""What a client promises (S0-12, S0-20, X-11)."""

from __future__ import annotations

from datetime import timedelta

from client_facts import (
    BOOKS,
    DAYS,
    PURCHASE,
    VERA,
    Story,
    absorbed,
    absorbing,
    add_vera,
    bought,
    buy,
    call_due,
    contact,
    explain,
    explained,
    lapse,
    lapsed,
    merge,
    merged,
    on,
    released,
    unmerge,
    unmerged,
)
from client_facts import hand_over as give_to_bob
from client_facts import met as known
from examples import (
    ADMIN,
    ANN,
    BOB,
    CLIENT,
    HEAD,
    ID,
    MONDAY,
    OTHER_ID,
    STRANGER,
    ann,
    bob,
    clock,
    gone,
    head,
    importer,
    operator,
    standing_in,
)
from spec import Spec

from crm_es.aggregates import client
from crm_es.aggregates.client import (
    Client,
    ClientContacted,
    ClientDescribed,
    ClientHandedOver,
    ClientMet,
    ClientNotAbsorbed,
    ClientRenamed,
    ContactAdded,
    ContactRemoved,
    ContactsPlanned,
    DescribeClient,
    Description,
    DiscardClient,
    HandOverClient,
    MeetClient,
    PlanContacts,
    ReleaseClient,
    RemoveContact,
    RenameClient,
    UnmergeClient,
)
from crm_es.aggregates.client.events import PurchasePassedOn

spec = Spec(client.decider, ann())
planned = Spec(client.decider, ann(**BOOKS))
meet = MeetClient(client_id=CLIENT, name="Bakery", owner_id=ANN, sector="food")
rename = RenameClient(client_id=CLIENT, name="Bakery 2")
hand_over = HandOverClient(client_id=CLIENT, owner_id=BOB)

met = ClientMet(client_id=CLIENT, name="Bakery", owner_id=ANN, sector="food")
renamed = ClientRenamed(client_id=CLIENT, from_name="Bakery", to_name="Bakery 2")
handed_over = ClientHandedOver(client_id=CLIENT, from_owner_id=ANN, to_owner_id=BOB, name="Bakery")


def test_a_client_is_met_once() -> None:
    spec.given().when(meet).then(met)
    spec.given(met).when(meet).then_nothing()
    spec.given(met).when(meet.model_copy(update={"sector": "retail"})).then_refused("entered already")
    spec.given(met, renamed).when(meet).then_refused("entered already")


def test_the_owner_works_here() -> None:
    stranger = {"owner_id": STRANGER}
    spec.given().when(meet.model_copy(update=stranger)).then_refused("works here")
    spec.given().when(meet, directory=gone(ANN)).then_refused("works here")
    spec.given(met).when(hand_over.model_copy(update=stranger), head()).then_refused("works here")


def test_a_client_may_go_by_another_name() -> None:
    spec.given(met).when(rename).then(renamed)
    spec.given(met, renamed).when(rename).then_nothing()


def test_another_manager_may_look_after_the_client() -> None:
    spec.given(met).when(hand_over, head()).then(handed_over)
    spec.given(met, handed_over).when(hand_over, head()).then_nothing()


def test_who_has_left_stays_the_owner_until_handed_over() -> None:
    spec.given(met).when(hand_over, head(directory=gone(ANN))).then(handed_over)


def test_nothing_happens_to_a_client_that_is_not_there() -> None:
    for command in (rename, hand_over, contact, merge, unmerge, lapse, explain, buy):
        spec.given().when(command, head()).then_refused("no such client")


def test_what_is_known_of_it_may_grow() -> None:
    told = DescribeClient(client_id=CLIENT, inn="7707083893", phones=("8 912 345-67-89",), segment="shop")
    after = Description(sector="food", segment="shop", inn="7707083893", phones=("+79123456789",))
    described = ClientDescribed(client_id=CLIENT, before=Description(sector="food"), after=after)
    spec.given(met).when(told).then(described)
    spec.given(met, described).when(told).then_nothing()
    fewer = DescribeClient(client_id=CLIENT, phones=())
    (event,) = spec.given(met, described).when(fewer).events()
    assert isinstance(event, ClientDescribed)
    assert (event.after.phones, event.after.inn) == ((), "7707083893")


def test_there_are_people_at_the_client() -> None:
    vera = ContactAdded(client_id=CLIENT, contact_id=VERA, name="Vera", position="director", phone="+79123456780")
    spec.given(met).when(add_vera).then(vera)
    spec.given(met, vera).when(add_vera).then_nothing()
    leave = RemoveContact(client_id=CLIENT, contact_id=VERA)
    left = ContactRemoved(client_id=CLIENT, contact_id=VERA, name="Vera")
    spec.given(met, vera).when(leave).then(left)
    spec.given(met, vera, left).when(leave).then_nothing()


def test_only_who_looks_after_it_changes_what_is_known_of_it() -> None:
    """Or a deputy, or somebody above; what is entered for them, or imported, counts as theirs."""
    vera = ContactAdded(client_id=CLIENT, contact_id=VERA, name="Vera")
    next_week = (MONDAY + timedelta(7)).date()
    for wish in (
        rename,
        DescribeClient(client_id=CLIENT, segment="shop"),
        add_vera,
        RemoveContact(client_id=CLIENT, contact_id=VERA),
        PlanContacts(client_id=CLIENT, every_days=30),
        contact.model_copy(update={"next_on": next_week}),
    ):
        history = planned.given(met, vera)
        history.when(wish, bob(**BOOKS)).then_refused("a client of Ann", rule="somebody else's client")
        for asker in (head(**BOOKS), operator(**BOOKS, on_behalf_of=BOB), importer(**BOOKS, on_behalf_of=BOB)):
            assert history.when(wish, asker).events()
        deputy = standing_in(BOB, ANN, MONDAY.date(), MONDAY.date())
        assert history.when(wish, bob(**BOOKS, directory=deputy)).events()


def test_anybody_may_speak_with_the_client() -> None:
    (event,) = planned.given(met).when(contact, bob(**BOOKS)).events()
    assert isinstance(event, ClientContacted)
    assert event.by_id == BOB


# ── Calls ───────────────────────────────────────────────────────────────────


def test_a_prospect_is_called_as_often_as_the_playbook_says() -> None:
    """S0-12."""
    (event,) = planned.given().when(meet).events()
    assert isinstance(event, ClientMet)
    assert event.call_on == (MONDAY + timedelta(7)).date()
    (told,) = planned.given(event).when(contact, at=MONDAY + timedelta(3)).events()
    assert isinstance(told, ClientContacted)
    assert (told.call_on, told.by_id) == ((MONDAY + timedelta(10)).date(), ANN)


def test_an_import_plans_no_calls() -> None:
    spec.given().when(meet, importer(**BOOKS)).then(met)


def test_another_rhythm_may_be_planned_with_a_client() -> None:
    plan = PlanContacts(client_id=CLIENT, every_days=30)
    (event,) = planned.given(met).when(plan).events()
    assert isinstance(event, ContactsPlanned)
    assert event.call_on == (MONDAY + timedelta(30)).date()
    planned.given(met, event).when(plan).then_nothing()
    day = (MONDAY + timedelta(2)).date()
    (sooner,) = planned.given(met, event).when(plan.model_copy(update={"next_on": day})).events()
    assert isinstance(sooner, ContactsPlanned)
    assert sooner.call_on == day


def test_the_next_contact_comes_later() -> None:
    today = contact.model_copy(update={"next_on": MONDAY.date()})
    planned.given(met).when(today).then_refused("name a later day")


def test_nobody_is_told_of_a_call_before_its_time() -> None:
    assert known.then(call_due, on(6, clock)).events == known.events
    due = known.then(call_due, on(8, clock))
    assert due.last.call_at is None
    assert due.then(call_due, on(9, clock)).events == due.events


# ── Discarding ──────────────────────────────────────────────────────────────


def test_what_was_entered_by_mistake_is_discarded_and_may_be_entered_again() -> None:
    discard = DiscardClient(client_id=CLIENT, reason="a typing error")
    story = known.then(discard, on(1, ADMIN))
    assert story.then(discard, on(1, ADMIN)).events == story.events
    spec.given(*story.events).when(rename).then_refused("is discarded")
    spec.given(*story.events).when(meet).then(met)


def test_a_client_that_is_in_use_stays() -> None:
    discard = DiscardClient(client_id=CLIENT, reason="a typing error")
    for story in (bought, known.then(contact, on(1, ANN)), merged):
        spec.given(*story.events).when(discard, importer()).then_refused("it stays")
    survivor = Story(*absorbed.events[:1]).then(absorbing(known.then(merge, on(1, HEAD)).last), on(1))
    of_it = discard.model_copy(update={"client_id": OTHER_ID})
    spec.given(*survivor.events).when(of_it, importer()).then_refused("others merged into it")


# ── Merging ─────────────────────────────────────────────────────────────────


def folded(story: Story) -> Client:
    state = client.decider.fold(story.events)
    assert state
    return state


def test_a_merged_client_takes_no_other_wish() -> None:
    """X-11."""
    for command in (rename, contact, give_to_bob, explain, add_vera):
        spec.given(*merged.events).when(command, head(**BOOKS)).then_refused("merged into another")
    again = merge.model_copy(update={"into_id": ID})
    spec.given(*merged.events).when(merge, head()).then_nothing()
    spec.given(*merged.events).when(again, head()).then_refused("unmerge it first")


def test_nobody_is_merged_into_itself_nor_on_with_others_in_it() -> None:
    spec.given(met).when(merge.model_copy(update={"into_id": CLIENT}), head()).then_refused("into itself")
    on_again = merge.model_copy(update={"client_id": OTHER_ID, "into_id": ID})
    spec.given(*absorbed.events).when(on_again, head()).then_refused("others were merged: 'Rye'")


def test_the_survivor_takes_what_it_lacks_and_gives_back_what_came() -> None:
    before = client.decider.fold(absorbed.events[:1])
    taken = folded(absorbed)
    assert taken.description.phones == ("+79123456789",)
    assert [one.name for one in taken.contacts.values()] == ["Vera"]
    assert (taken.status, [one.purchase_id for one in taken.purchases]) == ("active", [PURCHASE])
    assert absorbed.then(absorbing(merged.last), on(40)).events == absorbed.events
    assert folded(released) == before


def test_what_the_survivor_has_itself_stays_with_it() -> None:
    own = DescribeClient(client_id=OTHER_ID, phones=("+79123456789",), inn="7707083893")
    richer = Story(*absorbed.events[:1]).then(own, on(1, ANN))
    story = richer.then(absorbing(merged.last), on(40)).then(ReleaseClient(client_id=OTHER_ID, from_id=CLIENT), on(41))
    assert folded(story) == folded(richer)


def test_unmerged_it_is_as_before() -> None:
    before = client.decider.fold(merged.events[:-1])
    assert folded(unmerged) == before
    spec.given(*unmerged.events).when(unmerge, head()).then_refused("not merged")


def test_what_is_bought_meanwhile_in_the_old_name_comes_back_too() -> None:
    story = merged.then(buy.model_copy(update={"purchase_id": ID}), on(41))
    assert isinstance(story.last, PurchasePassedOn)
    back = story.then(unmerge, on(42, HEAD))
    assert (back.last.count, back.last.status) == (2, "active")


def test_what_cannot_be_merged_is_parted_again() -> None:
    wish = absorbing(merged.last)
    for history, why in (
        ((), "There is no such client."),
        (merged_away(), "The other client is merged itself, or was"),
    ):
        (event,) = spec.given(*history).when(wish).events()
        assert isinstance(event, ClientNotAbsorbed)
        assert event.why.startswith(why)
    part = UnmergeClient(client_id=CLIENT, reason="There is no such client.")
    assert merged.then(part, on(40)).last.reason == "There is no such client."
    assert known.then(part, on(40)).events == known.events


def test_what_is_merged_into_another_by_now_is_not_parted_from_that() -> None:
    """The answer of the first came late."""
    stale = UnmergeClient(client_id=CLIENT, from_id=ID, reason="There is no such client.")
    assert merged.then(stale, on(40)).events == merged.events
    assert merged.then(stale.model_copy(update={"from_id": OTHER_ID}), on(40)).last.reason == stale.reason
    spec.given(*merged.events).when(stale, head()).then_refused("not merged into that one", rule="client is not merged")


def merged_away() -> tuple[client.ClientEvent, ...]:
    on_again = merge.model_copy(update={"client_id": OTHER_ID, "into_id": ID})
    return tuple(Story(*absorbed.events[:1]).then(on_again, on(1, HEAD)).events)


def test_a_survivor_that_was_never_met_can_be_met_later() -> None:
    (event,) = spec.given().when(absorbing(merged.last)).events()
    other = meet.model_copy(update={"client_id": OTHER_ID})
    spec.given(event).when(other).then(met.model_copy(update={"client_id": OTHER_ID}))


def test_a_lapse_is_explained_anew_where_somebody_knows_better() -> None:
    better = explain.model_copy(update={"reason": "rude manager"})
    story = explained.then(better, on(2 + DAYS, ANN))
    assert story.last.reason == "rude manager"
    assert lapsed.last.stay_id == story.last.stay_id


def test_what_was_told_of_both_counts_once() -> None:
    """The same deal was told of both."""
    same = Story(*absorbed.events[:1]).then(buy.model_copy(update={"client_id": OTHER_ID}), on(1))
    story = same.then(absorbing(merged.last), on(40))
    assert folded(story).purchases == folded(same).purchases
