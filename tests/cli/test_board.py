"""The board of the service on the command line (S3-03, S3-05)."""

from __future__ import annotations

from uuid import UUID

from examples import ANN, BOB, MONDAY
from shell import Operator, answer

from crm_es.aggregates.ticket import OpenTicket
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables


def test_a_head_sees_tickets_by_stage(staffed: Crm, crm_es: Operator) -> None:
    wish = OpenTicket(ticket_id=UUID(int=801), subject="The scales stopped", responsible_id=ANN)
    staffed.handle(wish, Context(by=ANN, at=MONDAY))
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, BOB, "bob", "correct horse")
    assert "waiting for the client" in crm_es("board").stdout
    lines = answer(crm_es("--json", "board"))["lines"]
    assert [(line["stage"], line["tickets"], len(line["cards"])) for line in lines][:2] == [
        ("task", 1, 1),
        ("in work", 0, 0),
    ]
    seen = answer(crm_es("--json", "board", "--as", "bob"))["lines"]
    assert seen[0]["tickets"] == 0
    table = crm_es("board", "--format", "csv").stdout
    assert table.splitlines()[0] == "stage,tickets,awaiting,overdue,near,over,spent_minutes,agreed_minutes"
