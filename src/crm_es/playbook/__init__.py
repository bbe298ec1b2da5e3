"""The playbook: how this company works, as data. Pipelines, routes, notebook kinds, prices.

It is published in versions. A running case keeps the version it started on.
"""

from crm_es.playbook.billing import Billing, Organisation
from crm_es.playbook.calendar import Calendar
from crm_es.playbook.complaints import ComplaintCause, Complaints, hours_later
from crm_es.playbook.control import Control, Digest
from crm_es.playbook.deadlines import AfterEntry, AfterEvent, BeforeDate, Deadline, FixedDate, due
from crm_es.playbook.documents import Documents
from crm_es.playbook.labour import Drift, Labour, Rounding, WorkKind
from crm_es.playbook.names import Day, Name
from crm_es.playbook.notebook import DESKS, MUST_SETTLE, Desk, EntryKind, Gate, Notebook, NotebookKind
from crm_es.playbook.payments import Limit, Payments, RequestField, counted_on
from crm_es.playbook.pipelines import Pipeline, Stage, StageTask
from crm_es.playbook.prices import Floor, Prices
from crm_es.playbook.projects import Projects
from crm_es.playbook.reservoir import HOLES, Purchase, Reservoir
from crm_es.playbook.routes import SUPERVISOR, Hours, Matter, Route, RouteStep, route_for
from crm_es.playbook.service import Percent, Service, Sla, TicketStage, TicketStatus, WorkingHours
from crm_es.playbook.suggestions import Suggestions
from crm_es.playbook.trade import Invoices, Orders, Rate, Series
from crm_es.playbook.whole import Playbook

__all__ = [
    "DESKS",
    "HOLES",
    "MUST_SETTLE",
    "SUPERVISOR",
    "AfterEntry",
    "AfterEvent",
    "BeforeDate",
    "Billing",
    "Calendar",
    "ComplaintCause",
    "Complaints",
    "Control",
    "Day",
    "Deadline",
    "Desk",
    "Digest",
    "Documents",
    "Drift",
    "EntryKind",
    "FixedDate",
    "Floor",
    "Gate",
    "Hours",
    "Invoices",
    "Labour",
    "Limit",
    "Matter",
    "Name",
    "Notebook",
    "NotebookKind",
    "Orders",
    "Organisation",
    "Payments",
    "Percent",
    "Pipeline",
    "Playbook",
    "Prices",
    "Projects",
    "Purchase",
    "Rate",
    "RequestField",
    "Reservoir",
    "Rounding",
    "Route",
    "RouteStep",
    "Series",
    "Service",
    "Sla",
    "Stage",
    "StageTask",
    "Suggestions",
    "TicketStage",
    "TicketStatus",
    "WorkKind",
    "WorkingHours",
    "counted_on",
    "due",
    "hours_later",
    "route_for",
]
