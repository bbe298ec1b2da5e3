"""Ids that follow from others, so that the same reason always leads to the same id."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_OID, UUID, uuid5

PLAYBOOK = uuid5(NAMESPACE_OID, "crm_es/playbook")
"""A company has one playbook: its stream."""
BANKS = uuid5(NAMESPACE_OID, "crm_es/banks")
"""A company has one bank directory: its stream."""
PRICE_LIST = uuid5(NAMESPACE_OID, "crm_es/price list")
"""A company has one price list: its stream."""

RATE_CARD = uuid5(NAMESPACE_OID, "crm_es/rate card")
"""A company has one card of hourly rates: its stream."""
BILLING = uuid5(NAMESPACE_OID, "crm_es/billing")
"""What was billed of all that was worked: one stream, so that nothing is billed twice."""


def derived(root: UUID, *parts: object) -> UUID:
    """The id of something that belongs to `root` and is told from its siblings by `parts`."""
    return uuid5(root, "/".join(map(str, parts)))


def notebook_of(person_id: UUID) -> UUID:
    return derived(person_id, "notebook")


def desk_of(person_id: UUID) -> UUID:
    return derived(person_id, "invoice desk")


def order_desk_of(person_id: UUID) -> UUID:
    return derived(person_id, "order desk")


def at_desk(desk_id: UUID, made_id: UUID) -> UUID:
    """Of what its maker gave an id of their own at a desk: others may have given the same at theirs."""
    return derived(desk_id, made_id)


def digest_of(person_id: UUID) -> UUID:
    return derived(person_id, "digest")


def work_log_of(person_id: UUID) -> UUID:
    return derived(person_id, "work log")


def activity_of(person_id: UUID) -> UUID:
    """Of what a program saw somebody do, as suggestions to them."""
    return derived(person_id, "activity")


def focus_of(person_id: UUID) -> UUID:
    """Of where somebody's working time goes."""
    return derived(person_id, "focus")


def views_of(person_id: UUID) -> UUID:
    return derived(person_id, "saved views")


def invoice_register_of(payee: str) -> UUID:
    """Of whoever is paid, by what tells them from others: an ИНН, an account, else the id of the contractor."""
    return derived(NAMESPACE_OID, "crm_es/invoice register", payee)


def price_of(product: str) -> UUID:
    """Of a product in the price list, by its name as all type it."""
    return derived(PRICE_LIST, product)


def invoice_numbers_of(series: str, period: str) -> UUID:
    """Of a series of invoice numbers in one of its periods."""
    return derived(NAMESPACE_OID, "crm_es/invoice numbers", series, period)


def budget_of(limit: str, period: str) -> UUID:
    """Of a limit of the playbook in one of its periods."""
    return derived(PLAYBOOK, "budget", limit, period)


def order_of(source: str, name: str) -> UUID:
    """Of an order as the books of others name it."""
    return derived(NAMESPACE_OID, "crm_es/order", source, name)


def call_back_of(who: UUID | str) -> UUID:
    """Owed to a client, or to a number."""
    return derived(NAMESPACE_OID, "crm_es/call back", who)


def reconciliation_of(client_id: UUID, since: date, until: date) -> UUID:
    """Of the books of a client and ours for a period."""
    return derived(client_id, "reconciliation", since, until)


def inbox_of(source: str) -> UUID:
    return derived(NAMESPACE_OID, "crm_es/inbox", source)


def inbox_item_of(source: str, source_id: str) -> UUID:
    """Of something that a source told, by its own id."""
    return derived(inbox_of(source), source_id)
