"""Every command that people may send, as an address: made from the deciders, one loop, no handler per command."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache
from inspect import Parameter, Signature, getdoc
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID, uuid4

from asgi_correlation_id import correlation_id
from fastapi import APIRouter, Body, Depends, Header, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, Strict, ValidationError, create_model

from crm_es.aggregates import DECIDERS
from crm_es.aggregates.activity import ConfirmSuggestion
from crm_es.aggregates.bank_payment import ExplainBankPayment
from crm_es.aggregates.client import MergeClient
from crm_es.aggregates.evidence_share import ShareEvidence
from crm_es.aggregates.inbox_item import SettleInboxItem
from crm_es.aggregates.saved_views import SaveView
from crm_es.api.bodies import WishBody
from crm_es.api.known_files import must_be_known, speaks_of_files
from crm_es.api.operations import Metrics
from crm_es.api.problems import documented
from crm_es.api.security import Asker, Door
from crm_es.api.sight import sight
from crm_es.application import Crm
from crm_es.batch import Receipt as Answer
from crm_es.context import UNKNOWN, Context
from crm_es.decider import Decider
from crm_es.exchange.confirming import must_be_recordable
from crm_es.exchange.evidence_sharing import must_be_shareable
from crm_es.exchange.existing import must_exist, names_others
from crm_es.exchange.explaining import must_be_payable
from crm_es.exchange.inbox_settling import enterable
from crm_es.exchange.merging import must_take_in
from crm_es.ids import derived
from crm_es.messages import Command, Refused
from crm_es.samples import sample
from crm_es.views import must_be_of_use

DERIVED: Final = 5
"""The version of ids that follow from others. Nobody may come before a policy with them."""
MACHINES: Final = frozenset({"policy", "clock", "effect", "import", "agent", "client link", "billing"})
AnyDecider = Decider[Any, Any, Any]


class Receipt(BaseModel):
    """Where to read what a command led to."""

    id: UUID = Field(description="The record.")
    version: int = Field(description="Of the record, now; send it back in If-Match.", examples=[1])
    position: int = Field(description="Give it as ?after= to see the effect in lists.", examples=[42])


class Envelope(NamedTuple):
    """What a request says beside the command."""

    command_id: UUID
    expected_version: int | None
    on_behalf_of: UUID | None


async def envelope(
    idempotency_key: Annotated[
        UUID | None, Header(description="An id of this wish: sent again with it, nothing happens twice.")
    ] = None,
    if_match: Annotated[
        str | None, Header(pattern=r'^("\d{1,18}"|\*)$', description="The version that you saw.", examples=['"3"'])
    ] = None,
    x_on_behalf_of: Annotated[
        UUID | None, Header(description="For data-entry operators: the person whose wish it is.")
    ] = None,
) -> Envelope:
    if idempotency_key and idempotency_key.version == DERIVED:
        raise invalid("Make the key at random: ids of version 5 are those of machines", ("header", "Idempotency-Key"))
    expected = int(if_match.strip('"')) if if_match and if_match != "*" else None
    return Envelope(idempotency_key or uuid4(), expected, x_on_behalf_of)


def router(crm: Crm, door: Door, metrics: Metrics) -> APIRouter:
    routes = APIRouter()
    for decider in DECIDERS:
        for command in decider.commands:
            if command.ROLES - MACHINES:
                routes.post(
                    address(decider, command),
                    status_code=202,
                    tags=[decider.plural],
                    operation_id=command.__name__,
                    summary=words(command.__name__),
                    description=f"{getdoc(command)}\n\nRoles: {', '.join(sorted(command.ROLES - MACHINES))}.",
                    response_model=Receipt,
                    responses=documented(409, 412),
                )(accept(crm, door, metrics, decider, command))
    return routes


def address(decider: AnyDecider, command: type[Command]) -> str:
    plural = f"/{kebab(decider.plural)}"
    return plural if command.OPENS else f"{plural}/{{id}}/{verb(decider, command)}"


def verb(decider: AnyDecider, command: type[Command]) -> str:
    """The command's name without the aggregate's: `approve` of ApprovePaymentRequest."""
    noun = decider.name.title().replace("_", "")
    return kebab(words(command.__name__.replace(noun, "")))


def words(name: str) -> str:
    """`Approve payment request` of ApprovePaymentRequest."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).capitalize()


def kebab(text: str) -> str:
    return text.lower().replace(" ", "-")


