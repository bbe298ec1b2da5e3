"""Ids that follow from others, so that the same reason always leads to the same id."""

from __future__ import annotations

from uuid import NAMESPACE_OID, UUID, uuid5

PLAYBOOK = uuid5(NAMESPACE_OID, "crm_es/playbook")
"""A company has one playbook: its stream."""
BANKS = uuid5(NAMESPACE_OID, "crm_es/banks")
"""A company has one bank directory: its stream."""


def derived(root: UUID, *parts: object) -> UUID:
    """The id of something that belongs to `root` and is told from its siblings by `parts`."""
    return uuid5(root, "/".join(map(str, parts)))


def notebook_of(person_id: UUID) -> UUID:
    return derived(person_id, "notebook")


def desk_of(person_id: UUID) -> UUID:
    return derived(person_id, "invoice desk")


def views_of(person_id: UUID) -> UUID:
    return derived(person_id, "saved views")


def invoice_register_of(payee: str) -> UUID:
    """Of whoever is paid, by what tells them from others: an ИНН, an account, else the id of the contractor."""
    return derived(NAMESPACE_OID, "crm_es/invoice register", payee)


def budget_of(limit: str, period: str) -> UUID:
    """Of a limit of the playbook in one of its periods."""
    return derived(PLAYBOOK, "budget", limit, period)
