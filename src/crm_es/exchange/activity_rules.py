"""Rules of activity as people write them in a file: what is worked on is named, not told by its id (X-42)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from crm_es.aggregates.activity import ActivityRule
from crm_es.application import Crm
from crm_es.exchange.sheets.known import OF_TIME, READERS, Known, known
from crm_es.exchange.yaml_text import read
from crm_es.messages import Refused
from crm_es.runners.following import catch_up

RULE: Final = "a file of activity rules"


def rules_of(crm: Crm, text: str, person_id: UUID) -> tuple[ActivityRule, ...]:
    """Raises Refused where the file says something else, or names what is not there."""
    told = read(text, RULE)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise Refused("A file of rules is a list: begin each rule with `- name:`.", RULE)
    catch_up(crm, *READERS, *OF_TIME)
    company = known(crm, person_id, with_time=True)
    return tuple(rule(one, company) for one in told)


def rule(told: Mapping[str, Any], company: Known) -> ActivityRule:
    facts = dict(told)
    if name := facts.pop("client", None):
        facts["client_id"] = company.client(str(name))
    for field, index in (("ticket", company.tickets), ("project", company.projects)):
        if name := facts.pop(field, None):
            facts[f"{field}_id"] = index.one(str(name), "reference", "name")
            if facts[f"{field}_id"] is None:
                raise Refused(f"There is no {field} {name!r}: look its name up.", f"no such {field}")
    try:
        return ActivityRule.model_validate(facts)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "all of it"
        raise Refused(f"The rule {told.get('name')!r} is wrong at {place}: {first['msg']}.", RULE) from None
