"""Which commands are legal now: for each list, the ways to go on with its rows, as people use them.

Offers are decided on the folded state, by trying: a command is offered where `decide` accepts it with something that
somebody could say. So no rule is written twice, and nothing is offered that is then refused for what the record is or
who asks; only what is typed in may still be wrong. What would lead to nothing is not offered either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crm_es.offers import (
    activity,
    campaign,
    client,
    complaint,
    contacts,
    contractor,
    deal,
    document,
    evidence,
    house,
    invoice_desk,
    money,
    notebook,
    order,
    order_desk,
    payment_request,
    price_approval,
    project,
    rates,
    staff_member,
    suggestion,
    task,
    ticket,
    work_act,
    work_log,
)
from crm_es.offers.trying import changes, offer, offered
from crm_es.offers.way import Kind, Look, Way

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for module in (
        activity,
        campaign,
        client,
        complaint,
        contacts,
        contractor,
        deal,
        document,
        evidence,
        house,
        invoice_desk,
        money,
        notebook,
        order,
        order_desk,
        payment_request,
        price_approval,
        project,
        rates,
        staff_member,
        suggestion,
        task,
        ticket,
        work_act,
        work_log,
    )
    for kind in vars(module).values()
    if isinstance(kind, Kind)
}
"""By the list whose rows they are."""

__all__ = ["KINDS", "Kind", "Look", "Way", "changes", "offer", "offered"]
