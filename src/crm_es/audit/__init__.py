"""The audit: what happened to a record, who asked for what, what was refused, and what led to what."""

from crm_es.audit.causes import causation
from crm_es.audit.clients import timeline
from crm_es.audit.lines import Line
from crm_es.audit.private import without_activity_of_others
from crm_es.audit.records import changes, differences, history, main_registry, record
from crm_es.audit.search import Asked, refused, refused_by_rule, search
from crm_es.audit.secrets import without_costs
from crm_es.audit.sentences import is_told

__all__ = [
    "Asked",
    "Line",
    "causation",
    "changes",
    "differences",
    "history",
    "is_told",
    "main_registry",
    "record",
    "refused",
    "refused_by_rule",
    "search",
    "timeline",
    "without_activity_of_others",
    "without_costs",
]
