"""A client: a company that buys from us, or may one day.

A client is met once, has an owner among the managers, and people there. Prospects are called by a plan. Whoever buys
is active until so long after the last purchase that it has lapsed; its owner then finds out why. In whatever order its
purchases come to be known, they lead to the same times in which it was active (S0-02, S0-05).
Two records of one client are merged, and can be unmerged: each then has what it had. A merged one passes on what it
buys, and takes no other wish.
"""

from typing import get_args

from crm_es.aggregates.client.commands import (
    AbsorbClient,
    AddContact,
    CallContactDue,
    ClientCommand,
    ContactClient,
    DescribeClient,
    DiscardClient,
    DropPurchase,
    ExplainLapse,
    HandOverClient,
    LapseClient,
    MeetClient,
    MergeClient,
    NotePurchase,
    PlanContacts,
    ReleaseClient,
    RemoveContact,
    RenameClient,
    TakePurchase,
    UnmergeClient,
)
from crm_es.aggregates.client.decisions import (
    decide,
)
from crm_es.aggregates.client.events import (
    ClientAbsorbed,
    ClientBought,
    ClientContacted,
    ClientDescribed,
    ClientDiscarded,
    ClientEvent,
    ClientHandedOver,
    ClientLapsed,
    ClientLapseExplained,
    ClientMerged,
    ClientMet,
    ClientNotAbsorbed,
    ClientReleased,
    ClientRenamed,
    ClientUnmerged,
    ContactAdded,
    ContactDue,
    ContactRemoved,
    ContactsPlanned,
    PurchasePassedOn,
    PurchaseTakenBack,
    Reckoning,
)
from crm_es.aggregates.client.parts import (
    Bought,
    Contact,
    Description,
    Outlook,
    Reckoned,
    Stay,
)
from crm_es.aggregates.client.state import (
    Client,
    evolve,
)
from crm_es.decider import Decider

__all__ = [
    "AbsorbClient",
    "AddContact",
    "Bought",
    "CallContactDue",
    "Client",
    "ClientAbsorbed",
    "ClientBought",
    "ClientCommand",
    "ClientContacted",
    "ClientDescribed",
    "ClientDiscarded",
    "ClientEvent",
    "ClientHandedOver",
    "ClientLapseExplained",
    "ClientLapsed",
    "ClientMerged",
    "ClientMet",
    "ClientNotAbsorbed",
    "ClientReleased",
    "ClientRenamed",
    "ClientUnmerged",
    "Contact",
    "ContactAdded",
    "ContactClient",
    "ContactDue",
    "ContactRemoved",
    "ContactsPlanned",
    "DescribeClient",
    "Description",
    "DiscardClient",
    "DropPurchase",
    "ExplainLapse",
    "HandOverClient",
    "LapseClient",
    "MeetClient",
    "MergeClient",
    "NotePurchase",
    "Outlook",
    "PlanContacts",
    "PurchasePassedOn",
    "PurchaseTakenBack",
    "Reckoned",
    "Reckoning",
    "ReleaseClient",
    "RemoveContact",
    "RenameClient",
    "Stay",
    "TakePurchase",
    "UnmergeClient",
    "decider",
]

decider = Decider("client", "clients", get_args(ClientCommand), decide, evolve)
