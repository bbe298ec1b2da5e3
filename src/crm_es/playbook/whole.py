"""One playbook."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from crm_es.messages import Message
from crm_es.playbook.billing import Billing
from crm_es.playbook.calendar import Calendar
from crm_es.playbook.complaints import Complaints
from crm_es.playbook.control import Control
from crm_es.playbook.documents import Documents
from crm_es.playbook.labour import Labour
from crm_es.playbook.names import Name, twice
from crm_es.playbook.notebook import Notebook
from crm_es.playbook.payments import Payments
from crm_es.playbook.pipelines import Pipeline
from crm_es.playbook.prices import Prices
from crm_es.playbook.projects import Projects
from crm_es.playbook.reservoir import Reservoir
from crm_es.playbook.service import Service
from crm_es.playbook.suggestions import Suggestions
from crm_es.playbook.trade import Invoices, Orders


class Playbook(Message):
    """How one company works, in one version."""

    name: Name
    pipelines: Annotated[tuple[Pipeline, ...], Field(min_length=1)]
    payments: Payments
    prices: Prices = Prices()
    documents: Documents = Documents()
    notebook: Notebook = Notebook()
    calendar: Calendar = Calendar()
    control: Control = Control()
    reservoir: Reservoir = Reservoir()
    complaints: Complaints = Complaints()
    invoices: Invoices = Invoices()
    orders: Orders = Orders()
    suggestions: Suggestions = Suggestions()
    service: Service = Service()
    labour: Labour = Labour()
    projects: Projects = Projects()
    billing: Billing = Billing()

    def pipeline(self, name: str) -> Pipeline | None:
        return next((pipeline for pipeline in self.pipelines if pipeline.name == name), None)

    @field_validator("pipelines")
    @classmethod
    def _once(cls, pipelines: tuple[Pipeline, ...]) -> tuple[Pipeline, ...]:
        for name in twice(pipeline.name for pipeline in pipelines):
            raise ValueError(f"Two pipelines are called {name!r}: rename one.")
        return pipelines
