"""What may be done with a webhook, and with a saved view."""

from __future__ import annotations

from crm_es.aggregates import saved_views, webhook
from crm_es.aggregates.saved_views import ChooseDefaultView, RemoveView
from crm_es.aggregates.webhook import PauseWebhook, RemoveWebhook, ReplayWebhook, ResumeWebhook
from crm_es.ids import views_of
from crm_es.offers.way import Kind, Way, kind, naming

WEBHOOK = kind(
    "webhooks",
    webhook.decider,
    Way(ResumeWebhook),
    Way(PauseWebhook, beside=True),
    Way(ReplayWebhook, menu=True),
    Way(RemoveWebhook, menu=True),
)

VIEW = Kind(
    "views",
    saved_views.decider,
    (Way(ChooseDefaultView), Way(RemoveView, menu=True)),
    lambda row: views_of(row["person_id"]),
    naming(registry="registry", name="name"),
)
