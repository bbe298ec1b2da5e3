"""An editor shows what is wrong with a playbook beside the line where it is."""

from __future__ import annotations

from importlib.resources import files
from time import monotonic

import pytest
from examples import PLAYBOOK

from crm_es.exchange.playbook_check import checked
from crm_es.exchange.playbook_yaml import dump

TEXT = """name: Trade
pipelines:
- name: wholesale
  stages:
  - name: lead
    norm_days: soon
  - use: offer
    colour: red
payments:
  routes: []
  on: 5
"""


def test_what_is_right_is_read() -> None:
    assert checked(dump(PLAYBOOK)) == (PLAYBOOK, [])


def test_every_problem_has_its_line() -> None:
    stage = (files("crm_es") / "playbooks/stages.yaml").read_text().split("name: ")[1].split("\n")[0]
    playbook, faults = checked(TEXT.replace("use: offer", f"use: {stage}"))
    assert playbook is None
    told = {(fault.line, fault.path) for fault in faults}
    assert (6, "pipelines 'wholesale' > stages 'lead' > norm_days") in told
    assert (8, f"pipelines 'wholesale' > stages {stage!r} > colour") in told
    assert (3, "pipelines 'wholesale' > loss_reasons") in told, "what is missing is told where it should be"
    assert all(fault.sentence for fault in faults)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: [", 1),
        ("name: Trade\nname: Service", 2),
        ("", None),
        ("- Trade", None),
        ("name: 2026-13-45", None),
        ("x" * 200_001, None),
    ],
)
def test_what_is_no_playbook_at_all_is_told_once(text: str, line: int | None) -> None:
    _, (fault,) = checked(text)
    assert (fault.line, fault.path) == (line, None)


def test_a_text_that_grows_without_end_is_refused_at_once() -> None:
    levels = [f"m{n}: &m{n}\n  <<: [{', '.join([f'*m{n - 1}'] * 8)}]\n" for n in range(1, 14)]
    began = monotonic()
    _, (fault,) = checked("m0: &m0 {a: 1}\n" + "".join(levels))
    assert "takes in too much" in fault.sentence
    assert monotonic() - began < 2


def test_what_others_have_may_be_taken_in() -> None:
    text = dump(PLAYBOOK).replace("name: Trade\n", "name: Trade\ncontrol: &usual {}\ncomplaints:\n  <<: *usual\n", 1)
    assert checked(text) == (PLAYBOOK, [])
