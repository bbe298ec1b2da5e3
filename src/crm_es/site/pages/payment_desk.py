"""What accounting does with chosen requests: sees what they come to, pays them, puts them into a file for the bank."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Query, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from crm_es.site.anything.bodies import number
from crm_es.site.anything.chosen import Ids, offers
from crm_es.site.inner import Problem
from crm_es.site.uploads import with_files
from crm_es.site.visitor import Seen, Visitor

routes = APIRouter()
DESK: Final = "/payment-requests/-"
MOST: Final = 200
"""Requests that one looks at before they are paid together."""
OWN: Final = frozenset({"PayPaymentRequest", "OrderPayment", "AttachPaymentFile", "CommentPaymentRequest"})
"""Commands that have a dialog of their own here, or that nobody sends to many."""
Asked = Annotated[list[UUID], Query(max_length=MOST)]


@routes.post(f"{DESK}/chosen")
async def chosen(visitor: Seen, ids: Ids) -> Response:
    """What the chosen requests come to, and what may be done with all of them."""
    sums, offered = await asyncio.gather(
        visitor.inner.post("/payment-requests/selection", {"ids": [*map(str, ids)]}),
        offers(visitor, "payment-requests", ids),
    )
    offered["own"] = {one["command"] for one in offered["actions"]} & OWN
    offered["actions"] = [one for one in offered["actions"] if one["command"] not in OWN]
    return visitor.page("payments/chosen.html", shown_name="payment-requests", sums=sums["sums"], **offered)


@routes.get(f"{DESK}/pay")
async def asked_to_pay(visitor: Seen, ids: Asked) -> Response:
    """Pay these: what is left of each, on which day, by which payment orders."""
    return await paying(visitor, ids)


@routes.get("/do/PayPaymentRequest")
async def asked_to_pay_one(visitor: Seen, record_id: Annotated[UUID, Query(alias="id")]) -> Response:
    """The same, from wherever the command is offered."""
    return await paying(visitor, [record_id])


@routes.post(f"{DESK}/pay/several")
async def asked_to_pay_several(visitor: Seen, ids: Ids) -> Response:
    """The same for rows of the list."""
    return await paying(visitor, ids)


@routes.post(f"{DESK}/pay")
async def pay(visitor: Seen) -> Response:
    """Record that money went out, each request with a result of its own."""
    form = await with_files(visitor.inner, await visitor.request.form())
    ids = [str(one) for one in form.getlist("ids")][:MOST]
    if not ids:
        raise HTTPException(404)
    key = UUID(str(form["_key"])) if form.get("_key") else uuid4()
    try:
        found = await visitor.post("/payment-requests/pay", {"rows": [row_of(form, one) for one in ids]}, key=key)
    except Problem as problem:
        return await paying(visitor, map(UUID, ids), form, problem)
    if len(ids) == 1 and found["rows"][0]["sentence"]:
        return await paying(visitor, map(UUID, ids), form, sentence=found["rows"][0]["sentence"])
    if len(ids) == 1 and visitor.is_partial:
        note = visitor.speech.text("It is recorded as paid.")
        return Response(status_code=204, headers={"HX-Trigger": json.dumps({"done": {"note": note}})})
    rows = {one["payment_request_id"]: one for one in await looked_at(visitor, map(UUID, ids))}
    return visitor.page("payments/paid.html", results=found["rows"], rows=rows)


def row_of(form: FormData, one: str) -> dict[str, Any]:
    """What was typed about one of the requests."""
    amount = number(str(form.get(f"amount.{one}") or ""))
    told = {
        "payment_request_id": one,
        "amount": {"amount": amount, "currency": form.get(f"currency.{one}")} if amount else None,
        "paid_on": str(form.get("paid_on") or "") or None,
        "payment_order": str(form.get(f"order.{one}") or "").strip() or None,
        "order_file": json.loads(str(form["order_file"])) if form.get("order_file") else None,
    }
    return {name: value for name, value in told.items() if value is not None}


async def paying(
    visitor: Visitor,
    ids: Iterable[UUID],
    form: FormData | None = None,
    problem: Problem | None = None,
    sentence: str = "",
) -> Response:
    """The dialog; what was typed stays."""
    rows = await looked_at(visitor, ids)
    return visitor.page(
        "payments/pay.html",
        status=problem.status if problem else 422 if sentence else 200,
        rows=rows,
        held=dict(form) if form else {},
        key=str(uuid4()),
        sentence=problem.detail if problem else sentence,
        may_pay=[one for one in rows if one["left_amount"]],
    )


async def looked_at(visitor: Visitor, ids: Iterable[UUID]) -> list[dict[str, Any]]:
    wanted = list(dict.fromkeys(ids))[:MOST]
    return list(await asyncio.gather(*(visitor.get(f"/payment-requests/{one}") for one in wanted)))


# ── The file for the bank ───────────────────────────────────────────────────


@routes.get(f"{DESK}/bank-file")
async def bank_file_of(visitor: Seen, ids: Annotated[list[UUID] | None, Query(max_length=MOST)] = None) -> Response:
    """Which account of ours pays; these requests, or all that is due by a day."""
    return await asking_for_file(visitor, ids or [])


@routes.get("/do/OrderPayment")
async def bank_file_of_one(visitor: Seen, record_id: Annotated[UUID, Query(alias="id")]) -> Response:
    """The same, from wherever the command is offered."""
    return await asking_for_file(visitor, [record_id])


@routes.post(f"{DESK}/bank-file/several")
async def bank_file_of_several(visitor: Seen, ids: Ids) -> Response:
    """The same for rows of the list."""
    return await asking_for_file(visitor, ids)


async def asking_for_file(visitor: Visitor, ids: list[UUID], problem: Problem | None = None) -> Response:
    accounts = (await visitor.get("/payer-accounts", closed_at="none", limit=100))["rows"]
    return visitor.page(
        "payments/bank_file.html",
        status=problem.status if problem else 200,
        accounts=accounts,
        ids=ids,
        sentence=problem.detail if problem else "",
    )


@routes.post(f"{DESK}/bank-file")
async def bank_file(
    visitor: Seen,
    payer_account_id: Annotated[UUID, Form()],
    ids: Annotated[list[UUID] | None, Form(max_length=1000)] = None,
    due_by: Annotated[str, Form(max_length=10)] = "",
    *,
    again: Annotated[bool, Form()] = False,
) -> Response:
    """The payment orders in a file; what could not go into it is told beside."""
    wanted: dict[str, Any] = {"payer_account_id": str(payer_account_id), "again": again}
    wanted |= {"payment_request_ids": [*map(str, ids)]} if ids else {"due_by": due_by or None}
    try:
        made = await visitor.post("/bank-files", wanted)
    except Problem as problem:
        return await asking_for_file(visitor, ids or [], problem)
    return visitor.page("payments/bank_file_made.html", made=made)


# ── The bank's statement ────────────────────────────────────────────────────


@routes.get("/bank-statements")
async def statement(visitor: Seen) -> Response:
    """Bring a statement; beside it what money went out that nobody approved (S0-44)."""
    return await with_unexplained(visitor)


@routes.post("/bank-statements")
async def read_statement(visitor: Seen) -> Response:
    """Take over a statement: requests are marked as paid."""
    body = await visitor.request.body()
    headers = {"content-type": visitor.request.headers.get("content-type", ""), "content-length": str(len(body))}
    try:
        answer = await visitor.inner.ask("POST", "/bank-statements", body=body, headers=headers)
    except Problem as problem:
        return await with_unexplained(visitor, problem=problem)
    await visitor.settled()
    return await with_unexplained(visitor, read=answer.json)


async def with_unexplained(
    visitor: Visitor, read: dict[str, Any] | None = None, problem: Problem | None = None
) -> Response:
    found = await visitor.get("/bank-payments", status="unexplained", limit=50, sort="paid_on")
    return visitor.page(
        "payments/statement.html",
        status=problem.status if problem else 200,
        read=read,
        sentence=problem.detail if problem else "",
        unexplained=found["rows"],
    )
