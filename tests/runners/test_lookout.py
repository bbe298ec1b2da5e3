"""One look at the log serves many readers: only those take a step for whom something was recorded."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from examples import ANN, MONDAY

from crm_es.aggregates.client import MeetClient
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.projections import client_registry, deal_registry
from crm_es.runners import lookout as looking
from crm_es.runners.lookout import Lookout
from crm_es.runners.projections import Projector
from crm_es.store.tracking import release

OWNER = "here"


def readers(crm: Crm, owner: str = OWNER) -> list[Projector]:
    return [
        Projector(crm.log, "client_registry", client_registry, owner),
        Projector(crm.log, "deal_registry", deal_registry, owner),
    ]


def names(found: Sequence[looking.Reader]) -> list[str]:
    return sorted(reader.name for reader in found)


@pytest.fixture
def lookout(staffed: Crm) -> Lookout:
    """Both readers have read all there is, and hold their leases."""
    lookout = Lookout(staffed.log, readers(staffed), OWNER)
    busy = True
    while busy:
        busy = sum(reader.step() for reader in lookout.due(again=True)) > 0
    return lookout


def meet(crm: Crm) -> None:
    crm.handle(MeetClient(client_id=uuid4(), name="Acme", owner_id=ANN), Context(by=ANN, at=MONDAY))


def test_whoever_listens_takes_a_step_and_all_others_are_moved_on(staffed: Crm, lookout: Lookout) -> None:
    meet(staffed)
    assert names(lookout.due(again=False)) == ["client_registry"]
    assert staffed.log.position("deal_registry") == staffed.log.head() > staffed.log.position("client_registry")


def test_nobody_looks_twice_at_the_same(staffed: Crm, lookout: Lookout) -> None:
    assert lookout.due(again=False) == []
    meet(staffed)
    (clients,) = lookout.due(again=False)
    assert lookout.due(again=False) == []
    assert lookout.due(again=True) == [clients], "it has not read yet"
    assert clients.step()
    assert lookout.due(again=True) == []


def test_what_somebody_else_runs_is_left_alone_until_it_is_free(
    staffed: Crm, lookout: Lookout, monkeypatch: pytest.MonkeyPatch
) -> None:
    with staffed.log.datastore.get_connection() as db:
        release(db, OWNER)
    elsewhere = Lookout(staffed.log, readers(staffed, "elsewhere"), "elsewhere")
    meet(staffed)
    before = staffed.log.position("client_registry")
    assert names(elsewhere.due(again=False)) == ["client_registry"], "the other was moved on"
    meet(staffed)
    assert lookout.due(again=False) == []
    with staffed.log.datastore.get_connection() as db:
        release(db, "elsewhere")
    assert lookout.due(again=False) == [], "it has looked a moment ago"
    monkeypatch.setattr(lookout, "_round_at", 0)
    assert names(lookout.due(again=False)) == ["client_registry"]
    assert staffed.log.position("client_registry") == before
    assert staffed.log.position("deal_registry") == staffed.log.head()


def test_who_is_far_behind_reads_by_itself(staffed: Crm, lookout: Lookout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "FAR", 0)
    meet(staffed)
    assert names(lookout.due(again=False)) == ["client_registry", "deal_registry"]
