"""Whose paper it is, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from crm_es.aggregates.playbook import PlaybookPublished
from crm_es.files import MEGABYTE, FileStore, trouble_with
from crm_es.ids import PLAYBOOK
from crm_es.messages import Refused
from crm_es.playbook import Playbook
from crm_es.playbook.billing import Organisation
from crm_es.printing.shapes import Party, Seller
from crm_es.store.reading import by_stream

NOBODY: Final = "Say in the playbook who you are on paper, under billing, organisation: then papers can be printed."
RULE: Final = "an organisation on papers"
LARGEST_LOGO: Final = MEGABYTE
BUYER: Final = """
SELECT whole.name, whole.inn, whole.kpp, whole.address, whole.phones, whole.contract FROM client_registry AS one
JOIN client_registry AS whole ON whole.client_id = coalesce(one.merged_into_id, one.client_id) WHERE one.client_id = %s
"""


def playbook_of(db: Connection[Any], version: int) -> Playbook:
    """The one that was in force, with the organisation of today where it named none yet."""
    published = by_stream(db, {PLAYBOOK: 0})[PLAYBOOK]
    versions = {one.event.version: one.event.playbook for one in published if isinstance(one.event, PlaybookPublished)}
    if not versions:
        raise Refused(NOBODY, RULE)
    then, now = versions.get(version, versions[max(versions)]), versions[max(versions)]
    if then.billing.organisation is None:
        billing = then.billing.model_copy(update={"organisation": now.billing.organisation})
        return then.model_copy(update={"billing": billing})
    return then


def seller(playbook: Playbook, files: FileStore) -> Seller:
    """Raises Refused where the playbook does not say who we are."""
    known = playbook.billing.organisation
    if known is None:
        raise Refused(NOBODY, RULE)
    return Seller(
        name=known.name,
        inn=known.details.inn if known.details else None,
        kpp=known.details.kpp if known.details else None,
        address=known.address,
        phone=known.phone,
        email=known.email,
        details=known.details,
        bank_name=known.bank_name,
        bank_town=known.bank_town,
        director=known.director,
        director_position=known.director_position,
        accountant=known.accountant,
        logo=logo(known, files),
    )


def logo(known: Organisation, files: FileStore) -> bytes | None:
    """None where its content is not there any more, or too large for a paper."""
    if known.logo is None or trouble_with(files, known.logo):
        return None
    content = b"".join(files.open(known.logo))
    return content if len(content) <= LARGEST_LOGO else None


def buyer(db: Connection[Any], client_id: UUID) -> Party:
    found = db.execute(BUYER, (client_id,)).fetchone()
    if found is None:
        return Party(name="")
    phone = next(iter(found["phones"]), "")
    return Party(
        name=found["name"],
        inn=found["inn"],
        kpp=found["kpp"],
        address=found["address"] or "",
        phone=phone,
        contract=found["contract"] or "",
    )


def names(db: Connection[Any], people: Iterable[UUID]) -> dict[UUID, str]:
    """Of those who work here, or did."""
    question = "SELECT staff_member_id, name FROM staff_registry WHERE staff_member_id = ANY(%s)"
    return {row["staff_member_id"]: row["name"] for row in db.execute(question, (list(set(people)),))}
