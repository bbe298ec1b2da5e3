"""What a client promises (S0-20)."""

from __future__ import annotations

from examples import ANN, BOB, CLIENT, STRANGER, ann, gone, head
from spec import Spec

from crm_es.aggregates import client
from crm_es.aggregates.client import (
    ClientHandedOver,
    ClientMet,
    ClientRenamed,
    HandOverClient,
    MeetClient,
    RenameClient,
)

spec = Spec(client.decider, ann())
meet = MeetClient(client_id=CLIENT, name="Bakery", owner_id=ANN, sector="food")
rename = RenameClient(client_id=CLIENT, name="Bakery 2")
hand_over = HandOverClient(client_id=CLIENT, owner_id=BOB)

met = ClientMet(client_id=CLIENT, name="Bakery", owner_id=ANN, sector="food")
renamed = ClientRenamed(client_id=CLIENT, from_name="Bakery", to_name="Bakery 2")
handed_over = ClientHandedOver(client_id=CLIENT, from_owner_id=ANN, to_owner_id=BOB)


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
    for command in (rename, hand_over):
        spec.given().when(command, head()).then_refused("no such client")
