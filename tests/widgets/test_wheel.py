"""The package is whole: who installs it needs no npm."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from widgets.build import FILES, VENDOR

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "crm_es"


def test_the_wheel_has_the_widgets_the_templates_and_the_words(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(asked, cwd=ROOT, check=True, capture_output=True)
    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    wanted = [VENDOR / name for name in (*FILES, "icons.svg", "vendor.json", "licences/tabler.txt")]
    for folder in ("site", "web", "printing", "playbooks"):
        wanted += [file for file in (PACKAGE / folder).rglob("*.*") if "__pycache__" not in file.parts]
    assert {str(file.relative_to(PACKAGE.parent)) for file in wanted} - packed == set()
