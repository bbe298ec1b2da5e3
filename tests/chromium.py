"""The browser of the tests: `python tests/chromium.py` finds one or installs one, or says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from playwright.sync_api import sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN: Final = (sys.executable, "-m", "playwright", "install", "--no-shell", "chromium")
"""Playwright's own: nothing happens where it is there already."""
DEBIAN: Final = (
    ("apt-get", "update", "--quiet"),
    ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium", "fonts-dejavu-core"),
)
MISSING: Final = (
    "The tests of the pages need Chromium. Install Debian's package chromium, or Google Chrome, or let"
    " `.venv/bin/playwright install --with-deps chromium` fetch one, and try again."
)
QUIET: Final = {"DEBIAN_FRONTEND": "noninteractive"}
SECONDS: Final = 20
"""How long a browser may take to tell its version."""


def main() -> None:
    if on_path():
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and all(map(done, DEBIAN)) and on_path():
        return
    if done(OWN) and works(own()):
        return
    raise SystemExit(MISSING)


def on_path() -> str | None:
    """A browser of this machine; names that only promise one are passed over."""
    return next((found for name in NAMES if (found := shutil.which(name)) and works(found)), None)


def own() -> str:
    """Where playwright keeps the one that it fetches."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def works(browser: str) -> bool:
    try:
        asked = subprocess.run([browser, "--version"], capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def done(command: Sequence[str]) -> bool:
    sys.stderr.write(f"No Chromium found, trying: {' '.join(command)}\n")
    return subprocess.run(command, check=False, env=os.environ | QUIET).returncode == 0


if __name__ == "__main__":
    main()
