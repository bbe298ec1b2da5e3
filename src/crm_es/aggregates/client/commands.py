"""What may be wished of a client."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from crm_es.aggregates.client.events import ContactKind
from crm_es.aggregates.client.parts import Bought, Contact, Description
from crm_es.bank_details.shapes import Kpp
from crm_es.contact_details import Codes, Emails, Inn, OneEmail, Phone, Phones
from crm_es.messages import Command
from crm_es.money import Money
from crm_es.playbook import Day, Name, Purchase

SALES = {"manager", "head_of_sales", "operator", "import"}
MERGING = {"head_of_sales", "operator"}
Text = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Contract = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Every = Annotated[int, Field(ge=1, le=3650)]


class MeetClient(Command, roles=SALES, opens=True):
    """Enter a possible buyer."""

    client_id: UUID
    name: Name
    owner_id: UUID
    sector: Name | None = None
    segment: Name | None = None
    """Which sort of buyer it is, such as chain or shop."""
    inn: Inn | None = None
    kpp: Kpp = None
    address: Address | None = None
    """Its legal address, as papers name it."""
    contract: Contract | None = None
    """The agreement that work is done under, as papers say it: Договор № 12 от 01.02.2026."""
    phones: Phones = ()
    emails: Emails = ()
    codes: Codes = ()
    """What other systems call it."""
    campaign_id: UUID | None = None
    """What brought it to us."""


class RenameClient(Command, roles=SALES):
    """Give the client another name."""

    client_id: UUID
    name: Name


class DescribeClient(Command, roles=SALES):
    """Say what is known of the client now. What is not given stays; an empty list removes what was there."""

    client_id: UUID
    inn: Inn | None = None
    kpp: Kpp = None
    address: Address | None = None
    """Its legal address, as papers name it."""
    contract: Contract | None = None
    """The agreement that work is done under, as papers say it: Договор № 12 от 01.02.2026."""
    phones: Phones | None = None
    emails: Emails | None = None
    codes: Codes | None = None
    """What other systems call it."""
    sector: Name | None = None
    segment: Name | None = None
    campaign_id: UUID | None = None
    """What brought it to us."""


class HandOverClient(Command, roles={"head_of_sales", "import"}):
    """Let another manager look after the client."""

    client_id: UUID
    owner_id: UUID


class DiscardClient(Command, roles={"import", "administrator"}, in_person=True):
    """Remove a client that was entered by mistake: one that bought nothing, and whom nobody has contacted."""

    client_id: UUID
    reason: Text


# ── People there ────────────────────────────────────────────────────────────


class AddContact(Command, roles=SALES):
    """Enter somebody at the client."""

    client_id: UUID
    contact_id: UUID
    name: Name
    position: Name | None = None
    phone: Phone | None = None
    email: OneEmail | None = None


class RemoveContact(Command, roles=SALES):
    """Remove somebody who is not there any more."""

    client_id: UUID
    contact_id: UUID


# ── Calls ───────────────────────────────────────────────────────────────────


class PlanContacts(Command, roles=SALES):
    """Settle how often the client is called (S0-12)."""

    client_id: UUID
    every_days: Every | None = None
    """As the playbook says, where none is given."""
    next_on: Day | None = None
    """The next time; so many days from now, where none is given."""


class ContactClient(Command, roles=SALES):
    """Note that one spoke with the client, or wrote."""

    client_id: UUID
    kind: ContactKind = "call"
    outcome: Name | None = None
    note: Text | None = None
    next_on: Day | None = None
    """When to call again; as planned, where none is given."""


class CallContactDue(Command, roles={"clock"}):
    """Tell the owner that it is time to call."""

    client_id: UUID


# ── Purchases ───────────────────────────────────────────────────────────────


class NotePurchase(Command, roles={"policy", "import"}):
    """Count something as a purchase, if the playbook counts what it is."""

    client_id: UUID
    purchase_id: UUID
    kind: Purchase
    amount: Money | None = None
    on: Day | None = None
    """The day, where it is another than that of asking."""
    manager_id: UUID | None = None


class DropPurchase(Command, roles={"policy", "import"}):
    """Count it no more: it was cancelled."""

    client_id: UUID
    purchase_id: UUID


class LapseClient(Command, roles={"clock"}):
    """Count the client as lost, if it has bought nothing since."""

    client_id: UUID


class ExplainLapse(Command, roles={"manager", "head_of_sales", "operator", "import"}):
    """Say why the client buys no more: one of the known reasons, or a new one (S0-06)."""

    client_id: UUID
    reason: Name
    new: bool = False
    """The reason is not in the list, and is meant to be."""
    note: Text | None = None


# ── Merging ─────────────────────────────────────────────────────────────────


class MergeClient(Command, roles=MERGING):
    """Say that this record and another are of one client; the other one goes on. It can be undone."""

    client_id: UUID
    into_id: UUID
    reason: Text | None = None


class UnmergeClient(Command, roles=MERGING | {"policy"}):
    """Say that they are two clients after all: each gets back what it had."""

    client_id: UUID
    from_id: UUID | None = None
    """The one that it was merged into; whichever that is, where none is given."""
    reason: Text | None = None


class AbsorbClient(Command, roles={"policy"}):
    """Take over what another client has, which is merged into this one."""

    client_id: UUID
    from_id: UUID
    from_name: str
    description: Description
    contacts: tuple[Contact, ...] = ()
    purchases: tuple[Bought, ...] = ()
    reasons: dict[AwareDatetime, str] = Field(default_factory=dict)


class TakePurchase(Command, roles={"policy"}):
    """Count what was bought as a client that is merged into this one."""

    client_id: UUID
    from_id: UUID
    purchase: Bought


class ReleaseClient(Command, roles={"policy"}):
    """Give back what came from a client that is one of its own again."""

    client_id: UUID
    from_id: UUID


ClientCommand = (
    MeetClient
    | RenameClient
    | DescribeClient
    | HandOverClient
    | DiscardClient
    | AddContact
    | RemoveContact
    | PlanContacts
    | ContactClient
    | CallContactDue
    | NotePurchase
    | DropPurchase
    | LapseClient
    | ExplainLapse
    | MergeClient
    | UnmergeClient
    | AbsorbClient
    | TakePurchase
    | ReleaseClient
)
