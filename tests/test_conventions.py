"""What every module promises, so that adding one needs no other change."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from crm_es import effects, policies, projections
from crm_es.aggregates import DECIDERS, module_of
from crm_es.messages import Command, Event
from crm_es.runners import modules_of, topics

TESTS = Path(__file__).parent
POLICIES = dict(modules_of(policies))
EFFECTS = dict(modules_of(effects))
PROJECTIONS = dict(modules_of(projections))
COMMANDS: list[type[Command]] = [command for decider in DECIDERS for command in decider.commands]
EVENTS: list[type[Event]] = [event for decider in DECIDERS for event in decider.events]
MESSAGES: list[type[Event | Command]] = [*EVENTS, *COMMANDS]


def name_of(message: type[Event | Command]) -> str:
    return message.__name__


@pytest.mark.parametrize("policy", [*POLICIES.values(), *EFFECTS.values()], ids=[*POLICIES, *EFFECTS])
def test_a_policy_or_effect_is_one_sentence(policy: ModuleType) -> None:
    sentence = str(policy.__doc__).splitlines()[0]
    assert sentence.startswith(("When ", "Whenever "))
    assert sentence.endswith(".")


@pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS)
def test_no_effect_tells_anybody_what_an_import_brings(effect: ModuleType) -> None:
    assert effect.PASSES_OVER_IMPORTS


@pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=PROJECTIONS)
def test_a_projection_answers_a_question(projection: ModuleType) -> None:
    assert "?" in str(projection.__doc__).splitlines()[0]


LISTENERS = POLICIES | EFFECTS | PROJECTIONS


@pytest.mark.parametrize("listener", LISTENERS.values(), ids=LISTENERS)
def test_what_is_listened_to_is_decided_by_somebody(listener: ModuleType) -> None:
    heard = topics(listener.keys if listener.__name__.startswith(projections.__name__) else listener.react)
    assert heard
    assert set(heard) <= {event.__name__ for event in EVENTS}


@pytest.mark.parametrize("aggregate", [module_of(d) for d in DECIDERS], ids=[d.name for d in DECIDERS])
def test_an_aggregate_is_defined(aggregate: ModuleType) -> None:
    assert str(aggregate.__doc__).startswith(("A ", "An ", "The "))


@pytest.mark.parametrize("message", MESSAGES, ids=name_of)
def test_every_message_is_explained(message: type[Event | Command]) -> None:
    assert message.__doc__ not in {None, Event.__doc__, Command.__doc__}


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_every_command_says_who_may_send_it(command: type[Command]) -> None:
    assert command.ROLES


@pytest.mark.parametrize("command", [one for one in COMMANDS if "administrator" in one.ROLES], ids=name_of)
def test_nobody_borrows_an_administrator(command: type[Command]) -> None:
    """An operator lends the roles of whoever is named: what the company is run with is asked for in person."""
    assert command.IN_PERSON


@pytest.mark.parametrize("message", MESSAGES, ids=name_of)
def test_every_message_names_its_stream(message: type[Event | Command]) -> None:
    (decider,) = (d for d in DECIDERS if message in d.commands or message in d.events)
    assert decider.key in message.model_fields


def test_every_event_is_decided_by_one_aggregate() -> None:
    ours = [event.__name__ for event in Event.NAMED.values() if event.__module__.startswith("crm_es.")]
    assert sorted(map(name_of, EVENTS)) == sorted(ours)


@pytest.mark.parametrize(
    "expected",
    [
        *(f"aggregates/test_{decider.name}.py" for decider in DECIDERS),
        *(f"policies/test_{name}.py" for name in POLICIES),
        *(f"effects/test_{name}.py" for name in EFFECTS),
        *(f"projections/test_{name}.py" for name in PROJECTIONS),
    ],
)
def test_every_module_has_its_test(expected: str) -> None:
    assert (TESTS / expected).is_file()
