"""The audit over HTTP: histories, differences, searches, refused attempts, causes."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Response
from pydantic import AwareDatetime

from crm_es import audit
from crm_es.api.answers import Attempts, Caused, Difference, Found, Step
from crm_es.api.exports import SHEETS, Form, exported
from crm_es.api.house import LARGEST_POSITION, House, answer
from crm_es.api.lists import AsOf, RecordId, Version, readers
from crm_es.api.problems import documented
from crm_es.api.sight import DECIDER_NAMED, AnyDecider, Sight
from crm_es.audit import Asked, Line

Limit = Annotated[int, Query(ge=1, le=1000)]
At = Annotated[int, Query(ge=0, le=2**31)]
Text = Annotated[str | None, Query(max_length=300, pattern=r"^[^\x00]*$")]


def narrowing(
    *,
    actor: Text = None,
    record: UUID | None = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    topic: Annotated[Text, Query(description="The event; for refused attempts the command.")] = None,
    correlation: UUID | None = None,
) -> Asked:
    return Asked(actor, record, since, until, topic, correlation)


def router(house: House) -> APIRouter:
    routes = APIRouter()
    for plural, decider in DECIDER_NAMED.items():
        histories(routes, house, plural, decider)
    audits(routes, house)
    return routes


def histories(routes: APIRouter, house: House, plural: str, decider: AnyDecider) -> None:
    """The history of one kind of record."""

    shown = audit.main_registry(decider)
    awaited = readers(shown) if shown else set()

    def visible(record_id: RecordId, sight: Annotated[Sight, house.seeing]) -> UUID:
        def look() -> UUID | None:
            with house.database() as db:
                return record_id if sight.reaches(decider, db, record_id) else None

        return house.found(awaited, look)

    def history(
        *,
        stream: Annotated[UUID, Depends(visible)],
        sight: Annotated[Sight, house.seeing],
        as_of: AsOf = None,
        version: Version = None,
        newest_first: bool = False,
        before: Annotated[int | None, Query(ge=1, le=2**31, description="Only what came before this version.")] = None,
        limit: Annotated[
            int | None, Query(ge=1, le=1000, description="At most so many; all, if none is given.")
        ] = None,
        changes: Annotated[bool, Query(description="Tell what each changed, field by field.")] = False,
        form: Form = "json",
    ) -> Response:
        """All that happened to it: who, when, for whom, by which command, because of what."""
        place: dict[str, Any] = {"version": version, "as_of": as_of, "newest_first": newest_first, "before": before}
        with house.database() as db:
            lines = audit.history(db, stream, **place, limit=limit)
            lines = lines if before and not lines else of(decider, lines)
            if changes:
                known = audit.steps(db, stream, {line["version"] for line in lines})
                lines = [line | {"changes": known[line["version"]]} for line in lines]
        return told(f"history-{stream}", seen(lines, sight), form)

    def differences(
        stream: Annotated[UUID, Depends(visible)],
        before: Annotated[At, Query(alias="from")],
        after: Annotated[At, Query(alias="to")],
    ) -> Response:
        """What changed between two versions, field by field."""
        with house.database() as db:
            of(decider, audit.history(db, stream, version=1))
            return answer(audit.changes(db, stream, before, after))

    def add(path: str, endpoint: Callable[..., Response], model: Any, more: dict[int | str, dict[str, Any]]) -> None:
        responses = {**documented(404), **more}
        responses[200] = {"model": model, **more.get(200, {})}
        name = f"{endpoint.__name__}_of_{plural}"
        routes.get(f"/{plural}/{{id}}/{path}", tags=[decider.plural], operation_id=name, responses=responses)(endpoint)

    add("history", history, list[Step], SHEETS)
    add("differences", differences, list[Difference], {})


def of(decider: AnyDecider, lines: list[Line]) -> list[Line]:
    """Nothing, unless it is the history of such a record."""
    if not lines or lines[0]["event"] not in {event.__name__ for event in decider.events}:
        raise HTTPException(404)
    return lines


def audits(routes: APIRouter, house: House) -> None:
    @routes.get("/audit", tags=["audit"], responses={200: {"model": Found, **SHEETS[200]}})
    def search(
        asked: Annotated[Asked, Depends(narrowing)],
        sight: Annotated[Sight, house.seeing],
        before: Annotated[int | None, Query(ge=0, le=LARGEST_POSITION)] = None,
        limit: Limit = 50,
        form: Form = "json",
    ) -> Response:
        """Search what happened, newest first. Who does not see all finds what their own people did."""
        with house.database() as db:
            lines = audit.search(db, asked._replace(sight=sight.people), before=before, limit=limit + 1)
        following = lines[limit - 1]["position"] if len(lines) > limit else None
        return told("audit", seen(lines[:limit], sight), form, next_before=following)

    @routes.get("/audit/refused", tags=["audit"], responses={200: {"model": Attempts, **SHEETS[200]}})
    def refused(
        *,
        asked: Annotated[Asked, Depends(narrowing)],
        sight: Annotated[Sight, house.seeing],
        rule: Text = None,
        before: UUID | None = None,
        limit: Limit = 50,
        form: Form = "json",
    ) -> Response:
        """What was asked and refused, newest first, and how often each rule said no."""
        asked = asked._replace(sight=sight.people, rule=rule)
        with house.database() as db:
            lines = audit.refused(db, asked, before=before, limit=limit + 1)
            rules, said = audit.refused_by_rule(db, asked), audit.last_said(db, asked)
        following = lines[limit - 1]["command_id"] if len(lines) > limit else None
        beside = {"next_before": following, "rules": rules, "last_said": said}
        return told("refused", seen(lines[:limit], sight), form, **beside)

    @routes.get("/audit/causation/{id}", tags=["audit"], responses={**documented(404), 200: {"model": list[Caused]}})
    def causation(chain: Annotated[UUID, Path(alias="id")], sight: Annotated[Sight, house.seeing]) -> Response:
        """What led to what: a command, its events, what policies answered, and so on. By correlation or command id."""
        return tree(chain, sight)

    @routes.get("/audit/causation", tags=["audit"], responses={**documented(404), 200: {"model": list[Caused]}})
    def causation_at(
        position: Annotated[int, Query(ge=1, le=LARGEST_POSITION, description="Of any event of it.")],
        sight: Annotated[Sight, house.seeing],
    ) -> Response:
        """What led to what, from its root: all that belongs together with the event at this position."""
        with house.database() as db:
            chain = audit.chain_at(db, position)
        if chain is None:
            raise HTTPException(404)
        return tree(chain, sight)

    def tree(chain: UUID, sight: Sight) -> Response:
        with house.database() as db:
            roots = audit.causation(db, chain)
        if not roots or not all(map(concerns(sight), roots)):
            raise HTTPException(404)
        return answer(seen(roots, sight))


def seen(lines: list[Line], sight: Sight) -> list[Line]:
    """The lines, without what products cost us where that is not to be seen, and what was seen of others' work."""
    lines = audit.without_activity_of_others(lines, sight.person_id)
    return lines if sight.knows_costs else audit.without_costs(lines)


def concerns(sight: Sight) -> Callable[[Line], bool]:
    """Whether a command was sent by, or for, somebody whose doings may be seen."""
    people = sight.people
    seen = set(map(str, people)) if people is not None else set()
    return lambda line: people is None or line["actor"] in seen or str(line["on_behalf_of"]) in seen


def told(name: str, lines: Sequence[Line], form: Form, **beside: Any) -> Response:
    if form != "json":
        return exported(name, list(lines[0]) if lines else [], [lines], form)
    return answer({"rows": lines, **beside} if beside else lines)
