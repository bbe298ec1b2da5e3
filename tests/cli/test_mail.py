"""Letters become tickets from files, from a mailbox and at a door (S3-02)."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from front_desk import FrontDesk
from imap_server import Mailroom, open_mailbox
from letters import ORDINARY, letter
from shell import Operator, answer

from crm_es.application import Crm
from crm_es.cli.doors import mail_doors
from crm_es.settings import Settings


def soon(so: Callable[[], bool]) -> None:
    start = monotonic()
    while not so():
        assert monotonic() < start + 20
        sleep(0.05)


def test_letters_are_taken_from_files_once(crm_es: Operator, staffed: Crm, tmp_path: Path) -> None:
    FrontDesk(staffed)
    ordinary, automatic = tmp_path / "ordinary.eml", tmp_path / "automatic.eml"
    ordinary.write_bytes(ORDINARY)
    automatic.write_bytes(letter(Precedence="bulk", Message_ID="<2@x>"))
    many = (ordinary, automatic, ordinary, automatic)
    first, second, third, fourth = answer(crm_es("--json", "mail", "take", *many))["letters"]
    assert (first["result"], first["ticket"][:2]) == ("ticket opened", "T-")
    assert (second["result"], second["why"]) == ("left out", "It is automatic: Precedence is 'bulk'.")
    assert (third["result"], third["why"]) == ("known already", None)
    assert (fourth["result"], fourth["why"]) == ("known already", f"It was left out: {second['why']}")
    (forced,) = answer(crm_es("--json", "mail", "take", "--anyway", automatic))["letters"]
    assert forced["result"] == "ticket opened"
    told = answer(crm_es("--json", "mail", "status"))
    assert told["mailboxes"] == []
    assert [(row["status"], row["letters"]) for row in told["letters"]] == [("taken", 2)]
    assert "No mailbox is looked into." in crm_es("mail", "status").stderr


def test_a_file_that_is_not_there_is_told_in_a_sentence(crm_es: Operator, staffed: Crm, tmp_path: Path) -> None:
    """Nothing is taken before all files are there: the list of what was done is not lost."""
    desk, ordinary = FrontDesk(staffed), tmp_path / "ordinary.eml"
    ordinary.write_bytes(ORDINARY)
    done = crm_es("mail", "take", ordinary, tmp_path / "none.eml")
    assert desk.tickets() == []
    assert (done.returncode, "No such file" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_while_a_server_runs_letters_come_by_all_doors_that_are_set(staffed: Crm) -> None:
    desk, room = FrontDesk(staffed), Mailroom()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    door: dict[str, Any] = {"mail_door": f"127.0.0.1:{port}", "mail_door_addresses": "service@trade.example"}
    with open_mailbox(room) as mailbox:
        room.put(ORDINARY)
        settings = Settings(**mailbox | door | {"imap_from": "beginning"})
        with mail_doors(staffed, settings), mail_doors(staffed, Settings(**door)):
            with smtplib.SMTP("127.0.0.1", port) as server:
                for raw in (ORDINARY, letter(Message_ID="<2@x>", Subject="By the door")):
                    server.sendmail("olga@bags.example", ["service@trade.example"], raw)
            soon(lambda: len(desk.letters()) == 2)
    assert sorted(row["subject"] for row in desk.tickets()) == ["By the door", "The scales stopped"]


def test_without_settings_no_door_is_open(staffed: Crm) -> None:
    with mail_doors(staffed, Settings()):
        pass
