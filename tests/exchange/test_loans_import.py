"""Loan applications come in as a second pipeline: no case lost, and every stage as long as its log says."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crm_es.application import Crm
from crm_es.exchange.loans_import import run
from crm_es.messages import Refused

ROOT = Path(__file__).resolve().parents[2]
PLAYBOOK = ROOT / "playbooks" / "loans.yaml"
DATA = Path(os.environ.get("CRM_ES_DATA", ROOT.parent / "shared" / "data")) / "deals"
REAL = sorted(DATA.glob("bpic2012*.xes.gz"))
SOME = 150
"""So many cases of the real log are enough to see that it comes in."""

Step = tuple[str, str, str, str]
"""Its time on a day in October, its name, its transition, and who did it."""
ENTERED: list[Step] = [
    ("1T08:00:00", "A_SUBMITTED", "COMPLETE", "112"),
    ("1T08:00:00", "A_PARTLYSUBMITTED", "COMPLETE", "112"),
]
ACCEPTED: list[Step] = [
    *ENTERED,
    ("1T09:00:00", "A_PREACCEPTED", "COMPLETE", "112"),
    ("1T09:00:01", "W_Completeren aanvraag", "SCHEDULE", "112"),
    ("1T10:00:00", "W_Completeren aanvraag", "START", ""),
    ("1T10:20:00", "A_ACCEPTED", "COMPLETE", "10862"),
    ("1T10:21:00", "O_SELECTED", "COMPLETE", "10862"),
    ("1T10:25:00", "A_FINALIZED", "COMPLETE", "10862"),
    ("1T10:26:00", "O_SENT", "COMPLETE", "10862"),
    ("1T10:30:00", "W_Completeren aanvraag", "COMPLETE", "10862"),
]
CASES: dict[str, tuple[str, list[Step]]] = {
    "100": ("lost", [*ENTERED, ("2T08:00:00", "A_DECLINED", "COMPLETE", "112")]),
    "101": (
        "won",
        [
            *ACCEPTED,
            ("3T09:00:00", "O_SENT", "COMPLETE", "10909"),
            ("4T09:00:00", "A_REGISTERED", "COMPLETE", "10909"),
            ("4T09:00:00", "A_APPROVED", "COMPLETE", "10909"),
            ("4T09:00:02", "A_ACTIVATED", "COMPLETE", "10909"),
            ("4T09:00:02.500", "O_ACCEPTED", "COMPLETE", "10909"),
        ],
    ),
    "102": ("open", ACCEPTED),
    "103": (
        "open",
        [
            *ENTERED,
            ("1T09:00:00", "W_Valideren aanvraag", "SCHEDULE", "112"),
            ("1T10:00:00", "W_Valideren aanvraag", "SCHEDULE", "112"),
            ("1T11:00:00", "W_Valideren aanvraag", "START", "10909"),
            ("1T11:30:00", "W_Valideren aanvraag", "COMPLETE", "10909"),
            ("1T12:00:00", "W_Valideren aanvraag", "START", "10862"),
            ("1T12:15:00", "W_Valideren aanvraag", "COMPLETE", "10862"),
            ("1T12:20:00", "W_Valideren aanvraag", "COMPLETE", "10862"),
            ("1T12:45:00", "W_Beoordelen fraude", "START", "10862"),
            ("1T12:50:00", "W_Beoordelen fraude", "COMPLETE", "10862"),
            ("1T13:00:00", "W_Beoordelen fraude", "START", "10862"),
        ],
    ),
}


def xes(tmp_path: Path, cases: dict[str, tuple[str, list[Step]]] | None = None, amount: str = "15000") -> Path:
    """A log of these cases."""

    def event(step: Step) -> str:
        at, name, transition, resource = step
        who = f'<string key="org:resource" value="{resource}"/>' if resource else ""
        return (
            f'<event>{who}<string key="concept:name" value="{name}"/>'
            f'<string key="lifecycle:transition" value="{transition}"/>'
            f'<date key="time:timestamp" value="2011-10-0{at}+02:00"/></event>'
        )

    traces = (
        f'<trace><string key="concept:name" value="{case}"/><string key="AMOUNT_REQ" value="{amount}"/>'
        f"{''.join(map(event, steps))}</trace>"
        for case, (_, steps) in (cases or CASES).items()
    )
    file = tmp_path / "loans.xes"
    file.write_text(f'<?xml version="1.0"?><log xes.version="1.0">{"".join(traces)}</log>', encoding="utf-8")
    return file


def rows(crm: Crm, question: str) -> list[dict[str, Any]]:
    with crm.log.datastore.get_connection() as db:
        return list(db.execute(question).fetchall())


def deals(crm: Crm) -> dict[str, dict[str, Any]]:
    found = rows(
        crm, "SELECT d.*, s.name AS owner FROM deal_registry d JOIN staff_registry s ON staff_member_id = owner_id"
    )
    return {row["title"].removeprefix("Application "): row for row in found}


def tasks(crm: Crm, case: str) -> list[dict[str, Any]]:
    question = (
        "SELECT t.*, s.name AS responsible FROM task_list t JOIN deal_registry USING (deal_id)"
        f" JOIN staff_registry s ON s.staff_member_id = responsible_id WHERE title = 'Application {case}'"
        " ORDER BY assigned_at, what"
    )
    return rows(crm, question)


def test_every_case_is_a_deal_in_its_stage(crm: Crm, tmp_path: Path) -> None:
    summary = run(crm, xes(tmp_path), PLAYBOOK)
    assert {case: (deal["outcome"], deal["stage"], deal["owner"]) for case, deal in deals(crm).items()} == {
        "100": ("lost", "partly submitted", "Resource 112"),
        "101": ("won", "finalized", "Resource 10909"),
        "102": ("open", "finalized", "Resource 10862"),
        "103": ("open", "partly submitted", "Resource 112"),
    }
    assert summary.states == Counter(outcome for outcome, _ in CASES.values())
    assert (summary.cases, summary.events) == (4, sum(len(steps) for _, steps in CASES.values()))
    assert (not summary.refused, not summary.bad_rows) == (True, True)
    assert {(deal["amount"], deal["currency"]) for deal in deals(crm).values()} == {(15000, "EUR")}


def test_offers_and_formalities_are_milestones_of_the_deal(crm: Crm, tmp_path: Path) -> None:
    """The last formality wins it; what the log writes of offers in the second after that came with it."""
    run(crm, xes(tmp_path), PLAYBOOK)
    deal_id = deals(crm)["101"]["deal_id"]
    question = f"SELECT state, topic FROM events WHERE originator_id = '{deal_id}' ORDER BY originator_version"
    names = [json.loads(row["state"]).get("name") or row["topic"] for row in rows(crm, question)]
    assert names[-7:] == [
        "offer sent", "offer sent 2", "registered", "approved", "activated", "offer accepted", "DealWon",
    ]  # fmt: skip


def test_work_is_tasks_that_tell_how_long_it_took(crm: Crm, tmp_path: Path) -> None:
    summary = run(crm, xes(tmp_path), PLAYBOOK)
    (done,) = tasks(crm, "101")
    assert (done["what"], done["status"], done["responsible"]) == ("Completeren aanvraag", "done", "Resource 10862")
    assert done["result"] == "Worked 30.00 minutes in 1 sitting."
    assert done["done_at"] - done["assigned_at"] == timedelta(minutes=89, seconds=59)
    first, anew, looked, running = tasks(crm, "103")
    assert (first["status"], first["result"]) == ("cancelled", "It was scheduled anew before anybody took it up.")
    assert (anew["status"], anew["result"]) == ("done", "Worked 45.00 minutes in 3 sittings.")
    assert (looked["status"], looked["result"]) == ("done", "Worked 5.00 minutes in 1 sitting.")
    assert (running["what"], running["status"]) == ("Beoordelen fraude", "open")
    assert summary.notes == {"pieces_of_work": 6, "worked_minutes": 110, "still_running": 1}


def test_importing_twice_changes_nothing(crm: Crm, tmp_path: Path) -> None:
    file = xes(tmp_path)
    first = run(crm, file, PLAYBOOK)
    head = crm.log.head()
    again = run(crm, file, PLAYBOOK)
    assert (again.recorded, crm.log.head(), again.states) == (0, head, first.states)


def test_a_dry_run_tells_the_same_and_records_nothing(crm: Crm, tmp_path: Path) -> None:
    file = xes(tmp_path)
    dry = run(crm, file, PLAYBOOK, dry_run=True)
    assert crm.log.head() == 0
    real = run(crm, file, PLAYBOOK)
    assert (dry.states, dry.commands, dry.notes) == (real.states, real.commands, real.notes)


def test_strange_cases_are_not_lost(crm: Crm, tmp_path: Path) -> None:
    strange = {
        "begins late": ("open", [("2T08:00:00", "A_ACCEPTED", "COMPLETE", "")]),
        "goes back": ("lost", [*ACCEPTED, *ENTERED, ("3T08:00:00", "A_CANCELLED", "COMPLETE", "")]),
        "unheard of": ("open", [*ENTERED, ("2T08:00:00", "A_DREAMT", "COMPLETE", "")]),
        "ends twice": ("lost", [*ENTERED, *((f"{n}T08:00:00", "A_DECLINED", "COMPLETE", "") for n in (2, 3))]),
    }
    summary = run(crm, xes(tmp_path, strange, amount="a lot"), PLAYBOOK)
    assert {case: deal["outcome"] for case, deal in deals(crm).items()} == {
        case: outcome for case, (outcome, _) in strange.items()
    }
    assert summary.refused == {"the deal is closed": 1}
    reasons = [row.reason for row in summary.bad_rows]
    assert "An application for a loan has no such step: 'A_DREAMT' is left out." in reasons
    assert sum("no readable amount ('a lot')" in reason for reason in reasons) == 4


def test_steps_of_impossible_times_are_told_and_left_out(crm: Crm, tmp_path: Path) -> None:
    file = xes(tmp_path)
    text = file.read_text(encoding="utf-8").replace("2011-10-02T", "9999-12-31T").replace("2011-10-04T", "0001-01-01T")
    file.write_text(text.replace("W_Beoordelen fraude", "W_"), encoding="utf-8")
    summary = run(crm, file, PLAYBOOK)
    assert summary.states == {"open": 4}
    assert "The step 'A_DECLINED' is of the year 9999: it is left out." in [row.reason for row in summary.bad_rows]
    assert "W_" in [task["what"] for task in tasks(crm, "103")]


def test_a_playbook_without_the_pipeline_is_refused(crm: Crm, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no pipeline 'loans'"):
        run(crm, xes(tmp_path), ROOT / "playbooks" / "eindhoven-payments.yaml")


# ── The plainest reading of a log, against what was taken in ────────────────


def part_of(file: Path, tmp_path: Path) -> Path:
    """Cases of a real log, from its beginning."""
    part, kept = tmp_path / "part.xes", 0
    with gzip.open(file, "rt", encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(line)
            kept += "</trace>" in line
            if kept == SOME:
                out.write("</log>")
                return part
    return part


def traces(file: Path) -> Iterator[tuple[str, list[tuple[str, str, datetime]]]]:
    """Each case with the name, transition and time of its steps."""
    for trace in re.findall(r"<trace>(.*?)</trace>", file.read_text(encoding="utf-8"), re.DOTALL):
        case = re.search(
            r'key="concept:name" value="([^"]*)"', re.sub(r"<event>.*?</event>", "", trace, flags=re.DOTALL)
        )
        assert case
        steps = []
        for event in re.findall(r"<event>(.*?)</event>", trace, re.DOTALL):
            told = dict(re.findall(r'key="([^"]*)" value="([^"]*)"', event))
            at = datetime.fromisoformat(told["time:timestamp"])
            steps.append((told["concept:name"], told["lifecycle:transition"], at))
        yield case[1], steps


def stays(steps: list[tuple[str, str, datetime]]) -> list[tuple[str, timedelta | None]]:
    """Every stage with the time until the next, or until the end: the last formality, or the refusal."""
    found: list[tuple[str, datetime]] = []
    formalities = [at for name, _, at in steps if name in ("A_APPROVED", "A_REGISTERED", "A_ACTIVATED")]
    end = next((at for name, _, at in steps if name in ("A_DECLINED", "A_CANCELLED")), None)
    end = formalities[2] if len(formalities) == 3 else end
    names = ("SUBMITTED", "PARTLYSUBMITTED", "PREACCEPTED", "ACCEPTED", "FINALIZED")
    found = [(name.removeprefix("A_"), at) for name, _, at in steps if name.removeprefix("A_") in names]
    times = [at for _, at in found]
    left = [*(later - earlier for earlier, later in pairwise(times)), end - times[-1] if end else None]
    return list(zip((name for name, _ in found), left, strict=True))


def minutes(steps: list[tuple[str, str, datetime]]) -> float:
    """How long people worked, sitting by sitting, as far as each has an end."""
    begun, worked = defaultdict[str, list[datetime]](list), timedelta(0)
    for name, transition, at in steps:
        if transition == "START" and name.startswith("W_"):
            begun[name].append(at)
        elif transition == "COMPLETE" and begun[name]:
            worked += at - begun[name].pop(0)
    return worked.total_seconds() / 60


@pytest.mark.parametrize("file", [None, *REAL], ids=lambda file: file.name if file else "handmade")
def test_time_in_each_stage_and_at_work_is_that_of_the_log(crm: Crm, tmp_path: Path, file: Path | None) -> None:
    part = part_of(file, tmp_path) if file else xes(tmp_path)
    summary = run(crm, part, PLAYBOOK)
    counted = dict(traces(part))
    assert summary.cases == len(counted)
    shown: dict[str, list[tuple[str, timedelta | None]]] = defaultdict(list)
    question = "SELECT title, s.* FROM deal_stages s JOIN deal_registry USING (deal_id) ORDER BY title, s.stay"
    for stay in rows(crm, question):
        left = stay["left_at"] - stay["entered_at"] if stay["left_at"] else None
        shown[stay["title"].removeprefix("Application ")].append((stay["stage"].replace(" ", "").upper(), left))
    assert shown == {case: stays(steps) for case, steps in counted.items()}
    told = rows(crm, "SELECT sum(substring(result FROM 'Worked ([0-9.]+)')::numeric) AS n FROM task_list")[0]["n"]
    worked = sum(map(minutes, counted.values()))
    assert float(told) == pytest.approx(worked, abs=0.01 * summary.notes["pieces_of_work"])
    assert not summary.refused
