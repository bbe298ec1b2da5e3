"""A notebook: what one person must see and deal with today (S0-22).

Entries are added by policies, seen, and closed with a result. One may be put off, each time until a later time, and
then it comes back by itself. Nothing leaves the notebook undone.
An entry says for good which desks it closes, whatever the playbook says later; put off it goes on closing them.
"""

from typing import get_args

from crm_es.aggregates.notebook.commands import (
    AddEntry,
    CloseEntry,
    NotebookCommand,
    PutOffEntry,
    RemindEntries,
    ReturnEntries,
    SeeEntry,
)
from crm_es.aggregates.notebook.decisions import (
    decide,
)
from crm_es.aggregates.notebook.events import (
    EntryAdded,
    EntryClosed,
    EntryPutOff,
    EntryReminded,
    EntryReturned,
    EntrySeen,
    NotebookEvent,
)
from crm_es.aggregates.notebook.state import (
    Notebook,
    OpenEntry,
    evolve,
)
from crm_es.decider import Decider

__all__ = [
    "AddEntry",
    "CloseEntry",
    "EntryAdded",
    "EntryClosed",
    "EntryPutOff",
    "EntryReminded",
    "EntryReturned",
    "EntrySeen",
    "Notebook",
    "NotebookCommand",
    "NotebookEvent",
    "OpenEntry",
    "PutOffEntry",
    "RemindEntries",
    "ReturnEntries",
    "SeeEntry",
    "decider",
]

decider = Decider("notebook", "notebooks", get_args(NotebookCommand), decide, evolve)
