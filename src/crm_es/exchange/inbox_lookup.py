"""Whom and what news from another system are about: clients, managers and orders as the other system names them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg import Connection

from crm_es.contact_details import phone
from crm_es.directory import Directory
from crm_es.ids import order_of
from crm_es.outside import Called, Found, OrderReceived, Reconciled, Told, Who
from crm_es.playbook.names import typed_alike

READERS: Final = ("client_registry", "order_registry")
"""What has to be at the head of the log before anything is looked up."""
BY: Final = {
    "id": "client_id = %s",
    "code": "%s = ANY(codes)",
    "inn": "inn = %s",
    "phone": "%s = ANY(phones)",
    "email": "lower(%s) = ANY(emails)",
    "name": "lower(name) = lower(%s)",
}
"""How a client is found, the surest first."""
CLIENTS: Final = """
SELECT client_id, name, owner_id FROM client_registry
WHERE client_id IN (SELECT coalesce(merged_into_id, client_id) FROM client_registry WHERE {})
LIMIT 2
"""
ORDERS: Final = "SELECT order_id FROM order_registry WHERE order_id = ANY(%s)"
NUMBERED: Final = "SELECT order_id FROM order_registry WHERE number = %s LIMIT 2"


class KnownClient(NamedTuple):
    """A client of ours."""

    client_id: UUID
    name: str
    owner_id: UUID


@dataclass
class Lookup:
    """What of ours one source speaks of."""

    db: Connection[Any]
    directory: Directory
    source: str
    orders: dict[str, UUID] = field(default_factory=dict)
    """Orders that these same news tell of first, by what they go by."""

    def found(self, told: Told) -> Found:
        """As much as is known."""
        match told:
            case OrderReceived():
                order_id = order_of(self.source, told.order or told.id)
                self.orders |= dict.fromkeys(filter(None, (told.number, told.order or told.id)), order_id)
                return self.about(self.client(told.client), told.manager).model_copy(update={"order_id": order_id})
            case Reconciled(client=who, manager=manager):
                return self.about(self.client(who), manager)
            case Called(client=who, manager=manager):
                number, caller_id = dialled(told.phone), Who(phone=told.phone)
                client = self.client(who or caller_id) or self.client(caller_id)
                caller = client.name if client else who.name if who else None
                update = {"phone": number, "caller": caller[:80] if caller else None}
                return self.about(client, manager).model_copy(update=update)
            case _:
                return Found(order_id=self.order(told.order))

    def about(self, client: KnownClient | None, manager: str | None) -> Found:
        """The manager who is named; who looks after the client, where none is."""
        if manager is not None:
            manager_id = self.person(manager)
        else:
            manager_id = client.owner_id if client and self.directory.person(client.owner_id) else None
        return Found(client_id=client.client_id if client else None, manager_id=manager_id)

    def client(self, who: Who) -> KnownClient | None:
        """The one whom the first telling sign fits alone."""
        for sign, condition in BY.items():
            value = getattr(who, sign)
            if sign == "phone" and value:
                value = dialled(value)
            if value:
                rows = self.db.execute(CLIENTS.format(condition), (value,)).fetchall()
                if len(rows) == 1:
                    return KnownClient(**rows[0])
        return None

    def person(self, named: str) -> UUID | None:
        """Somebody who works here, by id or by a name that nobody else has."""
        present = [person for person in self.directory.people.values() if not person.left]
        fitting = [
            person.person_id
            for person in present
            if str(person.person_id) == named.lower() or typed_alike(person.name) == typed_alike(named)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def order(self, named: str) -> UUID | None:
        """By our id, by what the source calls it, or by a number that no other order has."""
        ids = [order_of(self.source, named), *as_id(named)]
        if rows := self.db.execute(ORDERS, (ids,)).fetchall():
            return UUID(str(rows[0]["order_id"]))
        if named in self.orders:
            return self.orders[named]
        rows = self.db.execute(NUMBERED, (named,)).fetchall()
        return UUID(str(rows[0]["order_id"])) if len(rows) == 1 else None


def as_id(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []


def dialled(text: str) -> str | None:
    """A number as it is kept; None where it is none."""
    try:
        return phone(text)
    except ValueError:
        return None
