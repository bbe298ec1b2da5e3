"""The report by approver of an imported log is what one counts in the log itself, by hand (S1-35).

Compared for each step, over the cases in which no rule of the playbook was broken: how many decided, how many of them
rejected (in such a log REJECTED ends the round, and the author submits anew: nobody returns), and the median of hours
from being asked until deciding. Everybody is asked when the author submits, but the director when the supervisor passes
it on, and accounting when it is approved.
"""

from __future__ import annotations

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from crm_es.application import Crm
from crm_es.approver_report import by_approver
from crm_es.exchange.payments_import import run

ROOT = Path(__file__).resolve().parents[2]
PLAYBOOK = ROOT / "playbooks" / "eindhoven-payments.yaml"
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data"))
REAL = DATA / "payments" / "bpic2020_RequestForPayment.csv.gz"
EVERY = 3
"""Every third case of the real log, over two thousand, is proof enough for every day; with 1 here it takes all."""

STEPS = {
    "PRE_APPROVER": "pre-approver",
    "ADMINISTRATION": "administration",
    "BUDGET OWNER": "budget owner",
    "SUPERVISOR": "supervisor",
    "DIRECTOR": "director",
}
HANDMADE = """case_id,event_id,activity,timestamp,case_Amount
paid,1,SUBMITTED by EMPLOYEE,2017-01-02T08:00:00Z,10
paid,2,APPROVED by BUDGET OWNER,2017-01-02T11:00:00Z,10
paid,3,APPROVED by SUPERVISOR,2017-01-03T08:00:00Z,10
paid,4,FINAL_APPROVED by DIRECTOR,2017-01-03T10:30:00Z,10
paid,5,Request Payment,2017-01-04T08:00:00Z,10
paid,6,Payment Handled,2017-01-04T10:30:00Z,10
again,7,SUBMITTED by EMPLOYEE,2017-01-02T08:00:00Z,10
again,8,REJECTED by SUPERVISOR,2017-01-02T10:00:00Z,10
again,9,REJECTED by EMPLOYEE,2017-01-02T11:00:00Z,10
again,10,SUBMITTED by EMPLOYEE,2017-01-03T08:00:00Z,10
again,11,FINAL_APPROVED by SUPERVISOR,2017-01-03T12:00:00Z,10
again,12,REJECTED by MISSING,2017-01-03T13:00:00Z,10
broken,13,SUBMITTED by EMPLOYEE,2017-01-02T08:00:00Z,10
broken,14,APPROVED by DIRECTOR,2017-01-02T09:00:00Z,10
"""
Decided = dict[str, list[tuple[str, float]]]


def log(tmp_path: Path, *, real: bool) -> Path:
    """A log to import: of the real one some cases, spread over all of its time."""
    file = tmp_path / "log.csv"
    text = HANDMADE
    if real:
        with gzip.open(REAL, "rt", encoding="utf-8") as rows:
            heading, *lines = rows
        cases = list(dict.fromkeys(line.partition(",")[0] for line in lines))
        taken = set(cases[::EVERY])
        text = heading + "".join(line for line in lines if line.partition(",")[0] in taken)
    file.write_text(text, encoding="utf-8")
    return file


def counted(file: Path, kept: set[str]) -> Decided:
    """Who decided what after how many hours, by the plainest reading of the log."""
    found: Decided = defaultdict(list)
    with file.open(encoding="utf-8") as rows:
        for case, steps in groupby(csv.DictReader(rows), key=lambda row: row["case_id"]):
            if case in kept:
                for step, verb, hours in decisions(steps):
                    found[step].append((verb, hours))
    return found


def decisions(steps: Iterator[dict[str, str]]) -> Iterator[tuple[str, str, float]]:
    now = asked = passed_on = datetime.min.replace(tzinfo=UTC)
    approved: datetime | None = None
    for row in steps:
        now = max(now, datetime.fromisoformat(row["timestamp"]))
        deed, _, role = row["activity"].partition(" by ")
        verb = deed.split(" ")[-1]
        if verb == "SUBMITTED":
            asked, approved = now, None
        elif row["activity"] == "Payment Handled" and approved:
            yield "payment", "paid", (now - approved).total_seconds() / 3600
        elif verb == "REJECTED" and role in ("MISSING", "UNDEFINED") and approved:
            yield "payment", "REJECTED", (now - approved).total_seconds() / 3600
        elif role in STEPS and verb in ("APPROVED", "FINAL_APPROVED", "REJECTED"):
            since = passed_on if role == "DIRECTOR" else asked
            yield STEPS[role], verb, (now - since).total_seconds() / 3600
            passed_on = now if role == "SUPERVISOR" else passed_on
            approved = now if verb == "FINAL_APPROVED" else approved


def kept_cases(crm: Crm) -> set[str]:
    """Those in which every wish was granted; the others go from the table of the report."""
    broken = """
        SELECT stream FROM commands WHERE refusal IS NOT NULL
        UNION SELECT originator_id FROM events WHERE topic = 'PaymentRequestAdopted'
    """
    with crm.log.datastore.get_connection() as db:
        db.execute(f"DELETE FROM approval_steps WHERE payment_request_id IN ({broken})".encode())
        question = f"SELECT what_for FROM payment_registry WHERE payment_request_id NOT IN ({broken})"
        return {row["what_for"] for row in db.execute(question.encode()).fetchall()}


def reported(crm: Crm) -> dict[str, dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return {line["step"]: line for line in by_approver(db) if line["approver"] is None and line["decisions"]}


@pytest.mark.parametrize(
    "real", [False, pytest.param(True, marks=pytest.mark.skipif(not REAL.exists(), reason="no real log at hand"))]
)
def test_the_report_is_what_one_counts_by_hand(crm: Crm, tmp_path: Path, real: bool) -> None:
    file = log(tmp_path, real=real)
    summary, kept = run(crm, file, PLAYBOOK), kept_cases(crm)
    assert summary.cases - len(kept) < (10 if real else 2), "nearly all cases keep the rules"
    by_hand, lines = counted(file, kept), reported(crm)
    assert {step: line["decisions"] for step, line in lines.items()} == {s: len(all_) for s, all_ in by_hand.items()}
    for step, said in by_hand.items():
        verbs = [verb for verb, _ in said]
        assert (lines[step]["rejected"], lines[step]["returned"]) == (verbs.count("REJECTED"), 0), step
        assert lines[step]["share_rejected"] == pytest.approx(verbs.count("REJECTED") / len(said), abs=0.0001), step
        assert lines[step]["median_hours"] == pytest.approx(median(hours for _, hours in said), abs=0.01), step
        assert lines[step]["mean_hours"] == pytest.approx(sum(h for _, h in said) / len(said), abs=0.01), step
