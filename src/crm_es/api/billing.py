"""Billing over HTTP: what is unbilled, and one action that makes acts and invoices of it (S3-06, S3-07)."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from crm_es.api.commands import Envelope, must_be_storable
from crm_es.api.exports import SHEETS, Form
from crm_es.api.house import House
from crm_es.api.house import answer as answered
from crm_es.api.payments import wish_of_many
from crm_es.api.problems import documented
from crm_es.api.reports import told
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.billing.outcomes import Made
from crm_es.billing.run import MOST, Biller, playbook
from crm_es.billing.unbilled import READERS, Asked, Entry, Line, by_client, entries, in_detail
from crm_es.billing.wanted import Wanted
from crm_es.ids import derived
from crm_es.messages import Message
from crm_es.rates import Rates

Until = Annotated[date | None, Query(description="Work up to this day.")]


class UnbilledClient(BaseModel):
    """What a client was not billed for yet."""

    client_id: UUID
    client: str
    owner: str | None = Field(description="Who looks after the client.")
    entries: int
    minutes: int
    hours: Decimal
    people: str = Field(description="Who worked how many hours.")
    amounts: str = Field(description="What the hours come to, by currency, without those that have no rate.")
    without_rate: int = Field(description="Entries that no rate fits: they cannot be billed.")
    not_approved: int = Field(description="Entries of periods that nobody approved yet.")
    first: date
    last: date
    query: str = Field(description="What to ask /billing/unbilled/entries for, to see what is summed up.")


class Unbilled(BaseModel):
    """Client by client."""

    rows: list[UnbilledClient]


class UnbilledEntry(BaseModel):
    """A piece of work that nobody was billed for."""

    work_id: UUID
    client_id: UUID
    client: str
    owner: str | None
    day: date
    person_id: UUID
    person: str | None
    kind: str
    subject: str
    note: str
    project_id: UUID | None
    minutes: int
    approved: bool
    hours: Decimal
    rate: Decimal | None = Field(description="Of an hour; none where no rate fits.")
    amount: Decimal | None
    currency: str | None


class UnbilledEntries(BaseModel):
    """Entry by entry."""

    rows: list[UnbilledEntry]


class Bills(Message):
    """Whose hours are billed."""

    clients: Annotated[tuple[Wanted, ...], Field(min_length=1, max_length=MOST)]


class Results(BaseModel):
    """What became of each client's hours, in their order."""

    rows: list[Made]


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["billing"])
    caught_up = Depends(house.caught_up(READERS))

    def found(sight: Sight, asked: Asked) -> tuple[list[Entry], Rates]:
        if sight.people is not None and sight.roles.isdisjoint({"billing", "head"}):
            raise HTTPException(403, "What is unbilled is for those who bill hours, and for heads: ask one of them.")
        only_approved = playbook(house.crm).billing.only_approved
        with house.database() as db:
            unbilled = entries(db, Asked(asked.client_id, asked.project_id, asked.until, only_approved))
        return unbilled, house.crm.reference_now.rates

    @routes.get("/billing/unbilled", responses={**documented(403, 409, 503), 200: {"model": Unbilled, **SHEETS[200]}})
    def unbilled(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, caught_up],
        until: Until = None,
        project_id: UUID | None = None,
        form: Form = "json",
    ) -> Response:
        """Whom to bill for how many hours, and who worked them. For those who may bill, and heads."""
        asked = Asked(None, project_id, until)
        return told("unbilled", by_client(*found(sight, asked), asked), form)

    @routes.get(
        "/billing/unbilled/entries",
        responses={**documented(403, 409, 503), 200: {"model": UnbilledEntries, **SHEETS[200]}},
    )
    def unbilled_entries(
        *,
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, caught_up],
        client_id: UUID | None = None,
        project_id: UUID | None = None,
        until: Until = None,
        form: Form = "json",
    ) -> Response:
        """The same entry by entry, with the rate of each. For those who may bill, and heads."""
        lines: list[Line] = in_detail(*found(sight, Asked(client_id, project_id, until)))
        return told("unbilled-entries", lines, form)

    @routes.post("/billing/bill", response_model=Results, responses=documented(409))
    async def bill(
        bills: Bills,
        request: Request,
        asker: Annotated[Asker, Depends(house.door)],
        said: Annotated[Envelope, Depends(wish_of_many)],
    ) -> Response:
        """Make an act and an invoice of the unbilled hours of each client, and send them for approval.

        What one client's hours are refused for harms no other. Sent again with its key, nothing is billed twice.
        """
        await must_be_storable(request)
        wanted = [
            one if one.act_id else one.model_copy(update={"act_id": act_of(said.command_id, n, one)})
            for n, one in enumerate(bills.clients)
        ]
        rows = await asyncio.to_thread(lambda: Biller(house.crm, asker.person_id).bill(wanted))
        return answered(Results(rows=rows))

    return routes


def act_of(command_id: UUID, n: int, wanted: Wanted) -> UUID:
    """The same wish again makes the same act."""
    return UUID(bytes=derived(command_id, "act", n, wanted.client_id).bytes, version=4)
