"""People who sign in: `crm-es user`."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer
from psycopg import Connection

from crm_es.aggregates.staff_member import HireStaffMember
from crm_es.cli.terminal import administration, terminal
from crm_es.messages import Refused
from crm_es.runners.worker import settle
from crm_es.store.accounts import (
    Part,
    accounts,
    create_account,
    create_tables,
    hashed_password,
    open_session,
    set_password,
)

app = typer.Typer(help="People who sign in.", no_args_is_help=True)
FromInput = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
Password = Annotated[str | None, typer.Option(envvar="CRM_ES_PASSWORD", hidden=True)]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The person's name.")],
    *,
    login: Annotated[str, typer.Option(help="What they sign in with.")],
    role: Annotated[list[str], typer.Option(help="A role such as administrator or manager; may be repeated.")],
    supervisor: Annotated[str | None, typer.Option(help="Who answers for them, by login.")] = None,
    password_stdin: FromInput = False,
    password: Password = None,
) -> None:
    """Hire somebody, and let them sign in."""
    shown = terminal(context)
    secret = asked_for(password, from_input=password_stdin)
    hashed_password(secret)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        create_tables(db)
        if login.strip().lower() in by_login(db):
            raise Refused(f"The login {login!r} is taken: choose another.", "login is taken")
        hiring = HireStaffMember(
            staff_member_id=uuid4(),
            name=name,
            roles=frozenset(role),
            supervisor_id=person(db, supervisor) if supervisor else None,
        )
        crm.handle(hiring, administration())
        create_account(db, hiring.staff_member_id, login, secret)
        settle(crm)
    facts = {"staff_member_id": hiring.staff_member_id, "login": login, "roles": sorted(hiring.roles)}
    shown.answer(facts, f"{name} works here now and signs in as {login}.")


@app.command("list")
def list_users(context: typer.Context) -> None:
    """Who may sign in."""
    shown = terminal(context)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        create_tables(db)
        people = crm.reference.people
        lines: list[dict[str, Any]] = [
            {
                "login": account.login,
                "name": people[account.staff_member_id].name,
                "roles": sorted(people[account.staff_member_id].roles),
                "staff_member_id": account.staff_member_id,
                "left": people[account.staff_member_id].left,
            }
            for account in accounts(db)
            if account.staff_member_id in people
        ]
    shown.lines("users", lines)


@app.command("set-password")
def new_password(
    context: typer.Context,
    login: Annotated[str, typer.Argument(help="Whose.")],
    *,
    password_stdin: FromInput = False,
    password: Password = None,
) -> None:
    """Give somebody another password; sessions and tokens end."""
    shown = terminal(context)
    secret = asked_for(password, from_input=password_stdin)
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        create_tables(db)
        set_password(db, login, secret)
    shown.answer({"login": login}, f"{login} has another password now; all sessions and tokens have ended.")


@app.command()
def token(
    context: typer.Context,
    login: Annotated[str, typer.Argument(help="Who the program acts for.")],
    *,
    label: Annotated[str, typer.Option(help="What the token is for.")] = "made on the command line",
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it is good.")] = 90,
    inbox: Annotated[bool, typer.Option("--inbox", help="It opens the inbox alone.")] = False,
    agent: Annotated[bool, typer.Option("--agent", help="It only tells what was seen of their work.")] = False,
) -> None:
    """Make a token for a program; it is shown this once."""
    shown = terminal(context)
    if inbox and agent:
        raise typer.BadParameter("Give either --inbox or --agent.")
    part: Part | None = "inbox" if inbox else "agent" if agent else None
    with shown.company() as crm, crm.log.datastore.get_connection() as db:
        create_tables(db)
        secret, session = open_session(db, person(db, login), "token", label, timedelta(days), only_for=part)
    shown.answer({"token": secret, "login": login, "expires_at": session.expires_at}, secret)


def asked_for(password: str | None, *, from_input: bool) -> str:
    """The password: from standard input, from the environment, or typed twice."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if password is not None:
        return password
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def by_login(db: Connection[Any]) -> dict[str, UUID]:
    return {account.login: account.staff_member_id for account in accounts(db)}


def person(db: Connection[Any], login: str) -> UUID:
    """Whose login it is."""
    found = by_login(db).get(login.strip().lower())
    if found is None:
        raise Refused(f"Nobody has the login {login!r}: `crm-es user list` shows all.", "no such login")
    return found
