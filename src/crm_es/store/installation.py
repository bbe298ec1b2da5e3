"""Where one embedded PostgreSQL lives, and the account that runs it.

An ordinary user runs the programs of the Python package on `home/postgres`.
PostgreSQL refuses to run as root, and other accounts often cannot enter root's folders.
So root gives it the account `crm-es-postgres`, a copy of the programs and a folder of its own under /var/lib/crm-es;
`home/postgres` is then a link to that folder.
A folder that an ordinary user made is always served by that user's account, also when root starts it.
"""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from crm_es.store.locks import locked
from crm_es.store.programs import COMMON, Unavailable, bin_path, common_lock, copied_programs

ACCOUNT: Final = "crm-es-postgres"
SHORT: Final = Path("/tmp/crm-es-sockets-")  # noqa: S108 - mkdtemp completes it


@dataclass(frozen=True)
class Installation:
    folder: Path
    programs: Path
    user: int | None = None
    group: int | None = None

    def run(self, program: str, *arguments: str, keeps: int | None = None) -> None:
        """Runs a program in the folder, by the account that owns it. An open file that it keeps stays with it."""
        done = subprocess.run(  # noqa: S603 - our own programs
            [self.programs / program, *arguments],
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=self.user,
            group=self.group,
            extra_groups=None if self.group is None else [],
            start_new_session=True,
            pass_fds=() if keeps is None else (keeps,),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise self.unavailable((done.stderr or done.stdout).strip().partition("\n")[0])

    def unavailable(self, why: str) -> Unavailable:
        return Unavailable(
            f"The embedded PostgreSQL does not run: {why} Its own words are in {self.folder}/server.log."
        )

    def new_short_folder(self) -> Path:
        """A private folder for sockets, whose paths must be short."""
        folder = Path(mkdtemp(prefix=SHORT.name, dir=SHORT.parent))
        if self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)
        return folder


def remove_short_folder(folder: Path) -> None:
    if str(folder).startswith(str(SHORT)):
        shutil.rmtree(folder, ignore_errors=True)


def install(home: Path) -> Installation:
    """Finds the folder of the server, or makes it where it is missing."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(home / "install.lock"):
            folder = home / "postgres"
            if not folder.exists():
                make(folder)
            folder = folder.resolve()
            if os.geteuid() != 0:
                return Installation(folder, bin_path())
            owner = folder.stat()
            return Installation(folder, copied_programs(), owner.st_uid, owner.st_gid)
    except OSError as error:
        raise Unavailable(
            f"The database cannot be kept in {home}: {error}. Set CRM_ES_HOME to a folder that can be written."
        ) from error


def make(folder: Path) -> None:
    if os.geteuid() != 0:
        folder.mkdir(mode=0o700)
        return
    with common_lock():
        owner = account()
        apart = Path(mkdtemp(prefix="server-", dir=COMMON))
    os.chown(apart, owner.pw_uid, owner.pw_gid)
    folder.unlink(missing_ok=True)  # a link whose folder was removed
    folder.symlink_to(apart)


def account() -> pwd.struct_passwd:
    with suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        subprocess.run([useradd, "--system", "--user-group", "--no-create-home", ACCOUNT], check=False)  # noqa: S603 - as is
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise Unavailable(
            f"PostgreSQL does not run as root, and the account {ACCOUNT} cannot be made. "
            "Make it, or run as another user, or set CRM_ES_DATABASE_URL."
        ) from None
