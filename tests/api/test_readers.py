"""Administrators see over HTTP how far each reader of the log has come, and fold projections anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from examples import ADMIN, ANN, DIRECTOR
from starlette.testclient import TestClient

from crm_es.api.readers import state
from crm_es.application import Crm
from crm_es.messages import Refused
from crm_es.runners.readers import standings
from crm_es.runners.remaking import Workshop
from crm_es.runners.worker import settle
from crm_es.store.dead_letters import Parked

Headers = dict[str, str]


@pytest.fixture
def adam(staffed: Crm, signed_in: Callable[[UUID], Headers]) -> Headers:
    """An administrator, in a company where all is read."""
    settle(staffed)
    return signed_in(ADMIN)


def done(client: TestClient, headers: Headers, path: str) -> dict[str, Any]:
    """What the work led to."""
    until = monotonic() + 10
    while not (told := client.get(path, headers=headers).json())["finished_at"] and monotonic() < until:
        sleep(0.01)
    return dict(told)


def test_every_reader_says_what_it_does_and_how_far_it_has_come(client: TestClient, adam: Headers) -> None:
    told = client.get("/readers", headers=adam).json()
    found = {row["name"]: row for row in told["rows"]}
    one = found["client_registry"]
    assert (one["kind"], one["state"], one["lag"], one["dead_letters"]) == ("projection", "running", 0, 0)
    assert one["position"] == told["head"] > 0
    assert one["sentence"].endswith("?")
    assert found["tend_stage_tasks"]["sentence"].startswith("When")
    kinds = [row["kind"] for row in told["rows"]]
    assert kinds == sorted(kinds, key=["policy", "projection", "effect"].index), "those of one kind stand together"


def test_a_projection_is_rebuilt_beside_all_other_work(client: TestClient, staffed: Crm, adam: Headers) -> None:
    with staffed.log.datastore.get_connection() as db:
        db.execute("DELETE FROM staff_registry")
    begun = client.post("/readers/staff_registry/rebuild", headers=adam)
    assert (begun.status_code, begun.json()["by"], begun.json()["finished_at"]) == (200, "Adam", None)
    told = done(client, adam, "/readers/staff_registry/rebuild")
    assert (told["rows"], told["error"], told["done"]) == (8, None, told["total"])
    assert len(client.get("/staff-members", headers=adam).json()["rows"]) == 8


def test_a_check_says_in_which_rows_the_kept_table_differs(client: TestClient, staffed: Crm, adam: Headers) -> None:
    client.post("/readers/staff_registry/verify", headers=adam)
    assert done(client, adam, "/readers/staff_registry/verify")["differences"] == 0
    with staffed.log.datastore.get_connection() as db:
        db.execute("UPDATE staff_registry SET name = 'Nobody' WHERE staff_member_id = %s", (ANN,))
    client.post("/readers/staff_registry/verify", headers=adam)
    told = done(client, adam, "/readers/staff_registry/verify")
    assert (told["differences"], told["keys"], told["rows"]) == (1, [str(ANN)], None)


def test_one_projection_is_folded_at_a_time(staffed: Crm, adam: Headers) -> None:
    workshop = Workshop(staffed)
    with staffed.log.datastore.get_connection() as db, db.transaction():
        db.execute("SELECT FROM tracking WHERE name = 'staff_registry' FOR UPDATE")
        workshop.start("staff_registry", "rebuild", "Adam")
        with pytest.raises(Refused, match="staff_registry is folded anew just now"):
            workshop.start("client_registry", "rebuild", "Adam")
    until = monotonic() + 10
    while workshop.busy_with and monotonic() < until:
        sleep(0.01)
    found = workshop.last("staff_registry", "rebuild")
    assert found
    assert (found.rows, found.error) == (8, None)


def test_what_goes_wrong_is_told_and_leaves_the_old_table_whole(
    client: TestClient, staffed: Crm, adam: Headers
) -> None:
    with staffed.log.datastore.get_connection() as db:
        db.execute("DELETE FROM tracking WHERE name = 'staff_registry'")
    client.post("/readers/staff_registry/rebuild", headers=adam)
    told = done(client, adam, "/readers/staff_registry/rebuild")
    assert (told["error"], told["rows"]) == ("LookupError: Nobody has enrolled staff_registry.", None)
    with staffed.log.datastore.get_connection() as db:
        assert db.execute("SELECT FROM staff_registry").rowcount == 8


def test_only_projections_are_folded_anew(client: TestClient, adam: Headers) -> None:
    for what in ("rebuild", "verify"):
        assert client.post(f"/readers/nothing/{what}", headers=adam).status_code == 404
        refused = client.post(f"/readers/tend_stage_tasks/{what}", headers=adam)
        assert (refused.status_code, refused.json()["rule"]) == (409, "only projections")
    assert client.get("/readers/budgets/rebuild", headers=adam).status_code == 404, "nobody asked for it"


def test_nobody_else_looks_behind_the_scenes(client: TestClient, signed_in: Callable[[UUID], Headers]) -> None:
    for who in (ANN, DIRECTOR):
        headers = signed_in(who)
        assert client.get("/readers", headers=headers).status_code == 403
        assert client.get("/readers/jobs", headers=headers).status_code == 403
        assert client.post("/readers/budgets/rebuild", headers=headers).status_code == 403
        assert client.get("/readers/budgets/verify", headers=headers).status_code == 403


def test_what_is_the_matter_with_a_reader_is_one_word(staffed: Crm, adam: Headers) -> None:
    with staffed.log.datastore.get_connection() as db:
        db.execute("UPDATE tracking SET position = 0, until = NULL WHERE name = 'budgets'")
        newest, found = standings(db)
    (one,) = (standing for standing in found if standing.name == "budgets")
    assert (one.lag, one.owner, one.waiting_since is None) == (newest, None, False)
    assert state(one, stuck=False, rebuilding=False) == "running", "somebody may be about to take it up"
    one = one._replace(waiting_since=datetime.now(UTC) - timedelta(minutes=1))
    assert state(one, stuck=False, rebuilding=False) == "stuck", "nobody runs it, though there is something to read"
    assert state(one._replace(owner="a worker"), stuck=False, rebuilding=False) == "running"
    assert state(one._replace(owner="a worker"), stuck=True, rebuilding=False) == "stuck"
    assert state(one, stuck=True, rebuilding=True) == "rebuilding"
    letters = Parked("budgets", 1, "no good", datetime.now(UTC))
    assert state(one._replace(waiting_since=None, parked=letters), stuck=False, rebuilding=False) == "parked"


def test_what_is_done_outside_is_listed_and_tried_again(client: TestClient, staffed: Crm, adam: Headers) -> None:
    assert client.get("/readers/jobs", headers=adam).json() == {"rows": []}
    with staffed.log.datastore.get_connection() as db:
        db.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 'mail', 'failed')")
    (job,) = client.get("/readers/jobs", headers=adam).json()["rows"]
    assert (job["effect"], job["status"]) == ("mail", "failed")
    assert client.post(f"/readers/jobs/{job['job']}/retry", headers=adam).status_code == 204
    assert client.get("/readers/jobs", headers=adam).json()["rows"][0]["status"] == "todo"
    assert client.post(f"/readers/jobs/{job['job']}/retry", headers=adam).status_code == 404
