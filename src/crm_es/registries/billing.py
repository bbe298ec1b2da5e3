"""The lists of rates, of acts with their lines and the work on them, and of credit notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crm_es.aggregates.rate_card import SETTERS
from crm_es.projections.act_lines import ActLine
from crm_es.projections.billed_work import BilledWork
from crm_es.projections.credit_notes import CreditNote
from crm_es.projections.rates import Rate
from crm_es.projections.work_acts import WorkAct
from crm_es.projections.work_entries import WorkEntry
from crm_es.registries.shape import PRICING, Counted, Registry

BILLING: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"billing": {}, "head": {}, "accounting": {}}
"""Who bills hours, and who is paid."""

RATES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {**PRICING, **{role: {} for role in SETTERS}}
"""Whoever sets rates sees them."""

DIFFERS: Final = """coalesce(part.released_at IS NULL AND (SELECT minutes FROM work_entries
    WHERE work_entries.work_id = part.work_id) IS DISTINCT FROM part.minutes, false)"""
"""The entry says something else by now: it was corrected in the moment in which it was billed."""

REGISTRIES: Final = (
    Registry(
        "work-acts",
        "Acts",
        WorkAct,
        "-dated",
        ("client", "project", "biller", "recorded_by", "cancelled_by"),
        ("number", "client", "invoice_number", "contact_name"),
        ("biller_id",),
        BILLING,
        at_a_glance=(
            "number",
            "dated",
            "client",
            "status",
            "total",
            "left_amount",
            "currency",
            "invoice_number",
            "email",
            "disputed",
            "biller",
        ),
    ),
    Registry(
        "act-lines",
        "Lines of acts",
        ActLine,
        "n",
        ("people", "client", "answered_by"),
        ("what", "number", "client", "comment"),
        ("biller_id",),
        BILLING,
        record=WorkAct,
        of_record=("number", "dated", "client_id", "biller_id", "status"),
        at_a_glance=("number", "what", "people_names", "quantity", "rate", "amount", "disputed", "comment"),
    ),
    Registry(
        "billed-work",
        "Billed work",
        BilledWork,
        "-day",
        ("client", "project", "person"),
        ("subject", "number", "client", "person"),
        ("person_id",),
        BILLING,
        counted={"differs": Counted(bool, DIFFERS, reads=WorkEntry)},
        at_a_glance=("day", "person", "subject", "minutes", "rate", "amount", "number", "client"),
    ),
    Registry(
        "credit-notes",
        "Credit notes",
        CreditNote,
        "-dated",
        ("client", "issued_by"),
        ("number", "act_number", "client", "reason"),
        ("issued_by_id",),
        BILLING,
        at_a_glance=("number", "dated", "client", "total", "reason", "act_number", "issued_by"),
    ),
    Registry(
        "rates",
        "Hourly rates",
        Rate,
        "-since",
        ("client", "project", "person"),
        ("kind",),
        (),
        RATES,
        at_a_glance=("use", "per_hour", "currency", "client", "project", "person", "kind", "since", "until"),
    ),
)
