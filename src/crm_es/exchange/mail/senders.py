"""Who wrote a letter, which ticket it belongs to, and how many came from there within the hour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.ticket import REFERENCE

READERS: Final = ("client_registry", "ticket_registry", "ticket_messages", "letter_registry")
"""What has to be at the head of the log before anything is looked up."""
PUBLIC: Final = frozenset(
    {
        "gmail.com", "googlemail.com", "mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru",
        "yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "rambler.ru", "lenta.ru", "autorambler.ru",
        "myrambler.ru", "ro.ru", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com",
        "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de",
        "proton.me", "protonmail.com", "tutanota.com", "zoho.com", "fastmail.com", "mail.com", "qq.com", "163.com",
        "126.com", "ukr.net", "i.ua", "tut.by",
    }
)  # fmt: skip
"""Where anybody may have an address: it says nothing of the company."""
CLIENTS: Final = """
SELECT DISTINCT coalesce(merged_into_id, client_id) AS client_id FROM client_registry
WHERE %(email)s = ANY(emails)
OR EXISTS (SELECT FROM unnest(contacts) AS one WHERE %(email)s = ANY(string_to_array(lower(one), ', ')))
LIMIT 2
"""
LEARNED: Final = """
SELECT DISTINCT coalesce(client.merged_into_id, client.client_id) AS client_id
FROM ticket_registry AS ticket JOIN client_registry AS client USING (client_id)
WHERE ticket.contact_email = %(email)s AND ticket.channel <> 'form'
LIMIT 2
"""
"""Whose tickets were answered there before. In a form anybody may give the phone of another."""
OF_DOMAIN: Final = """
SELECT DISTINCT coalesce(merged_into_id, client_id) AS client_id FROM client_registry
WHERE EXISTS (SELECT FROM unnest(emails || contacts) AS one WHERE right(lower(one), length(%(ending)s)) = %(ending)s)
LIMIT 2
"""
BY_PHONE: Final = """
SELECT DISTINCT coalesce(merged_into_id, client_id) AS client_id FROM client_registry
WHERE %(phone)s = ANY(phones)
OR EXISTS (SELECT FROM unnest(contacts) AS one WHERE %(phone)s = ANY(string_to_array(one, ', ')))
LIMIT 2
"""
ANSWERED: Final = """
SELECT ticket_id FROM ticket_messages WHERE message_id = ANY(%(ids)s)
ORDER BY array_position(%(ids)s, message_id), said_at LIMIT 1
"""
REFERRED: Final = """
SELECT ticket_id FROM ticket_registry AS ticket
WHERE reference = ANY(%(references)s) AND (
    contact_email = %(email)s OR client_id = %(client_id)s OR EXISTS (
        SELECT FROM ticket_messages AS said
        WHERE said.ticket_id = ticket.ticket_id AND said.from_client AND said.email = %(email)s
    )
) ORDER BY opened_at DESC LIMIT 1
"""
RECENT: Final = (
    "SELECT count(*) AS letters FROM letter_registry WHERE from_email IS NOT DISTINCT FROM %s AND came_at > %s"
)


def client_of(email: str | None, db: Connection[Any], ours: Collection[str]) -> UUID | None:
    """Whose address it is, whose tickets came from there, or whose domain; None where nobody's, or that of several."""
    if email is None or email in ours:
        return None
    domain = email.rpartition("@")[2]
    for known in (CLIENTS, LEARNED):
        if found := db.execute(known, {"email": email}).fetchall():
            return only(found)
    if domain in PUBLIC or domain in {address.rpartition("@")[2] for address in ours}:
        return None
    return only(db.execute(OF_DOMAIN, {"ending": f"@{domain}"}).fetchall())


def client_at(phone: str, db: Connection[Any]) -> UUID | None:
    """Whose number it is; None where nobody's, or that of several."""
    return only(db.execute(BY_PHONE, {"phone": phone}).fetchall())


def only(found: Sequence[dict[str, Any]]) -> UUID | None:
    return found[0]["client_id"] if len(found) == 1 else None


def ticket_answered(ids: Sequence[str], db: Connection[Any]) -> UUID | None:
    """The ticket of the nearest letter that this one answers."""
    found = db.execute(ANSWERED, {"ids": list(ids)}).fetchone() if ids else None
    return found["ticket_id"] if found else None


def ticket_named(subject: str, email: str | None, client_id: UUID | None, db: Connection[Any]) -> UUID | None:
    """The ticket that the subject names, if the writer has to do with it: anybody can type a reference."""
    references = [found.upper() for found in REFERENCE.findall(subject)]
    asked = {"references": references, "email": email, "client_id": client_id}
    found = db.execute(REFERRED, asked).fetchone() if references else None
    return found["ticket_id"] if found else None


def within_the_hour(email: str | None, now: datetime, db: Connection[Any]) -> int:
    """How many letters came from there; those of which nobody can tell whose they are count together."""
    found = db.execute(RECENT, (email, now - timedelta(hours=1))).fetchone()
    return int(found["letters"]) if found else 0
