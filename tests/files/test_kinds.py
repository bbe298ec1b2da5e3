"""A file is what its content says (S1-17)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from contents import KEPT, PDF, REFUSED
from hypothesis import example, given
from hypothesis import strategies as st

from crm_es.files.kinds import EXTENSIONS, sniffed
from crm_es.messages import Refused


@pytest.mark.parametrize(("content", "kind"), KEPT.values(), ids=KEPT)
def test_the_content_tells_the_kind(content: bytes, kind: str) -> None:
    assert sniffed(content) == kind


def test_there_is_an_example_of_every_kind() -> None:
    assert {kind for _, kind in KEPT.values()} == set(EXTENSIONS)


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED)
def test_what_may_do_harm_or_is_not_known_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        sniffed(content)
    assert ": " in str(refusal.value)
    assert refusal.value.rule


@given(
    st.sampled_from([content for content, _ in (*KEPT.values(), *REFUSED.values())]), st.integers(0, 600), st.binary()
)
@example(PDF, 0, b"")
def test_whatever_comes_is_of_a_known_kind_or_refused(content: bytes, cut: int, more: bytes) -> None:
    with suppress(Refused):
        assert sniffed(content[:cut] + more) in EXTENSIONS
