"""The playbook from the command line: the stage library, and running deals moved to the version in force."""

from __future__ import annotations

from pathlib import Path

import yaml
from company import Company
from examples import ANN, DEAL, MONDAY, PLAYBOOK
from shell import Operator, answer

from crm_es.aggregates.deal import OpenDeal
from crm_es.application import Crm
from crm_es.exchange.playbook_yaml import dump


def test_the_stage_library_is_listed(crm_es: Operator) -> None:
    """S2-02."""
    stages = answer(crm_es("--json", "playbook", "stages"))["stages"]
    assert {"commercial offer", "reconciliation"} <= {stage["name"] for stage in stages}
    assert "Prepare and send a commercial offer" in crm_es("playbook", "stages").stdout


def test_a_playbook_that_takes_stages_is_published_and_running_deals_come_to_it(
    crm_es: Operator, staffed: Crm, tmp_path: Path
) -> None:
    """X-22."""
    Company(staffed).ask(ANN, OpenDeal(deal_id=DEAL, title="Flour", owner_id=ANN, pipeline="wholesale"), MONDAY)
    data = yaml.safe_load(dump(PLAYBOOK))
    data["pipelines"][0]["stages"].append({"use": "reconciliation"})
    (file := tmp_path / "trade.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    assert answer(crm_es("--json", "playbook", "publish", file))["version"] == 2
    told = answer(crm_es("--json", "playbook", "adopt", "--pipeline", "wholesale"))
    assert (told["version"], told["moved"], told["stayed"]) == (2, 1, 0)
    assert [(row["title"], row["outcome"]) for row in told["rows"]] == [("Flour", "moved")]
    again = crm_es("playbook", "adopt")
    assert "0 of 0 deals" in again.stderr
    assert "take one of" in answer(crm_es("--json", "playbook", "adopt", "--pipeline", "retail"))["error"]
