"""Who pays, and who answers for what nobody approved."""

from __future__ import annotations

from uuid import UUID

from crm_es.context import Context
from crm_es.messages import Refused


def is_accounting(context: Context) -> bool:
    """Whether the asker pays, or stands in for somebody who does."""
    role = context.playbook.payments.accounting_role
    return any(map(context.is_or_stands_in_for, context.directory.holders(role)))


def must_be_accounting(context: Context) -> None:
    """Refuse all but those who pay, and their deputies."""
    if not is_accounting(context):
        role = context.playbook.payments.accounting_role
        raise Refused(f"This is in the hands of accounting: it takes the role {role}.", "not accounting")


def heads(context: Context) -> tuple[UUID, ...]:
    """Who is shown payments that nobody approved (S0-44): the heads, or administrators where there is none."""
    role = context.playbook.payments.head_role
    return context.directory.holders(role) or context.directory.holders("administrator")
