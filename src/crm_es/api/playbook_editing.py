"""The playbook as an editor needs it: text that is checked, compared with what is in force, and published."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from crm_es import audit
from crm_es.aggregates.playbook import PublishPlaybook, must_be_payable
from crm_es.api.administration import administrator
from crm_es.api.commands import Envelope, Receipt, envelope, must_be_storable, send
from crm_es.api.company import playbook_of
from crm_es.api.house import House, answer
from crm_es.api.operations import Metrics
from crm_es.api.playbook_answers import Checked, Differences, PlaybookVersion, Versions
from crm_es.api.problems import documented, problem
from crm_es.api.security import Asker
from crm_es.api.sight import Sight
from crm_es.api.trial import must_be_one_of
from crm_es.context import Context
from crm_es.exchange.playbook_changes import changes
from crm_es.exchange.playbook_check import Fault, checked
from crm_es.exchange.playbook_yaml import RULE
from crm_es.ids import PLAYBOOK
from crm_es.messages import Refused
from crm_es.playbook import Playbook
from crm_es.samples import sample

Text = Annotated[
    str,
    Field(description="A playbook in YAML, of at most 200,000 characters.", examples=["name: Trade\npipelines: []"]),
]
Number = Annotated[int | None, Query(ge=1, le=2**31)]


class Written(BaseModel):
    """A playbook as people write it."""

    text: Text


class Publication(BaseModel):
    """A playbook to put in force, and the version that whoever wrote it has seen."""

    text: Text
    expected_version: Annotated[int, Field(strict=True, ge=0, le=2**31, description="0 before the first.")]


def router(house: House, metrics: Metrics) -> APIRouter:
    routes = APIRouter(tags=["company"])

    @routes.post("/playbook/check", responses={**documented(403), 200: {"model": Checked}})
    def check(wish: Written, sight: Annotated[Sight, house.seeing]) -> Response:
        """Look whether a text is a right playbook: what is wrong comes with its line, what is right as JSON.

        Nothing is recorded. Roles: administrator, director, head_of_sales.
        """
        must_be_one_of(sight)
        playbook, faults = read(house, sight, wish.text)
        told = [fault._asdict() for fault in faults]
        return answer({"right": not faults, "errors": told, "playbook": None if faults else playbook})

    @routes.post("/playbook/difference", responses={**documented(403, 404, 422), 200: {"model": Differences}})
    def difference(
        sight: Annotated[Sight, house.seeing],
        wish: Written | None = None,
        since: Annotated[Number, Query(alias="from", description="The one in force, where none is given.")] = None,
        until: Annotated[Number, Query(alias="to", description="The one in force, where no text is sent.")] = None,
    ) -> Response:
        """What a text, or a version, says otherwise than another version: by the place in the file, in its order.

        Roles: administrator, director, head_of_sales.
        """
        must_be_one_of(sight)
        before, old = playbook_of(house, since)
        after: int | None = None
        if wish is None:
            after, new = playbook_of(house, until)
        else:
            written, faults = checked(wish.text)
            if written is None:
                return not_right(faults)
            new = written
        rows = [change._asdict() for change in changes(old, new)]
        return answer({"from_version": before, "to_version": after, "rows": rows})

    @routes.get("/playbook/versions", responses=documented(403, 503))
    def list_versions(
        sight: Annotated[Sight, house.seeing],
        _: Annotated[None, Depends(house.caught_up({"deal_registry", "staff_registry"}))],
    ) -> Versions:
        """Every version of the playbook: who published it when, and how many open deals still go by it.

        Roles: administrator, director, head_of_sales.
        """
        must_be_one_of(sight)
        with house.database() as db:
            found = audit.versions(db)
        reference = house.crm.reference_now
        return Versions(
            rows=[
                PlaybookVersion(
                    name=reference.playbooks[one["version"]].name, in_force=one["version"] == reference.version, **one
                )
                for one in found
            ]
        )

    @routes.post(
        "/playbook/publish", status_code=202, responses={**documented(403, 409, 412, 422), 202: {"model": Receipt}}
    )
    async def publish(
        request: Request,
        wish: Annotated[Publication, Body(examples=[sample(Publication)])],
        asker: Annotated[Asker, administrator(house)],
        said: Annotated[Envelope, Depends(envelope)],
    ) -> Response:
        """Put a playbook in force that is written as YAML, unless somebody else published another meanwhile.

        Running cases keep the version they started on. Roles: administrator.
        """
        await must_be_storable(request)
        playbook, faults = await asyncio.to_thread(checked, wish.text)
        if playbook is None:
            return not_right(faults)
        seen = said._replace(expected_version=wish.expected_version)
        receipt = await send(house.crm, metrics, PublishPlaybook(playbook=playbook), asker, seen)
        content = {"id": PLAYBOOK, "version": receipt.version, "position": receipt.position}
        told = answer(content, ETag=f'"{receipt.version}"')
        told.status_code = 202
        return told

    return routes


def read(house: House, sight: Sight, text: str) -> tuple[Playbook | None, list[Fault]]:
    """The playbook of a text, and what is wrong with it: also what only a company with its bank directory knows."""
    playbook, faults = checked(text)
    if playbook is not None:
        try:
            asked = Context(sight.person_id, datetime.now(UTC))
            must_be_payable(playbook, house.crm.reference.completed(asked))
        except Refused as refusal:
            faults = [Fault(None, "billing > organisation > details", str(refusal))]
    return playbook, faults


def not_right(faults: list[Fault]) -> Response:
    errors: list[dict[str, Any]] = [{"field": fault.path or "text", "message": fault.sentence} for fault in faults]
    return problem(422, "\n".join(fault.sentence for fault in faults), rule=RULE, errors=errors)
