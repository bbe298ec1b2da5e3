"""A company with a service, whose clients write and call."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from company import Company
from examples import ANN, CLIENT, HEAD, ID, MONDAY, PLAYBOOK, administration

from crm_es.aggregates.client import AddContact, MeetClient
from crm_es.aggregates.playbook import PublishPlaybook
from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.application import Crm
from crm_es.exchange.mail.intake import Door, Outcome
from crm_es.playbook import Service
from crm_es.runners.worker import settle

ELENA, HUGO = UUID(int=41), UUID(int=42)
"""Elena is an engineer; Hugo, over her, is the head of service."""
OURS: Final = frozenset({"service@trade.example"})
PHONE: Final = "+79123456789"


class FrontDesk:
    """The company of the examples, whose client Bags writes from bags.example."""

    def __init__(self, crm: Crm) -> None:
        self.crm, self.company = crm, Company(crm)
        for who, name, role, above in ((HUGO, "Hugo", "head_of_service", HEAD), (ELENA, "Elena", "engineer", HUGO)):
            hiring = HireStaffMember(staff_member_id=who, name=name, roles=frozenset({role}), supervisor_id=above)
            crm.handle(hiring, administration())
        self.meet(CLIENT, "Bags", emails=("office@bags.example",), phones=(PHONE,))
        add = AddContact(client_id=CLIENT, contact_id=ID, name="Olga", phone="+79120000001", email="olga@home.example")
        self.company.ask(ANN, add, MONDAY)

    def meet(self, client_id: UUID, name: str, **known: Any) -> None:
        self.company.ask(ANN, MeetClient(client_id=client_id, name=name, owner_id=ANN, **known), MONDAY)

    def serve(self, **changes: Any) -> None:
        """The service works otherwise from now on."""
        playbook = PLAYBOOK.model_copy(update={"service": Service(**changes)})
        self.crm.handle(PublishPlaybook(playbook=playbook), administration())

    def take(self, content: bytes, envelope_from: str | None = None, **how: Any) -> Outcome:
        return Door(self.crm, "smtp", OURS, **how).take(content, envelope_from)

    def rows(self, table: str, order: str, **where: Any) -> list[dict[str, Any]]:
        settle(self.crm)
        conditions = "".join(f" AND {name} = %({name})s" for name in where)
        with self.crm.log.datastore.get_connection() as db:
            return db.execute(f"SELECT * FROM {table} WHERE true{conditions} ORDER BY {order}", where).fetchall()

    def tickets(self) -> list[dict[str, Any]]:
        return self.rows("ticket_registry", "opened_at")

    def ticket(self) -> dict[str, Any]:
        (ticket,) = self.tickets()
        return ticket

    def said(self) -> list[dict[str, Any]]:
        return self.rows("ticket_messages", "said_at")

    def letters(self) -> list[dict[str, Any]]:
        return self.rows("letter_registry", "came_at")
