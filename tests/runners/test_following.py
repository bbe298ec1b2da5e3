"""Whoever needs to see at once what a reader makes of the log need not wait for a worker."""

from __future__ import annotations

from uuid import UUID

import pytest
from calling import met
from examples import CLIENT

from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.runners.following import catch_up
from crm_es.store.tracking import lease, release

OTHER = UUID(int=31)


def test_named_readers_come_to_the_head_and_others_stay_where_they_are(staffed: Crm) -> None:
    met(staffed, CLIENT)
    catch_up(staffed, "client_registry", "ask_payment_approvers")
    head = staffed.log.head()
    assert staffed.log.position("client_registry") == staffed.log.position("ask_payment_approvers") == head
    assert staffed.log.position("deal_registry") < head


def test_the_lease_is_given_back(staffed: Crm) -> None:
    met(staffed, CLIENT)
    catch_up(staffed, "client_registry")
    with staffed.log.datastore.get_connection() as db:
        assert lease(db, "client_registry", "a worker") is not None
        release(db, "a worker")
    met(staffed, OTHER)
    catch_up(staffed, "client_registry")
    with staffed.log.datastore.get_connection() as db:
        assert db.execute("SELECT count(*) AS n FROM client_registry").fetchone() == {"n": 2}


def test_whoever_waits_for_a_reader_that_stands_still_is_told_so(staffed: Crm) -> None:
    met(staffed, CLIENT)
    with staffed.log.datastore.get_connection() as db:
        lease(db, "client_registry", "a worker that hangs")
    with pytest.raises(Refused, match=r"client_registry stands still at position .*: see whether a worker hangs"):
        catch_up(staffed, "deal_registry", "client_registry", patience=0.1)
    with staffed.log.datastore.get_connection() as db:
        assert lease(db, "deal_registry", "a worker") is not None, "what was taken is given back"
