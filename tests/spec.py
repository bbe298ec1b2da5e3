"""given / when / then for everything that decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest

from crm_es.context import Context
from crm_es.decider import Decider
from crm_es.messages import Command, Event, Refused


@dataclass(frozen=True)
class Spec:
    """A decider, what had happened, and who asks for what."""

    decider: Decider[Any, Any, Any]
    context: Context
    history: tuple[Event, ...] = ()
    command: Command | None = None

    def given(self, *history: Event) -> Spec:
        return replace(self, history=history)

    def when(self, command: Command, asking: Context | None = None, **changes: Any) -> Spec:
        """The wish, of whom the spec is about or of somebody else; `changes` are fields of the context."""
        return replace(self, command=command, context=replace(asking or self.context, **changes))

    def events(self) -> tuple[Event, ...]:
        """What was decided, for tests that look closer."""
        state = self.decider.fold(self.history)
        return tuple(self.decider.decide(state, self.command, self.context))

    def then(self, *expected: Event) -> None:
        decided = self.events()
        assert decided == expected
        self.decider.fold(decided, self.decider.fold(self.history))  # what is decided can be replayed

    def then_nothing(self) -> None:
        self.then()

    def then_refused(self, *words: str, rule: str | None = None) -> None:
        """Each of the words is in the sentence; the rule is told where its name matters."""
        with pytest.raises(Refused, match=re.escape(words[0])) as refusal:
            self.events()
        assert [word for word in words if word not in str(refusal.value)] == []
        assert rule in (None, refusal.value.rule)
