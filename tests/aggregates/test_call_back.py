"""A call back: owed until somebody has spoken with them (S0-32)."""

from uuid import UUID

from examples import ANN, BOB, CLIENT, ID, MONDAY, TUESDAY, WEDNESDAY, policy
from spec import Spec

from crm_es.aggregates.call_back import CallBackOwed, CallBackSettled, OweCallBack, SettleCallBack, decider

spec = Spec(decider, policy())
FIRST, SECOND = UUID(int=201), UUID(int=202)
known = {"call_back_id": ID, "client_id": CLIENT, "phone": "+74951234567", "caller": "Acme"}
settle = SettleCallBack(call_back_id=ID, result="Spoken with")


def owe(call_id: UUID, manager_id: UUID = ANN) -> OweCallBack:
    return OweCallBack.model_validate(known | {"call_id": call_id, "manager_id": manager_id})


def owed(call_id: UUID, manager_id: UUID = ANN, at: object = MONDAY) -> CallBackOwed:
    return CallBackOwed.model_validate(known | {"call_id": call_id, "manager_id": manager_id, "called_at": at})


def settled(*calls: UUID, managers: tuple[UUID, ...] = (ANN,)) -> CallBackSettled:
    return CallBackSettled(call_back_id=ID, calls=calls, managers=managers, result="Spoken with")


def test_each_missed_call_is_owed_once() -> None:
    spec.when(owe(FIRST)).then(owed(FIRST))
    spec.given(owed(FIRST)).when(owe(FIRST)).then_nothing()


def test_whoever_speaks_with_them_settles_it_for_all() -> None:
    history = spec.given(owed(FIRST), owed(SECOND, BOB))
    history.when(settle, at=TUESDAY).then(settled(FIRST, SECOND, managers=(ANN, BOB)))
    spec.given(owed(FIRST), settled(FIRST)).when(settle, at=TUESDAY).then_nothing()
    spec.when(settle).then_nothing()


def test_a_call_that_was_held_before_settles_nothing_that_came_after() -> None:
    spec.given(owed(FIRST), owed(SECOND, at=WEDNESDAY)).when(settle, at=TUESDAY).then(settled(FIRST, managers=()))


def test_a_call_of_somebody_else_settles_nothing_that_its_teller_owes() -> None:
    history = spec.given(owed(FIRST), owed(SECOND, BOB))
    spared = settle.model_copy(update={"spares": ANN})
    history.when(spared, at=TUESDAY).then(settled(SECOND, managers=(BOB,)))
    spec.given(owed(FIRST)).when(spared, at=TUESDAY).then_nothing()
