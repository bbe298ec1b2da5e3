"""What the documentation quotes stands in the file that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
QUOTE = re.compile(r'^```\w+ title="([^"\n]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
QUOTES = [
    pytest.param(*quote, id=f"{page.name}-{n}")
    for page in [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")]
    for n, quote in enumerate(QUOTE.findall(page.read_text()), 1)
]


@pytest.mark.parametrize(("file", "quoted"), QUOTES)
def test_a_quotation_is_true(file: str, quoted: str) -> None:
    assert quoted in (REPOSITORY / file).read_text()
