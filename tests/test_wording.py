"""Texts are compared word by word, however they are written (X-04)."""

from __future__ import annotations

import pytest

from crm_es.wording import endings, whole, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ООО «Ёлка-2»", ["ооо", "елка", "2"]),
        ("INV-2026_0045", ["inv", "2026", "0045"]),
        ("ann@acme.ru", ["ann", "acme", "ru"]),
        (" — ", []),
    ],
)
def test_a_text_has_words_and_nothing_between_them(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_number_is_known_by_its_last_digits() -> None:
    assert endings("89161") == ["9161", "161", "61"]
    assert endings("pumps") == endings("12") == []


def test_a_text_as_a_whole_is_the_same_however_it_is_written() -> None:
    assert whole("INV-7") == whole("inv 7") == "inv 7"
    assert whole("word " * 100) is None
    assert whole("…") is None
