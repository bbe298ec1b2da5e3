"""The browser of the tests: found, else installed, else asked for in a sentence."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import chromium
import pytest

Ask = Callable[[], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for programs: the only one on the PATH."""
    (programs := tmp_path / "bin").mkdir()
    return programs


@pytest.fixture
def ask(programs: Path, tmp_path: Path) -> Ask:
    """Looks for a browser on a machine where nothing can be fetched."""
    offline = {"PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:1"}
    asked = [sys.executable, chromium.__file__]
    env = {"PATH": str(programs), "HOME": str(tmp_path), **offline}
    return lambda: subprocess.run(asked, env=env, capture_output=True, text=True, check=False)


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


@pytest.mark.parametrize("name", chromium.NAMES)
def test_a_browser_on_the_path_is_enough(programs: Path, ask: Ask, name: str) -> None:
    program(programs, name, "echo Chromium 150")
    done = ask()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_name_that_only_promises_a_browser_is_passed_over(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(programs, "chromium", "exit 1")
    program(programs, "chromium-browser", "exit 0")
    monkeypatch.setenv("PATH", str(programs))
    assert chromium.on_path() == str(programs / "chromium-browser")


def test_without_any_a_sentence_says_what_to_do(programs: Path, ask: Ask) -> None:
    program(programs, "apt-get", "exit 1")
    done = ask()
    assert done.returncode == 1
    assert done.stderr.endswith(chromium.MISSING + "\n")


def test_root_takes_the_package_of_debian_and_nobody_else_does(programs: Path, ask: Ask) -> None:
    browser = f'printf "#!/bin/sh\\necho Chromium\\n" > {programs}/chromium && /bin/chmod 755 {programs}/chromium'
    program(programs, "apt-get", f'echo "$@" >> {programs}/asked; [ "$1" = update ] || {{ {browser}; }}')
    done, asked = ask(), programs / "asked"
    is_root = os.geteuid() == 0
    assert (done.returncode == 0, asked.exists()) == (is_root, is_root)
    if is_root:
        assert asked.read_text() == (
            "update --quiet\ninstall --yes --quiet --no-install-recommends chromium fonts-dejavu-core\n"
        )
