"""Somebody who looks at where they are signed in knows each place again (X-32)."""

from __future__ import annotations

import pytest

from crm_es.api.devices import device

BASE = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"{BASE} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (f"{BASE} (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (f"{BASE} (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        (f"{BASE} (Windows NT 10.0) Chrome/140.0 YaBrowser/25.8 Safari/537.36", "Yandex Browser on Windows"),
        (f"{BASE} (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        (f"{BASE} (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{BASE} (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on macOS"),
        ("curl/8.5.0", "a program"),
        ("", "a program"),
        (None, "a program"),
    ],
)
def test_a_place_is_told_in_words(said: str | None, words: str) -> None:
    assert device(said) == words
