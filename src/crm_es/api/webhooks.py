"""Secrets of webhooks, by which who hears knows that it was us."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Path
from pydantic import BaseModel, Field

from crm_es.aggregates.webhook import RegisterWebhook
from crm_es.api.house import House
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.directory import Directory
from crm_es.registries import registry
from crm_es.store.webhooks import make_secret


class Secret(BaseModel):
    """What each message is signed with (standardwebhooks.com)."""

    secret: str = Field(description="It is told this once.", examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["webhooks"])
    shown = registry("webhooks")

    @routes.post("/webhooks/{id}/secret", status_code=201, responses=documented(403, 404))
    def make_webhook_secret(
        webhook_id: Annotated[UUID, Path(alias="id")], asker: Annotated[Asker, Depends(house.door)]
    ) -> Secret:
        """Make the secret of a webhook, and with it let it hear. Whoever had the former one has to take the new."""
        roles = Directory(house.crm.reference.people).roles(asker.person_id)
        if roles.isdisjoint(RegisterWebhook.ROLES):
            raise HTTPException(403, "Only an administrator makes secrets: ask one.")

        def registered() -> UUID | None:
            with house.database() as db:
                row = house.sight(asker).row(shown, db, webhook_id)
            return webhook_id if row and row["status"] != "removed" else None

        with house.database() as db:
            return Secret(secret=make_secret(db, house.found({"webhook_registry"}, registered)))

    return routes
