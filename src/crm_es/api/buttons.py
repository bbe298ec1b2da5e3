"""Commands as buttons: what each does, where it is sent, and what is to be filled in."""

from collections.abc import Iterable
from typing import Any

from crm_es.actions import Action
from crm_es.aggregates import DECIDER_OF
from crm_es.api.commands import address, words


def doings(actions: Iterable[Action]) -> list[dict[str, Any]]:
    """The commands as buttons; the first that is a step, and no matter for the menu, is the primary one."""
    several = list(actions)
    primary = next((n for n, action in enumerate(several) if not (action.menu or action.beside)), None)
    return [doing(action) | {"primary": n == primary} for n, action in enumerate(several)]


def doing(action: Action) -> dict[str, Any]:
    command = action.command
    return {
        "command": command.__name__,
        "title": words(command.__name__),
        "says": str(command.__doc__).splitlines()[0],
        "method": "POST",
        "address": place(action),
        "menu": action.menu,
        "fields": [
            {
                "name": name,
                "required": command.model_fields[name].is_required(),
                "value": action.filled.get(name, action.present.get(name)),
                "change": name not in action.filled and name in action.present,
            }
            for name in (*action.filled, *action.fields)
        ],
    }


def place(action: Action) -> str:
    return address(DECIDER_OF[action.command], action.command).replace("{id}", str(action.stream))
