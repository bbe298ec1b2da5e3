"""What the company knows already: the contractor of an ИНН, the bank of a БИК, a request as it was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from crm_es.aggregates.payment_request import Form, PaymentRequestDrafted, PaymentRequestRevised
from crm_es.banks import Bank
from crm_es.messages import Message
from crm_es.store.reading import by_stream


class KnownContractor(Message):
    """Somebody whom we have paid, or are to pay."""

    contractor_id: UUID
    name: str
    details_since: datetime | None
    """Since when we know by which bank details."""

    @classmethod
    def of(cls, row: Mapping[str, Any] | None) -> KnownContractor | None:
        return cls(**{name: row[name] for name in cls.model_fields}) if row else None


class KnownBank(Message):
    """A bank of the directory."""

    bik: str
    name: str
    town: str
    correspondent_account: str | None
    restricted: tuple[str, ...]
    """What restricts it, in words."""

    @classmethod
    def of(cls, bank: Bank | None) -> KnownBank | None:
        if bank is None:
            return None
        return cls(
            bik=bank.bik,
            name=bank.name,
            town=bank.town,
            correspondent_account=bank.correspondent_account,
            restricted=tuple(bank.limits()),
        )


class Earlier(NamedTuple):
    """A request as it was last filled in."""

    request_id: UUID
    form: Form
    at: datetime


def contractor_of(inn: str, kpp: str | None, db: Connection[Any]) -> dict[str, Any] | None:
    """The contractor with this ИНН; of several the one with this КПП, else the one whose details came last."""
    question = """
        SELECT * FROM contractor_registry WHERE inn = %s
        ORDER BY kpp IS NOT DISTINCT FROM %s DESC, details_since DESC NULLS LAST, contractor_id LIMIT 1
    """
    with db.cursor(row_factory=dict_row) as rows:
        return rows.execute(question, (inn, kpp)).fetchone()


def our_numbers(db: Connection[Any]) -> frozenset[str]:
    """ИНН and accounts of our own: on an invoice they are the buyer's."""
    with db.cursor(row_factory=dict_row) as rows:
        return frozenset(row[name] for row in rows.execute("SELECT inn, account FROM payer_accounts") for name in row)


def filled_in(request_id: UUID, db: Connection[Any]) -> Earlier | None:
    """The form of a request, as it stands."""
    found: Earlier | None = None
    for recorded in by_stream(db, {request_id: 0})[request_id]:
        if isinstance(recorded.event, PaymentRequestDrafted | PaymentRequestRevised):
            found = Earlier(request_id, recorded.event.form, recorded.occurred_at)
    return found
