"""The audit: what happened to a record, who asked for what, what was refused, and what led to what."""

from crm_es.audit.causes import causation
from crm_es.audit.lines import Line, as_csv
from crm_es.audit.records import changes, differences, history, main_registry, record
from crm_es.audit.search import Asked, refused, refused_by_rule, search

__all__ = [
    "Asked",
    "Line",
    "as_csv",
    "causation",
    "changes",
    "differences",
    "history",
    "main_registry",
    "record",
    "refused",
    "refused_by_rule",
    "search",
]
