"""What may be done with an entry of a notebook itself; what it is about has offers of its own."""

from __future__ import annotations

from crm_es.aggregates.notebook import CloseEntry, PutOffEntry, SeeEntry, decider
from crm_es.offers.way import Kind, Way, naming, own

KIND = Kind(
    "notebook",
    decider,
    (Way(CloseEntry), Way(PutOffEntry), Way(SeeEntry, menu=True)),
    own("notebook_id"),
    naming(entry_id="entry_id"),
)
