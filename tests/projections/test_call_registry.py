"""Who called when, who answered, and who was called back (S0-32)."""

from typing import Any

import pytest
from examples import ANN, CLIENT, ID, MONDAY, TUESDAY
from fold import fold, recorded

from crm_es.aggregates.call import CallHeld, CallMissed, CallReturned
from crm_es.messages import Corrupt
from crm_es.projections import call_registry
from crm_es.projections.call_registry import Call

who: dict[str, Any] = {"call_id": ID, "manager_id": ANN, "client_id": CLIENT, "phone": "+74951234567", "caller": "Acme"}
returned = recorded(CallReturned(**who, result="Agreed"), TUESDAY)


def shown(status: str, **more: Any) -> Call:
    return Call(ID, MONDAY, ANN, CLIENT, "+74951234567", "Acme", status, "", **more)


def test_calls_are_held_missed_or_returned() -> None:
    missed = recorded(CallMissed(**who, note=""))
    assert fold(call_registry, recorded(CallHeld(**who, note=""))) == {ID: shown("held")}
    assert fold(call_registry, missed) == {ID: shown("missed")}
    assert fold(call_registry, missed, returned) == {ID: shown("returned", returned_at=TUESDAY, result="Agreed")}


def test_only_a_call_is_returned() -> None:
    with pytest.raises(Corrupt):
        fold(call_registry, returned)
