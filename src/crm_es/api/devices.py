"""From where somebody signs in, in words that they know again: `Firefox on Windows`."""

from __future__ import annotations

from typing import Final

BROWSERS: Final = {
    "YaBrowser/": "Yandex Browser",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
"""In this order: most say that they are others too."""
SYSTEMS: Final = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
PROGRAM: Final = "a program"


def device(user_agent: str | None) -> str:
    """What the browser and the system call themselves."""
    said = user_agent or ""
    browser = next((name for sign, name in BROWSERS.items() if sign in said), None)
    system = next((name for sign, name in SYSTEMS.items() if sign in said), None)
    return " on ".join(filter(None, (browser, system))) or PROGRAM
