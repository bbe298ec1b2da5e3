"""Billing on the command line (S3-06, S3-07, S3-11)."""

from __future__ import annotations

import json
from pathlib import Path

from billed import EMAIL, ready_to_bill
from examples import CAROL, CLIENT
from shell import Operator, answer

from crm_es.application import Crm
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables


def test_hours_are_looked_at_and_billed(staffed: Crm, crm_es: Operator, tmp_path: Path) -> None:
    ready_to_bill(staffed, 50, 100)
    settle(staffed)
    (line,) = answer(crm_es("--json", "bill", "unbilled"))["lines"]
    assert (line["client"], line["hours"]) == ("Acme", "2.50")
    assert len(answer(crm_es("--json", "bill", "unbilled", "--client", str(CLIENT)))["lines"]) == 2
    for wrong, why in (
        (("--as", "Nobody", "--all"), "No people here go by 'Nobody'"),
        (("--as", "Bob", "--all"), "Hours are billed by"),
        (("--as", "Carol"), "which clients"),
        (("--as", "Carol", "x"), "No clients are called 'x'"),
    ):
        done = crm_es("bill", "run", *wrong)
        assert done.returncode in (1, 2)
        assert why in done.stderr
        assert "Traceback" not in done.stderr
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, CAROL, "carol.acc", "correct horse battery")
    (row,) = answer(crm_es("--json", "bill", "run", "acme", "--as", "carol.acc"))["rows"]
    assert (row["result"], row["number"], row["invoice_number"]) == ("billed", "1", "1")
    assert (row["client"], row["email"], row["not_sent"]) == ("Acme", EMAIL, None)
    done = crm_es("--json", "bill", "run", str(CLIENT), "--as", "Carol")
    assert (done.returncode, json.loads(done.stdout)["rows"][0]["result"]) == (1, "refused")
    again = answer(crm_es("--json", "bill", "run", str(CLIENT), "--as", "Carol", "--act", row["act_id"]))["rows"]
    assert again == [row], "whoever goes on with an act that is done bills nothing twice"
    assert "name that client alone" in crm_es("bill", "run", "--all", "--as", "Carol", "--act", row["act_id"]).stderr
    assert "Nothing is there." in crm_es("bill", "run", "--all", "--as", "Carol").stderr
    table = crm_es("registry", "work-acts").stdout.splitlines()
    assert "Acme" in table[1], "a line to an act"
    report = answer(crm_es("--json", "report", "output", "--by", "person,client"))["lines"]
    assert [(one["person"], one["billed_hours"]) for one in report] == [("Ann", "0.83"), ("Bob", "1.67")]
    sheet = tmp_path / "output.csv"
    assert crm_es("report", "output", "--format", "csv", "--out", str(sheet)).returncode == 0
    assert sheet.read_text(encoding="utf-8").startswith("person")
    assert "not by moon" in crm_es("report", "output", "--by", "moon").stderr
