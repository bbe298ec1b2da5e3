"""The embedded PostgreSQL is there when it is needed, and gone when nobody needs it."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from crm_es.store.server import Server, Unavailable, hosting

FAST = {"fsync": "off", "shared_buffers": "16MB"}
OTHER_PROCESS = """
import sys
from pathlib import Path
from crm_es.store.server import hosting
with hosting(Path(sys.argv[1]), fsync="off", shared_buffers="16MB") as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def a_home() -> Iterator[Path]:
    """A folder that only we can enter, with a name that tools trip over, and a server in it that is stopped."""
    top = Path(mkdtemp())
    home = top / "моя папка, \"первая\" & 'вторая' $HOME"
    yield home
    shutil.rmtree((home / "postgres").resolve())
    shutil.rmtree(top)


@pytest.fixture
def home(a_home: Path) -> Iterator[Path]:
    yield a_home
    assert not Server(a_home).running


def other_process(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def answer(url: str, question: str) -> object:
    with psycopg.connect(url) as db:
        row = db.execute(question.encode()).fetchone()
    return row and row[0]


def postmaster(server: Server) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


def test_it_runs_in_any_folder_and_keeps_what_was_written(home: Path) -> None:
    with hosting(home, **FAST) as url, psycopg.connect(url) as db:
        db.execute("CREATE TABLE kept AS SELECT 'да' AS word")
    assert not Server(home).running
    with hosting(home) as url:
        assert answer(url, "SELECT word FROM kept") == "да"


def test_it_is_private_keeps_time_in_utc_and_knows_russian_letters(home: Path) -> None:
    with hosting(home, **FAST) as url:
        assert answer(url, "SHOW listen_addresses") == ""
        assert answer(url, "SHOW timezone") == "UTC"
        assert answer(url, "SELECT upper('ё')") == "Ё"
        assert answer(url, "SHOW data_checksums") == "on"
    assert stat.S_IMODE((home / "postgres").stat().st_mode) == 0o700


def test_a_written_commit_survives_a_power_cut_unless_asked_otherwise() -> None:
    home = Path(mkdtemp())
    with hosting(home) as url:
        assert answer(url, "SHOW fsync") == "on"
        assert answer(url, "SHOW synchronous_commit") == "on"
    shutil.rmtree((home / "postgres").resolve())
    shutil.rmtree(home)


def test_starting_twice_changes_nothing(home: Path) -> None:
    server = Server(home, **FAST)
    url = server.start()
    number = postmaster(server)
    assert server.start() == url
    assert postmaster(server) == number
    server.stop()
    server.stop()


def test_two_processes_that_start_at_once_share_it_and_the_last_one_out_stops_it(home: Path) -> None:
    one, two = other_process(home), other_process(home)
    assert first_line(one) == first_line(two) != ""
    one.communicate()
    assert Server(home).running
    two.communicate()
    assert (one.returncode, two.returncode) == (0, 0)
    assert not Server(home).running


def test_a_user_that_was_killed_is_not_waited_for(home: Path) -> None:
    other = other_process(home)
    url = first_line(other)
    with hosting(home) as same:
        assert same == url
        other.kill()
        other.communicate()
    assert not Server(home).running


def test_a_server_whose_only_user_was_killed_is_found_and_stopped_by_the_next(home: Path) -> None:
    other = other_process(home)
    url = first_line(other)
    other.kill()
    other.communicate()
    assert Server(home).running
    with hosting(home) as same:
        assert same == url
        assert answer(same, "SELECT 1") == 1


def test_a_server_that_was_killed_comes_back_at_once_with_every_commit(home: Path) -> None:
    server = Server(home, **FAST)
    with psycopg.connect(server.start(), autocommit=True) as db:
        db.execute("CREATE TABLE survivors AS SELECT 1 AS one")
        os.kill(postmaster(server), signal.SIGKILL)
        assert answer(server.start(), "SELECT one FROM survivors") == 1
    server.stop()


def test_a_number_left_behind_by_another_life_does_not_mislead(home: Path) -> None:
    server = Server(home, **FAST)
    server.start()
    server.stop()
    stale = server.folder / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{server.folder}/data\n1700000000\n5432\n/tmp/nowhere\n\n1 1\nready\n")
    assert answer(server.start(), "SELECT 1") == 1
    server.stop()


def test_a_preparation_cut_short_is_done_again() -> None:
    home = Path(mkdtemp())
    server = Server(home, **FAST)
    (server.folder / "data.new").mkdir()
    (server.folder / "data.new" / "half").touch()
    assert answer(server.start(), "SELECT 1") == 1
    server.stop()
    shutil.rmtree(server.folder)
    shutil.rmtree(home)


def test_a_path_longer_than_a_socket_can_have_is_fine() -> None:
    top = Path(mkdtemp())
    home = top / ("д" * 60) / ("д" * 60)
    server = Server(home, **FAST)
    assert answer(server.start(), "SELECT 1") == 1
    server.stop()
    shutil.rmtree(server.folder)
    shutil.rmtree(top)


def test_a_server_that_does_not_start_says_where_to_look(home: Path) -> None:
    server = Server(home, **FAST)
    server.start()
    server.stop()
    version = server.folder / "data" / "PG_VERSION"
    version.write_text("12\n")
    with pytest.raises(Unavailable, match=r"server\.log"):
        server.start()
    assert "initialized by PostgreSQL version 12" in (server.folder / "server.log").read_text()
    version.write_text("18\n")


def test_a_folder_that_cannot_be_made_is_named() -> None:
    with pytest.raises(Unavailable, match="CRM_ES_HOME"):
        Server(Path("/dev/null/here"))
