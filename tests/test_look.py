"""What decisions would see, for whoever tries out a wish: as of now, also what other processes wrote."""

from __future__ import annotations

from datetime import UTC, datetime

from examples import ANN, CLIENT

from crm_es.aggregates.client import Client, MeetClient, RenameClient
from crm_es.application import Crm
from crm_es.context import Context


def test_what_was_just_recorded_is_seen_by_every_process(staffed: Crm) -> None:
    other = Crm(staffed.log)
    context = Context(by=ANN, at=datetime.now(UTC))
    assert other.look([CLIENT])[0][CLIENT].state is None
    staffed.handle(MeetClient(client_id=CLIENT, name="Acme", owner_id=ANN), context)
    streams, reference = other.look([CLIENT])
    assert isinstance(streams[CLIENT].state, Client)
    assert reference.people[ANN].name == "Ann"
    staffed.handle(RenameClient(client_id=CLIENT, name="Acme Bread"), Context(by=ANN, at=datetime.now(UTC)))
    assert other.look([CLIENT])[0][CLIENT].state.name == "Acme Bread"
    other.close()
