"""A call: held, or missed and returned (S0-32)."""

from examples import ANN, CLIENT, HEAD, ID, ann, bob, gone, head, importer, operator, policy
from spec import Spec

from crm_es.aggregates.call import CallHeld, CallMissed, CallReturned, NoteCall, ReturnCall, decider

spec = Spec(decider, ann())
NUMBER = "+74951234567"
who = {"call_id": ID, "manager_id": ANN, "client_id": CLIENT, "phone": NUMBER, "caller": "Acme"}
missed = CallMissed.model_validate(who | {"note": ""})
held = CallHeld.model_validate(who | {"note": "Wants flour", "noted_by": ANN})
returned = CallReturned.model_validate(who | {"result": "Agreed on Monday"})
back = ReturnCall(call_id=ID, result="Agreed on Monday")


def note(**changes: object) -> NoteCall:
    return NoteCall.model_validate(who | changes)


def test_a_call_is_held_or_missed() -> None:
    spec.when(note(missed=True), importer()).then(missed)
    spec.when(note(note="Wants flour")).then(held)


def test_a_call_is_noted_once() -> None:
    spec.given(missed).when(note(missed=True)).then_nothing()
    spec.given(missed).when(note()).then_refused("noted already", rule="a call is told once")


def test_somebody_called_somebody() -> None:
    spec.when(note(client_id=None, phone=None)).then_refused("a client or a number")
    spec.when(note(), directory=gone(ANN)).then_refused("works here")


def test_a_missed_call_is_returned_once() -> None:
    spec.given(missed).when(back).then(returned)
    spec.given(missed, returned).when(back).then_nothing()
    spec.given(held).when(back).then_refused("nothing to return")
    spec.when(back).then_refused("There is no such call")


def test_people_tell_of_their_own_calls_and_of_those_below() -> None:
    """Whoever enters it for them, or imports it, tells of anybody's."""
    for history, wish in ((spec, note(missed=True)), (spec, note()), (spec.given(missed), back)):
        history.when(wish, bob()).then_refused("call of Ann", rule="somebody else's call")
        for asker in (head(), operator(), operator(on_behalf_of=ANN)):
            assert history.when(wish, asker).events()
    for machine in (importer(), policy()):
        assert spec.when(note(missed=True), machine).events()


def test_it_is_known_who_told_of_a_call_unless_it_came_from_a_book() -> None:
    for asker, who_told in ((ann(), ANN), (head(), HEAD), (importer(), None), (operator(on_behalf_of=HEAD), None)):
        (event,) = spec.when(note(), asker).events()
        assert isinstance(event, CallHeld)
        assert event.noted_by == who_told
    spec.given(held).when(note(note="Wants flour"), head()).then_nothing()
