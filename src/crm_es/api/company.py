"""The company itself: its playbook, and whoever asks."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Response
from pydantic import BaseModel, Field

from crm_es.api.house import House, answer
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.directory import Directory
from crm_es.exchange import playbook_yaml
from crm_es.ids import PRICE_LIST, desk_of, notebook_of, order_desk_of, views_of, work_log_of
from crm_es.playbook import Playbook

YAML: Final = "application/yaml"
CONTENT: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {YAML: {"schema": {}}}}}


class InForce(BaseModel):
    """The playbook by which new cases go."""

    version: int
    playbook: Playbook


class Me(BaseModel):
    """Who one is here."""

    id: UUID
    name: str
    roles: list[str]
    supervisor_id: UUID
    sees_all: bool
    team: int
    """How many people's rows one sees, one's own included."""
    notebook_id: UUID
    invoice_desk_id: UUID
    order_desk_id: UUID
    price_list_id: UUID = Field(description="Terms are agreed under /price-lists/ and this id.")
    work_log_id: UUID = Field(description="Time is recorded under /work-logs/ and this id.")
    saved_views_id: UUID = Field(description="Views are saved under /saved-views/ and this id.")


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["company"])

    @routes.get("/playbook", response_model=InForce, responses=CONTENT | documented(404))
    def playbook(
        _: Annotated[Asker, Depends(house.door)],
        form: Annotated[Literal["json", "yaml"] | None, Query(alias="format")] = None,
        accept: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> Response:
        """The playbook in force, as JSON or YAML."""
        reference = house.crm.reference
        if (found := reference.playbooks.get(reference.version)) is None:
            raise HTTPException(404, "No playbook is published yet: publish one.")
        etag = {"ETag": f'"{reference.version}"'}
        if form == "yaml" or (form is None and accept == YAML):
            return Response(playbook_yaml.dump(found), headers=etag, media_type=YAML)
        return answer(InForce(version=reference.version, playbook=found), **etag)

    @routes.get("/me")
    def me(asker: Annotated[Asker, Depends(house.door)]) -> Me:
        """Who one is here, and what one may see."""
        reference, who = house.crm.reference, asker.person_id
        directory, people = Directory(reference.people), house.sight(asker).people
        return Me(
            id=who,
            name=directory.name(who),
            roles=sorted(directory.roles(who)),
            supervisor_id=directory.supervisor(who),
            sees_all=people is None,
            team=len(reference.people if people is None else people),
            notebook_id=notebook_of(who),
            invoice_desk_id=desk_of(who),
            order_desk_id=order_desk_of(who),
            price_list_id=PRICE_LIST,
            work_log_id=work_log_of(who),
            saved_views_id=views_of(who),
        )

    return routes
