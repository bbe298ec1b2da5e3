"""When a call is missed, a call back is owed, until somebody has spoken with them (S0-32)."""

from typing import Any

from examples import ANN, CLIENT, HEAD, ID

from crm_es.aggregates.call import CallHeld, CallMissed, CallReturned
from crm_es.aggregates.call_back import OweCallBack, SettleCallBack
from crm_es.ids import call_back_of
from crm_es.policies.owe_call_backs import react

NUMBER = "+74951234567"
call: dict[str, Any] = {"call_id": ID, "manager_id": ANN, "client_id": CLIENT, "phone": NUMBER, "caller": "Acme"}
unknown = call | {"client_id": None, "caller": None}


def test_it_is_owed_to_the_client_or_else_to_the_number() -> None:
    assert list(react(CallMissed(**call, note=""))) == [OweCallBack(call_back_id=call_back_of(CLIENT), **call)]
    assert list(react(CallMissed(**unknown, note=""))) == [OweCallBack(call_back_id=call_back_of(NUMBER), **unknown)]


def test_a_call_held_settles_what_is_owed_to_the_client_and_to_the_number() -> None:
    said = "Somebody has spoken with them since."
    assert list(react(CallHeld(**call, note=""))) == [
        SettleCallBack(call_back_id=call_back_of(CLIENT), result=said),
        SettleCallBack(call_back_id=call_back_of(NUMBER), result=said),
    ]


def test_a_call_returned_settles_it_with_its_result() -> None:
    assert list(react(CallReturned(**unknown, result="A wrong number"))) == [
        SettleCallBack(call_back_id=call_back_of(NUMBER), result="A wrong number")
    ]


def test_nobody_is_rid_of_a_call_back_by_telling_of_somebody_elses_call() -> None:
    assert {wish.model_dump()["spares"] for wish in react(CallHeld(**call, note="", noted_by=HEAD))} == {HEAD}
    for teller in (ANN, None):
        assert {wish.model_dump()["spares"] for wish in react(CallHeld(**call, note="", noted_by=teller))} == {None}
