"""YAML that people write: no key twice, times as they are written, and what is wrong with it in words."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from crm_es.messages import Refused

NUMBERS: Final = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
MERGE: Final = "tag:yaml.org,2002:merge"
MOST: Final = 10_000
"""Keys that one place may take from others: who asks for more means harm."""


class Reader(yaml.SafeLoader):
    """Old YAML takes 18:00 for a number of minutes; here it is the text that it looks like."""


def without_minutes(tag: str, pattern: re.Pattern[str]) -> tuple[str, re.Pattern[str]]:
    return tag, re.compile(f"(?!.*:)(?:{pattern.pattern})", re.VERBOSE) if tag in NUMBERS else pattern


Reader.yaml_implicit_resolvers = {
    sign: [without_minutes(tag, pattern) for tag, pattern in resolvers]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str, rule: str) -> Any:
    """What the text says. What is no YAML is refused with its line."""
    try:
        no_key_twice(yaml.compose(text, Reader), rule)
        return yaml.load(text, Reader)  # noqa: S506 - it is a safe loader
    except yaml.MarkedYAMLError as wrong:
        line = f"Line {wrong.problem_mark.line + 1}" if wrong.problem_mark else "The text"
        raise Refused(f"{line} is not YAML ({wrong.problem}): correct it.", rule) from None
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise Refused(f"The text is not YAML ({str(wrong).splitlines()[0]}): correct it.", rule) from None


def no_key_twice(root: yaml.Node | None, rule: str) -> None:
    """YAML lets the last one win silently; a stage would be lost."""
    nodes, seen, counted = [root], set(), dict[int, int]()
    while nodes:
        node = nodes.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
            continue
        if keys_of(node, counted) > MOST:
            raise Refused(f"Line {node.start_mark.line + 1} takes in too much by `<<`: write it out.", rule)
        keys: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in keys:
                line = key.start_mark.line + 1
                raise Refused(f"Line {line} says {key.value!r} a second time: keep one of the two.", rule)
            keys.add(key.value if isinstance(key, yaml.ScalarNode) else "")
            nodes.append(value)


def keys_of(node: yaml.Node, counted: dict[int, int]) -> int:
    """How many keys a place has, with those that it takes from others by `<<`."""
    if id(node) not in counted:
        match node:
            case yaml.MappingNode():
                sizes = [keys_of(value, counted) if key.tag == MERGE else 1 for key, value in node.value]
            case yaml.SequenceNode():
                sizes = [keys_of(item, counted) for item in node.value]
            case _:
                sizes = []
        counted[id(node)] = sum(sizes)
    return counted[id(node)]
