"""Accounts: who may sign in. Administrators make them, give them other passwords, and close them."""

import asyncio
from datetime import datetime
from secrets import token_urlsafe
from typing import Annotated, Final
from uuid import UUID

import structlog
from fastapi import APIRouter, HTTPException, Path
from pydantic import BaseModel, Field

from crm_es.api.administration import administrator, must_be_signed_in
from crm_es.api.house import House
from crm_es.api.problems import documented
from crm_es.api.security import Asker
from crm_es.api.sign_in import Text
from crm_es.directory import Person
from crm_es.messages import Refused
from crm_es.store.account_standing import Standing, close_account, login_of, standings
from crm_es.store.accounts import create_account, set_password

log = structlog.get_logger()
NewPassword = Annotated[
    Annotated[Text, Field(min_length=1, max_length=200)] | None,
    Field(description="8 to 200 characters; one is made where none is given.", examples=["correct horse battery"]),
]
LETTERS: Final = 12
"""Bytes of chance in a password that is made."""


class Account(BaseModel):
    """How one person signs in."""

    person_id: UUID
    name: str
    login: str
    roles: list[str]
    works_here: bool = Field(description="Who has left cannot sign in, whatever account they have.")
    last_signed_in_at: datetime | None
    sessions: int = Field(description="How many are open now.")
    tokens: int = Field(description="How many of their programs may ask in their name.")
    locked: bool = Field(description="Somebody failed too often with this login, and has to wait a minute.")


class Accounts(BaseModel):
    """Everybody who may sign in, by login."""

    rows: list[Account]


class NewAccount(BaseModel):
    """An account for somebody who works here."""

    person_id: UUID
    login: Annotated[Text, Field(min_length=1, max_length=100, examples=["anna"])]
    password: NewPassword = None


class AnotherPassword(BaseModel):
    """Another password."""

    password: NewPassword = None


class AccountMade(BaseModel):
    """With what somebody signs in now."""

    person_id: UUID
    login: str
    password: str | None = Field(description="The one that was made, told this once; none where one was given.")


def router(house: House) -> APIRouter:
    routes = APIRouter(tags=["accounts"])
    asking = administrator(house)

    @routes.get("/accounts", responses=documented(403))
    def list_accounts(_: Annotated[Asker, asking]) -> Accounts:
        """Who may sign in, and when they last did. Roles: administrator."""
        people = house.crm.reference.people
        with house.database() as db:
            found = standings(db)
        return Accounts(
            rows=[account(people[one.staff_member_id], one) for one in found if one.staff_member_id in people]
        )

    @routes.post("/accounts", status_code=201, responses=documented(403, 404, 409))
    async def open_account(wish: NewAccount, asker: Annotated[Asker, asking]) -> AccountMade:
        """Let somebody who works here sign in. Roles: administrator."""
        must_be_signed_in(asker)
        return await asyncio.get_running_loop().run_in_executor(house.door.slow, opened, house, wish, asker)

    @routes.post("/accounts/{id}/password", responses=documented(403, 404, 409))
    async def give_password(
        wish: AnotherPassword, person_id: Annotated[UUID, Path(alias="id")], asker: Annotated[Asker, asking]
    ) -> AccountMade:
        """Give somebody else another password; all their sessions and tokens end. Roles: administrator."""
        must_be_signed_in(asker)
        if person_id == asker.person_id:
            raise Refused("Your own password you change with the old one: ask /me/password.", "own password")
        return await asyncio.get_running_loop().run_in_executor(house.door.slow, given, house, person_id, wish, asker)

    @routes.delete("/accounts/{id}", status_code=204, responses=documented(403, 404, 409))
    def end_account(person_id: Annotated[UUID, Path(alias="id")], asker: Annotated[Asker, asking]) -> None:
        """Let somebody sign in no more; all their sessions and tokens end at once. Roles: administrator."""
        must_be_signed_in(asker)
        if person_id == asker.person_id:
            raise Refused("You would lock yourself out: ask another administrator.", "own account")
        with house.database() as db:
            if not close_account(db, person_id):
                raise HTTPException(404, "Nobody with this id may sign in.")
        house.door.forget()
        log.info("an account was closed", person=str(person_id), by=str(asker.person_id))

    return routes


def account(person: Person, standing: Standing) -> Account:
    told = {name: value for name, value in standing._asdict().items() if name != "staff_member_id"}
    roles = sorted(person.roles)
    return Account(person_id=person.person_id, name=person.name, roles=roles, works_here=not person.left, **told)


def opened(house: House, wish: NewAccount, asker: Asker) -> AccountMade:
    person = house.crm.reference_now.people.get(wish.person_id)
    if person is None or person.left:
        raise HTTPException(404, "Nobody with this id works here: hire them first.")
    made = None if wish.password else token_urlsafe(LETTERS)
    with house.database() as db:
        create_account(db, wish.person_id, wish.login, wish.password or str(made))
    log.info("an account was made", person=str(wish.person_id), by=str(asker.person_id))
    return AccountMade(person_id=wish.person_id, login=wish.login.strip().lower(), password=made)


def given(house: House, person_id: UUID, wish: AnotherPassword, asker: Asker) -> AccountMade:
    made = None if wish.password else token_urlsafe(LETTERS)
    with house.database() as db:
        if (login := login_of(db, person_id)) is None:
            raise HTTPException(404, "Nobody with this id may sign in: make an account first.")
        set_password(db, login, wish.password or str(made))
    house.door.forget()
    log.info("a password was given", person=str(person_id), by=str(asker.person_id))
    return AccountMade(person_id=person_id, login=login, password=made)
