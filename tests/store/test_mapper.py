"""What was stored once is read forever, in its present shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
from examples import ANN, CLIENT, HEAD
from price_facts import granted, refused, requested, step
from pydantic import ValidationError

from crm_es.aggregates.client import ClientMet
from crm_es.aggregates.notebook import EntryAdded, EntryClosed
from crm_es.messages import Event
from crm_es.store.mapper import Upcast, decode

MET = ClientMet(client_id=CLIENT, name="Acme", owner_id=ANN)


def with_owner(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The second shape got an owner."""
    return "ClientMet", state | {"owner_id": str(ANN)}


def renamed(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The first shape had another name, for the event and for a field."""
    return "ClientFound", {"client_id": state["id"], "name": state["name"]}


UPCASTS: dict[str, Upcast] = {"BuyerFound": renamed, "ClientFound": with_owner}


def test_what_was_written_is_read() -> None:
    assert decode("ClientMet", MET.model_dump_json().encode()) == MET


def test_a_field_that_came_later_has_its_default() -> None:
    assert decode("ClientMet", MET.model_dump_json(exclude={"sector"}).encode()) == MET


def test_an_old_shape_is_lifted() -> None:
    state = f'{{"client_id": "{CLIENT}", "name": "Acme"}}'.encode()
    assert decode("ClientFound", state, UPCASTS) == MET


def test_an_older_shape_is_lifted_twice() -> None:
    assert decode("BuyerFound", f'{{"id": "{CLIENT}", "name": "Acme"}}'.encode(), UPCASTS) == MET


def test_an_upcast_may_keep_the_name() -> None:
    """It meets states of the present shape too."""

    def owned(state: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return "ClientMet", {"owner_id": str(ANN)} | state

    upcasts: dict[str, Upcast] = {"ClientMet": owned}
    assert decode("ClientMet", MET.model_dump_json().encode(), upcasts) == MET
    assert decode("ClientMet", MET.model_dump_json(exclude={"owner_id"}).encode(), upcasts) == MET


@pytest.mark.parametrize("event", [requested, granted, refused], ids=lambda event: type(event).__name__)
def test_a_price_of_before_there_were_routes_had_one_step(event: Event) -> None:
    """S0-50: it was asked of all approvers at once."""
    topic, now = type(event).__name__, event.model_dump(mode="json")
    later = ("route", "steps", "asked", "step", "was_asked", "submitted_by", "remind_at", "escalate_at")
    then = {name: value for name, value in now.items() if name not in later} | {"approvers": [str(HEAD)]}
    assert decode(topic, json.dumps(now).encode()) == event
    lifted = decode(topic, json.dumps(then).encode())
    same = {"steps": (step.model_copy(update={"role": "approver"}),)} if event is requested else {}
    assert lifted == event.model_copy(update=same)


@pytest.mark.parametrize("told", [{}, {"result": "Told"}], ids=["added", "closed"])
@pytest.mark.parametrize(("blocks", "desks"), [(True, ["invoice"]), (False, [])])
def test_an_entry_of_before_there_were_gates_closed_the_invoice_desk_or_none(
    told: dict[str, Any], blocks: bool, desks: list[str]
) -> None:
    """S0-30."""
    common: dict[str, Any] = {"notebook_id": ANN, "person_id": ANN, "entry_id": CLIENT, "kind": "missed call"}
    more = told or {"about": "client", "subject_id": CLIENT, "text": "Acme", "to_do": "Call."}
    shape = EntryClosed if told else EntryAdded
    event = shape.model_validate({**common, **more, "blocks": blocks, "desks": desks})
    assert decode(shape.__name__, event.model_dump_json(exclude={"desks"}).encode()) == event
    other = event.model_copy(update={"desks": ("order",)})
    assert decode(shape.__name__, other.model_dump_json().encode()) == other


def test_an_event_that_nobody_knows_is_a_bug() -> None:
    with pytest.raises(KeyError, match="ClientForgotten"):
        decode("ClientForgotten", b"{}")


@pytest.mark.parametrize("state", [b"{}", MET.model_dump_json().replace("}", ', "more": 1}').encode()])
def test_a_state_that_does_not_fit_is_a_bug(state: bytes) -> None:
    with pytest.raises(ValidationError):
        decode("ClientMet", state)
