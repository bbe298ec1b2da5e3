"""The files from npm: exactly what the lock names, all of it in the package."""

import json
import re
import shutil
from pathlib import Path

import pytest

from widgets.build import FILES, HERE, LICENCES, VENDOR, digest, fetch, fill, is_current

LOCK = json.loads((HERE / "package-lock.json").read_text("utf-8"))
ASKED = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """As npm would have put them there: each file with a word in it, and a pointer to a source map."""
    packages = tmp_path / "node_modules"
    for name in (*FILES.values(), *LICENCES.values()):
        file = packages / name
        file.parent.mkdir(parents=True, exist_ok=True)
        end = "\n//# sourceMappingURL=a.js.map" if name.endswith(".js") else ""
        file.write_text(f"{name}{end}", "utf-8")
    for name, version in ASKED.items():
        (packages / name).mkdir(parents=True, exist_ok=True)
        (packages / name / "package.json").write_text(json.dumps({"version": version, "license": "MIT"}), "utf-8")
    icons = packages / "@tabler/icons/icons/outline"
    icons.mkdir(parents=True)
    for name in (HERE / "icons.txt").read_text("utf-8").split():
        (icons / f"{name}.svg").write_text("<svg><path d='M0 0'/></svg>", "utf-8")
    return packages


@pytest.fixture
def vendor(packages: Path, tmp_path: Path) -> Path:
    (vendor := tmp_path / "static" / "vendor").parent.mkdir()
    fill(vendor, packages)
    return vendor


def test_versions_are_exact_and_the_lock_is_of_them() -> None:
    locked = {name.removeprefix("node_modules/"): one for name, one in LOCK["packages"].items() if name}
    assert {name: locked[name]["version"] for name in ASKED} == ASKED
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in ASKED.values())


def test_the_lock_says_what_files_must_be_and_not_where_they_lie() -> None:
    for name, one in LOCK["packages"].items():
        assert "resolved" not in one
        assert not name or one["integrity"].startswith("sha512-")


def test_what_is_here_was_made_from_the_lock() -> None:
    assert is_current(VENDOR), "The widgets are not those of the lock: run `make install`."


def test_each_file_has_its_package_version_and_licence(vendor: Path) -> None:
    listed = json.loads((vendor / "vendor.json").read_text("utf-8"))["files"]
    assert set(listed) == {*FILES, "icons.svg"}
    assert listed["htmx.min.js"] == {
        "package": "htmx.org",
        "version": ASKED["htmx.org"],
        "licence": "MIT",
        "sha256": digest((vendor / "htmx.min.js").read_bytes()),
    }
    assert listed["tabler.min.css"]["package"] == "@tabler/core"
    assert {file.name for file in (vendor / "licences").iterdir()} == {*LICENCES, "tabler.txt"}


def test_no_file_points_to_a_source_map_that_is_not_shipped(vendor: Path) -> None:
    assert (vendor / "tabler.min.js").read_text("utf-8").strip() == FILES["tabler.min.js"]
    assert not [file for file in VENDOR.iterdir() if file.is_file() and b"sourceMappingURL=" in file.read_bytes()]


def test_what_was_made_is_current_until_a_file_is_changed_or_missing(vendor: Path) -> None:
    assert is_current(vendor)
    (vendor / "htmx.min.js").write_text("something else", "utf-8")
    assert not is_current(vendor)
    (vendor / "htmx.min.js").unlink()
    assert not is_current(vendor)


def test_what_another_lock_made_is_not_current(vendor: Path) -> None:
    listed = json.loads((vendor / "vendor.json").read_text("utf-8"))
    (vendor / "vendor.json").write_text(json.dumps(listed | {"made_from": "another"}), "utf-8")
    assert not is_current(vendor)


def test_where_nothing_was_made_nothing_is_current(tmp_path: Path) -> None:
    assert not is_current(tmp_path)


def test_what_cannot_be_made_leaves_what_was_there(vendor: Path, packages: Path) -> None:
    shutil.rmtree(packages / "echarts")
    with pytest.raises(FileNotFoundError):
        fill(vendor, packages)
    assert is_current(vendor)


def test_an_unreachable_registry_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("registry", "http://127.0.0.1:1"), ("fetch_retries", "0"), ("cache", str(tmp_path / "cache"))):
        monkeypatch.setenv(f"npm_config_{name}", value)
    (place := tmp_path / "place").mkdir()
    with pytest.raises(SystemExit, match=r"npm could not fetch the widgets\. Make its registry reachable"):
        fetch(place)
