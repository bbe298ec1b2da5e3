"""The stage library: stages that a playbook takes with `use`, so that nobody has to write them again (S2-02)."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

import yaml

from crm_es.messages import Refused, quoted
from crm_es.playbook import Stage

USE: Final = "use"


def library() -> tuple[Stage, ...]:
    """All its stages."""
    return tuple(Stage.model_validate(stage) for stage in as_written())


def as_written() -> list[dict[str, Any]]:
    text = files("crm_es").joinpath("playbooks/stages.yaml").read_text(encoding="utf-8")
    stages: list[dict[str, Any]] = yaml.safe_load(text)
    return stages


def take_stages(data: Any, rule: str) -> None:
    """Put stages of the library where a playbook file asks for them. What the file says beside `use` holds."""
    asking = [
        (stages, n, f"{where} > stages {n + 1} > {USE}")
        for where, stages in stage_lists(data)
        for n, stage in enumerate(stages)
        if isinstance(stage, dict) and USE in stage
    ]
    if asking:
        known = {stage["name"]: stage for stage in as_written()}
        for stages, n, where in asking:
            named = stages[n][USE]
            if not isinstance(named, str) or named not in known:
                raise Refused(f"{where} names no stage of the library: take one of {quoted(known)}.", rule)
            stages[n] = known[named] | {name: value for name, value in stages[n].items() if name != USE}


def stage_lists(data: Any) -> Iterator[tuple[str, list[Any]]]:
    """The lists of stages in a playbook file, however wrong the rest of it is."""
    pipelines = data.get("pipelines") if isinstance(data, dict) else None
    for n, pipeline in enumerate(pipelines if isinstance(pipelines, list) else ()):
        if isinstance(pipeline, dict) and isinstance(pipeline.get("stages"), list):
            name = pipeline.get("name")
            yield f"pipelines {name!r}" if isinstance(name, str) else f"pipelines {n + 1}", pipeline["stages"]
