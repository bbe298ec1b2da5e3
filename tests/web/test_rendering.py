"""Public pages escape every value, and speak the language of the reader."""

from __future__ import annotations

from typing import Any

import pytest

from crm_es.web.rendering import preferred, rendered, style, words


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "ru"),
        ("", "ru"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8", "ru"),
        ("en-US,en;q=0.9,ru;q=0.5", "en"),
        ("de-DE,en;q=0.5", "en"),
        ("de", "ru"),
        ("en;q=oops", "ru"),
        (",;q=,;;", "ru"),
    ],
)
def test_a_page_speaks_the_language_that_a_browser_likes_better(accepted: str | None, language: str) -> None:
    assert preferred(accepted) == language


def test_both_languages_say_the_same_things() -> None:
    def keys(said: Any) -> Any:
        return {name: keys(value) for name, value in said.items()} if isinstance(said, dict) else type(said)

    assert keys(words("ru")) == keys(words("en"))


def test_nothing_that_people_wrote_becomes_markup() -> None:
    page = rendered("told.html", "ru", said="<script>alert(1)</script>", what_to_do='"><img src=x>', back="/c/x")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<img" not in page


def test_the_style_asks_for_nothing_from_elsewhere() -> None:
    assert b"@import" not in style()
    assert b"url(" not in style()