def accept(
    crm: Crm, door: Door, metrics: Metrics, decider: AnyDecider, command: type[Command]
) -> Callable[..., Awaitable[Response]]:
    """The endpoint of one command."""
    has_files, names = speaks_of_files(command), names_others(decider, command)

    async def endpoint(
        request: Request, asker: Asker, said: Envelope, body: BaseModel | None = None, record_id: UUID | None = None
    ) -> Response:
        wish = asked(decider, command, body, record_id, said.command_id)
        await must_be_storable(request)
        if isinstance(wish, SaveView):
            must_be_of_use(wish)
        if isinstance(wish, SettleInboxItem):
            wish = await asyncio.to_thread(enterable, crm, wish)
        if isinstance(wish, MergeClient):
            await asyncio.to_thread(must_take_in, crm, wish)
        if isinstance(wish, ExplainBankPayment):
            await asyncio.to_thread(must_be_payable, crm, wish)
        if isinstance(wish, ConfirmSuggestion):
            await asyncio.to_thread(must_be_recordable, crm, wish)
        if isinstance(wish, ShareEvidence):
            people = sight(crm.reference, asker.person_id).people
            await asyncio.to_thread(must_be_shareable, crm, wish, people)
        if names:
            await asyncio.to_thread(must_exist, crm, wish, names)
        if has_files:
            await asyncio.to_thread(must_be_known, crm, asker.person_id, wish)
        receipt = await send(crm, metrics, wish, asker, said)
        content = f'{{"id":"{decider.stream(wish)}","version":{receipt.version},"position":{receipt.position}}}'
        headers = {"ETag": f'"{receipt.version}"'}
        return Response(content, 202, headers, "application/json")

    endpoint.__signature__ = signature(door, decider, command)  # type: ignore[attr-defined]  # FastAPI reads it there
    return endpoint


async def must_be_storable(request: Request) -> None:
    """Refuse texts that no database takes, and encodings in which they would not be seen."""
    body = await request.body()
    if b"\0" in body:
        raise invalid("Send JSON in UTF-8", ("body",))
    if b"\\u0000" in body:
        raise invalid("A text holds the character NUL", ("body",))


async def send(crm: Crm, metrics: Metrics, wish: Command, asker: Asker, said: Envelope) -> Answer:
    """What a person asks of the company, and what it answers. Raises Refused."""
    context = Context(
        asker.person_id,
        datetime.now(UTC),
        on_behalf_of=said.on_behalf_of,
        command_id=said.command_id,
        correlation_id=UUID(correlation_id.get()) if correlation_id.get() else UNKNOWN,
        expected_version=said.expected_version,
    )
    name = type(wish).__name__
    try:
        receipt = await asyncio.wrap_future(crm.submit(wish, context))
    except Refused as refusal:
        metrics.refused(name, refusal.rule)
        raise
    metrics.accepted(name)
    return receipt


def signature(door: Door, decider: AnyDecider, command: type[Command]) -> Signature:
    """What FastAPI reads and documents: each command has a body of its own."""
    taken: dict[str, Any] = {
        "request": Request,
        "asker": Annotated[Asker, Depends(door)],
        "said": Annotated[Envelope, Depends(envelope)],
    }
    if not command.OPENS:
        taken["record_id"] = Annotated[UUID, Path(alias="id", description=f"Which of the {decider.plural}.")]
    model = body_of(decider, command)
    optional = not any(field.is_required() for field in model.model_fields.values())
    taken["body"] = Annotated[model | None if optional else model, Body(examples=[sample(model)])]
    empty = {"body": None} if optional else {}
    return Signature(
        [
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=empty.get(name, Parameter.empty))
            for name, kind in taken.items()
        ]
    )


@cache
def body_of(decider: AnyDecider, command: type[Command]) -> type[BaseModel]:
    """The command without its id, which is in the address; who opens something may give one."""
    fields: dict[str, Any] = {n: (exact(f.annotation), f) for n, f in command.model_fields.items() if n != decider.key}
    if command.OPENS:
        told = Field(default=None, description="Made where none is given; give one to be able to repeat.")
        fields["id"] = (UUID | None, told)
    body = create_model(command.__name__, __base__=WishBody, __doc__=getdoc(command), **fields)
    body.OF = command
    return body


def exact(kind: Any) -> Any:
    """JSON has numbers and truth values of its own: no text or other value is taken for one."""
    return Annotated[kind, Strict()] if kind in (bool, int) else kind


def asked(
    decider: AnyDecider, command: type[Command], body: BaseModel | None, record_id: UUID | None, command_id: UUID
) -> Command:
    """The command that a request stands for. Sent again with its key, it opens the same record."""
    values = dict(body) if body else {}
    if command.OPENS:
        record_id = values.pop("id", None)
        if record_id and record_id.version == DERIVED and command.model_fields[decider.key].is_required():
            raise invalid("Make the id at random: ids of version 5 are those of machines", ("body", "id"))
        if record_id is None and command.model_fields[decider.key].is_required():
            record_id = derived(command_id, "opened")
    if record_id is not None:
        values[decider.key] = record_id
    try:
        return command(**values)
    except ValidationError as error:
        raise RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from None


def invalid(sentence: str, place: tuple[str, ...]) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": place, "msg": sentence, "input": None}])
