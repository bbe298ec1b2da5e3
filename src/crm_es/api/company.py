"""The company itself: its playbook, and whoever asks."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Response
from pydantic import BaseModel, Field

from crm_es.api.house import After, House, answer
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.directory import Directory
from crm_es.exchange import playbook_yaml
from crm_es.ids import PRICE_LIST, desk_of, digest_of, notebook_of, order_desk_of, views_of, work_log_of
from crm_es.playbook import Playbook

YAML: Final = "application/yaml"
CONTENT: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {YAML: {"schema": {}}}}}


class InForce(BaseModel):
    """The playbook by which new cases go, or went."""

    version: int
    playbook: Playbook


class Me(BaseModel):
    """Who one is here."""

    id: UUID
    name: str
    roles: list[str]
    supervisor_id: UUID
    language: str | None = Field(description="In which one is written to; none where nobody said.")
    sees_all: bool
    team: int
    """How many people's rows one sees, one's own included."""
    notebook_id: UUID
    invoice_desk_id: UUID
    order_desk_id: UUID
    price_list_id: UUID = Field(description="Terms are agreed under /price-lists/ and this id.")
    work_log_id: UUID = Field(description="Time is recorded under /work-logs/ and this id.")
    saved_views_id: UUID = Field(description="Views are saved under /saved-views/ and this id.")
    digest_id: UUID = Field(description="Letters about one's people are arranged under /digests/ and this id.")


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["company"])

    @routes.get("/playbook", response_model=InForce, responses=CONTENT | documented(404))
    def playbook(
        _: Annotated[Asker, Depends(house.door)],
        form: Annotated[Literal["json", "yaml"] | None, Query(alias="format")] = None,
        accept: Annotated[str | None, Header(include_in_schema=False)] = None,
        version: Annotated[int | None, Query(ge=1, le=2**31, description="An earlier one.")] = None,
    ) -> Response:
        """The playbook in force or an earlier version, as JSON or YAML."""
        number, found = playbook_of(house, version)
        etag = {"ETag": f'"{number}"'}
        if form == "yaml" or (form is None and accept == YAML):
            return Response(playbook_yaml.dump(found), headers=etag, media_type=YAML)
        return answer(InForce(version=number, playbook=found), **etag)

    @routes.get("/me")
    def me(asker: Annotated[Asker, Depends(house.door)], after: After = None) -> Me:
        """Who one is here, and what one may see."""
        reference = house.crm.reference if after is None else house.crm.reference_now
        who = asker.person_id
        directory, people = Directory(reference.people), house.sight(asker).people
        return Me(
            id=who,
            name=directory.name(who),
            roles=sorted(directory.roles(who)),
            supervisor_id=directory.supervisor(who),
            language=reference.people[who].language,
            sees_all=people is None,
            team=len(reference.people if people is None else people),
            notebook_id=notebook_of(who),
            invoice_desk_id=desk_of(who),
            order_desk_id=order_desk_of(who),
            price_list_id=PRICE_LIST,
            work_log_id=work_log_of(who),
            saved_views_id=views_of(who),
            digest_id=digest_of(who),
        )

    return routes


def playbook_of(house: House, version: int | None) -> tuple[int, Playbook]:
    """A version of the playbook; the one in force, where none is named."""
    reference = house.crm.reference_now
    number = reference.version if version is None else version
    if number in reference.playbooks:
        return number, reference.playbooks[number]
    if not reference.playbooks:
        raise HTTPException(404, "No playbook is published yet: publish one.")
    raise HTTPException(404, f"There is no version {number} of the playbook: {reference.version} is the newest.")
