"""A playbook tried on history before it is published: what would it have asked of whom, against what was? (X-22)

The log is read once. What people decided stays as it was; what a playbook makes of it is decided again, by the same
rules, with the staff directory as it was then and the playbook that is tried. Nothing is recorded.
"""

from crm_es.trial.findings import Area, Count, Finding, Measure, Side
from crm_es.trial.outcome import Outcome
from crm_es.trial.plan import adoption_plan
from crm_es.trial.reading import months_before, tried

__all__ = [
    "Area",
    "Count",
    "Finding",
    "Measure",
    "Outcome",
    "Side",
    "adoption_plan",
    "months_before",
    "tried",
]
