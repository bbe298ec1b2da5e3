"""Whether a suggestion can become an entry of time at all: nobody confirms what would then be recorded nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

from crm_es.aggregates import DECIDERS, work_log
from crm_es.aggregates.activity import ConfirmSuggestion, WorkSuggested, as_said
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.exchange.activity_import import activity_state
from crm_es.exchange.histories import states
from crm_es.exchange.rehearsal import Rehearsal
from crm_es.ids import work_log_of
from crm_es.messages import Refused
from crm_es.policies.record_confirmed_work import react
from crm_es.states import EMPTY


def must_be_recordable(crm: Crm, wish: ConfirmSuggestion) -> None:
    """Refuse what the person's work log would refuse, with its own words."""
    suggestion = activity_state(crm, wish.person_id).suggestions.get(wish.suggestion_id)
    if not isinstance(suggestion, WorkSuggested):
        return
    (recording,) = react(as_said(suggestion, wish))
    for name, key in recording.references.items():
        decider = next(decider for decider in DECIDERS if decider.key == name)
        if states(crm, decider, [key])[key] is None:
            what = name.removesuffix("_id")
            raise Refused(f"The {what} that it was on is not there: say what you worked on.", f"no such {what}")
    key, rehearsal = work_log_of(wish.person_id), Rehearsal(crm.reference)
    rehearsal.streams[key] = EMPTY._replace(state=states(crm, work_log.decider, [key])[key])
    asking = Context("policy", datetime.now(UTC), frozenset({"policy"}))
    if refusal := rehearsal.decide(recording, asking):
        raise refusal
