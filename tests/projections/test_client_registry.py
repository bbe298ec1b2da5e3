"""The clients, each with the name and owner of today."""

import pytest
from examples import ANN, BOB, CLIENT, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.client import ClientHandedOver, ClientMet, ClientRenamed
from crm_es.messages import Corrupt
from crm_es.projections import client_registry
from crm_es.projections.client_registry import Client

met = recorded(ClientMet(client_id=CLIENT, name="Rye", owner_id=ANN, sector="bakery"), MONDAY)
renamed = recorded(ClientRenamed(client_id=CLIENT, from_name="Rye", to_name="Rye & Co"), TUESDAY)
handed_over = recorded(ClientHandedOver(client_id=CLIENT, from_owner_id=ANN, to_owner_id=BOB), TUESDAY)


def test_a_client_is_there_from_the_day_we_met() -> None:
    assert fold(client_registry, met) == {CLIENT: Client(CLIENT, "Rye", ANN, "bakery", MONDAY)}


def test_a_client_has_the_last_name_and_owner() -> None:
    assert fold(client_registry, met, renamed, handed_over) == {
        CLIENT: Client(CLIENT, "Rye & Co", BOB, "bakery", MONDAY)
    }


def test_nobody_is_renamed_whom_we_have_not_met() -> None:
    with pytest.raises(Corrupt):
        fold(client_registry, renamed)
