"""The playbook: how this company works, as data. Pipelines, routes, notebook kinds, prices.

It is published in versions. A running case keeps the version it started on.
"""

from crm_es.playbook.deadlines import AfterEntry, AfterEvent, BeforeDate, Deadline, FixedDate, due
from crm_es.playbook.documents import Documents
from crm_es.playbook.names import END_OF_DAY, Day, Name
from crm_es.playbook.notebook import MUST_SETTLE, EntryKind, Notebook, NotebookKind
from crm_es.playbook.payments import Limit, Payments, RequestField, counted_on
from crm_es.playbook.pipelines import Pipeline, Stage, StageTask
from crm_es.playbook.prices import Floor, Prices
from crm_es.playbook.routes import SUPERVISOR, Hours, Matter, Route, RouteStep, route_for
from crm_es.playbook.whole import Playbook

__all__ = [
    "END_OF_DAY",
    "MUST_SETTLE",
    "SUPERVISOR",
    "AfterEntry",
    "AfterEvent",
    "BeforeDate",
    "Day",
    "Deadline",
    "Documents",
    "EntryKind",
    "FixedDate",
    "Floor",
    "Hours",
    "Limit",
    "Matter",
    "Name",
    "Notebook",
    "NotebookKind",
    "Payments",
    "Pipeline",
    "Playbook",
    "Prices",
    "RequestField",
    "Route",
    "RouteStep",
    "Stage",
    "StageTask",
    "counted_on",
    "due",
    "route_for",
]
