"""Whom an act goes to where nobody says it (S3-07)."""

from __future__ import annotations

from uuid import UUID, uuid4

from billed import EMAIL, EVENING, ready_to_bill, worked
from examples import ANN, CAROL, CLIENT, MONDAY

from crm_es.aggregates.client import AddContact, MeetClient
from crm_es.aggregates.work_act import SendAct
from crm_es.application import Crm
from crm_es.billing.addressees import addressees
from crm_es.billing.outcomes import Made
from crm_es.billing.run import Biller
from crm_es.billing.wanted import Wanted
from crm_es.context import Context
from crm_es.runners.worker import settle

BEST = UUID(int=33)


def best_billed(crm: Crm) -> Made:
    worked(crm, ANN, 60, BEST)
    settle(crm)
    (row,) = Biller(crm, CAROL, EVENING).bill([Wanted(client_id=BEST)])
    settle(crm)
    return row


def told(crm: Crm) -> list[str]:
    with crm.log.datastore.get_connection() as db:
        question = "SELECT text FROM notebook_entries WHERE person_id = %s AND about = 'work_act'"
        return [row["text"] for row in db.execute(question, (CAROL,))]


def test_an_act_that_has_nowhere_to_go_says_so(staffed: Crm) -> None:
    ready_to_bill(staffed)
    staffed.handle(MeetClient(client_id=BEST, name="Best", owner_id=ANN), Context(by=ANN, at=MONDAY))
    first = best_billed(staffed)
    assert (first.client, first.invoice_number, first.email, first.not_sent) == (
        "Best", "1", None, "no address is known",
    )  # fmt: skip
    assert told(staffed) == ["Act 1 was not sent: no address of the client is known. Say where to send it."]
    again = SendAct(work_act_id=first.act_id, email="boss@best.example", contact_name="Boss")
    staffed.handle(again, Context(by=CAROL, at=EVENING))
    assert best_billed(staffed).email == "boss@best.example", "the last act went there"
    contact = AddContact(client_id=BEST, contact_id=uuid4(), name="Nadia", position="Head", email="nadia@best.example")
    for one in (AddContact(client_id=BEST, contact_id=uuid4(), name="Oleg", phone="+79123456789"), contact):
        staffed.handle(one, Context(by=ANN, at=EVENING))
    assert best_billed(staffed).email == "nadia@best.example", "a contact of the client counts more"
    with staffed.log.datastore.get_connection() as db:
        found = addressees(db, [BEST, CLIENT])
    assert [found[BEST].contact_name, found[CLIENT].email] == ["Nadia", EMAIL]
    assert len(told(staffed)) == 1
