"""Stages that a playbook takes from the library (S2-02)."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml

from crm_es.exchange.playbook_yaml import dump, load
from crm_es.exchange.stage_library import library
from crm_es.messages import Refused
from crm_es.playbook import Pipeline


def text(*stages: Any) -> str:
    payments = {"routes": [{"name": "all", "steps": [{"name": "head", "role": "head_of_sales"}]}]}
    pipeline = {"name": "sales", "loss_reasons": ["price"], "stages": list(stages)}
    return yaml.safe_dump({"name": "Trade", "pipelines": [pipeline], "payments": payments})


def pipeline(*stages: Any) -> Pipeline:
    return load(text(*stages)).pipelines[0]


def test_the_library_goes_from_acquaintance_to_reconciliation() -> None:
    """S0-35, S2-02: each stage says what must be done to go on."""
    names = [stage.name for stage in library()]
    assert (names[0], names[-1], len(names)) == ("first contact", "reconciliation", len(set(names)))
    assert {
        *("presentation", "commercial offer", "feedback", "contract", "signing"),
        *("term of service", "term of shipment", "reconciliation"),
    } <= set(names)
    assert all(stage.tasks and stage.norm_days for stage in library())


def test_a_playbook_takes_a_stage_by_its_name() -> None:
    offer = next(stage for stage in library() if stage.name == "commercial offer")
    assert pipeline({"use": "commercial offer"}, {"name": "done"}).stages[0] == offer


def test_what_is_written_beside_it_takes_the_place_of_what_the_library_says() -> None:
    (stage,) = pipeline({"use": "commercial offer", "name": "estimate", "norm_days": 3, "requires": []}).stages
    assert (stage.name, stage.norm_days, stage.requires) == ("estimate", 3, ())
    assert [task.what for task in stage.tasks] == ["Prepare and send a commercial offer"]


def test_what_was_taken_is_written_out_whole() -> None:
    playbook = load(text({"use": "signing"}))
    assert "use:" not in dump(playbook)
    assert load(dump(playbook)) == playbook


@pytest.mark.parametrize("named", ["party", 5, None, ["signing"], {"signing": 1}])
def test_a_stage_that_is_not_there_is_refused_with_its_place_and_those_that_are(named: Any) -> None:
    with pytest.raises(Refused, match="pipelines 'sales' > stages 2 > use names no stage of the library") as refused:
        pipeline({"name": "lead"}, {"use": named})
    assert "'commercial offer'" in str(refused.value)


def test_what_is_wrong_beside_it_is_told_with_its_place() -> None:
    with pytest.raises(Refused, match="stages 'signing' > norm_days should be a whole number"):
        pipeline({"use": "signing", "norm_days": "long"})


@pytest.mark.parametrize("stages", [5, "use", {"use": "signing"}, None])
def test_stages_of_another_shape_are_told_as_ever(stages: Any) -> None:
    with pytest.raises(Refused):
        load(yaml.safe_dump({"name": "Trade", "pipelines": [{"name": "sales", "stages": stages}, 5]}))


@pytest.mark.parametrize("name", ["wholesale", "services"])
def test_packaged_playbooks_ask_for_roles_and_stages_that_make_sense(name: str) -> None:
    playbook = load(files("crm_es").joinpath(f"playbooks/{name}.yaml").read_text(encoding="utf-8"))
    assert playbook.calendar.country == "RU"
    assert playbook.calendar.time_zone == "Europe/Moscow"
    for found in playbook.pipelines:
        assert all(stage.tasks and stage.norm_days for stage in found.stages)
        assert any(stage.sign_offs for stage in found.stages)
        assert found.stages[-1].name == "reconciliation"
