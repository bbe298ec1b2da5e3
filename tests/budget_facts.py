"""A request for 40 000 roubles of marketing, which counts against a limit per month and one per year."""

from __future__ import annotations

from typing import Any

from examples import CAROL, DIRECTOR, ID, roubles
from payment_facts import FORM

from crm_es.aggregates.budget import BudgetConfirmed, BudgetOverdrawn, BudgetReserved, Overdraft, ReserveBudget, Total
from crm_es.ids import budget_of

MARKETING_BUDGET, YEAR_BUDGET = budget_of("marketing", "2026-11"), budget_of("all", "2026")


def total(amount: float | str) -> Total:
    return Total(**dict(roubles(amount)))


reserve = ReserveBudget(
    budget_id=MARKETING_BUDGET,
    payment_request_id=ID,
    round=1,
    amount=roubles(40_000),
    budget_line="marketing",
    department=None,
    pay_by=FORM.pay_by,
    then=(YEAR_BUDGET,),
)
reserved = BudgetReserved(
    **dict(reserve),
    limit="marketing",
    period="2026-11",
    allowed=roubles(50_000),
    reserved=total(40_000),
    requests=1,
)
overdraft = Overdraft(
    limit="marketing", period="2026-11", allowed=roubles(50_000), over=total(30_000), settlers=(DIRECTOR,)
)
overdrawn = BudgetOverdrawn(
    **dict(reserve) | {"overdrafts": (overdraft,)},
    limit="marketing",
    period="2026-11",
    allowed=roubles(50_000),
    reserved=total(40_000),
    requests=1,
    over=total(30_000),
    settlers=(DIRECTOR,),
)
confirmed = BudgetConfirmed(
    budget_id=MARKETING_BUDGET,
    payment_request_id=ID,
    round=1,
    amount=roubles(40_000),
    reserved=total(80_000),
    requests=2,
)
last = reserve.model_copy(update={"budget_id": YEAR_BUDGET, "then": ()})
year: dict[str, Any] = {"limit": "all", "period": "2026", "allowed": roubles(900_000)}
reserved_last = BudgetReserved(**dict(last) | year, reserved=total(40_000), requests=1)
year_overdraft = Overdraft(**year, over=total("0.5"), settlers=(CAROL,))
overdrawn_last = BudgetOverdrawn(
    **dict(last) | year | {"overdrafts": (overdraft, year_overdraft)},
    reserved=total("860000.5"),
    requests=8,
    over=total("0.5"),
    settlers=(CAROL,),
)
