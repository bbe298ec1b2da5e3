"""The audit: what happened to a record, who asked for what, what was refused, and what led to what."""

from crm_es.audit.causes import causation, chain_at
from crm_es.audit.clients import timeline
from crm_es.audit.deals import deal_timeline
from crm_es.audit.lines import Line
from crm_es.audit.playbooks import versions
from crm_es.audit.private import without_activity_of_others
from crm_es.audit.records import changes, differences, history, main_registry, record
from crm_es.audit.search import Asked, at, last_said, refused, refused_by_rule, search
from crm_es.audit.secrets import without_costs
from crm_es.audit.sentences import is_told
from crm_es.audit.steps import steps

__all__ = [
    "Asked",
    "Line",
    "at",
    "causation",
    "chain_at",
    "changes",
    "deal_timeline",
    "differences",
    "history",
    "is_told",
    "last_said",
    "main_registry",
    "record",
    "refused",
    "refused_by_rule",
    "search",
    "steps",
    "timeline",
    "versions",
    "without_activity_of_others",
    "without_costs",
]
