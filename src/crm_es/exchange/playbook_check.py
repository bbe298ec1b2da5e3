"""What is wrong with a playbook file, each with its line: for an editor that shows it beside the text."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import yaml

from crm_es.exchange.playbook_yaml import NotRight, Path, load
from crm_es.exchange.yaml_text import Reader
from crm_es.messages import Refused
from crm_es.playbook import Playbook

LARGEST: Final = 200_000
"""Characters of a text: more would take seconds to read, and no company has so much to say."""
LINE: Final = re.compile(r"Line (\d+) ")


class Fault(NamedTuple):
    """One thing to correct."""

    line: int | None
    """None where it is wrong as a whole."""
    path: str | None
    sentence: str


def checked(text: str) -> tuple[Playbook | None, list[Fault]]:
    """The playbook of this text, or what is wrong with it."""
    if len(text) > LARGEST:
        return None, [Fault(None, None, f"The text has more than {LARGEST:,} characters: shorten it.")]
    try:
        return load(text), []
    except NotRight as wrong:
        root = yaml.compose(text, Reader)
        return None, [Fault(line_of(root, one.path), one.where or None, one.sentence) for one in wrong.problems]
    except Refused as wrong:
        found = LINE.match(str(wrong))
        return None, [Fault(int(found[1]) if found else None, None, str(wrong))]


def line_of(root: yaml.Node | None, path: Path) -> int | None:
    """Where a place stands in the text; of what is missing there, what should have it."""
    node, line = root, None
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                    node, line = value, key.start_mark.line + 1
                    break
    return line
