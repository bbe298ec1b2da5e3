"""Reports, saved views and tables for spreadsheets on the command line (S1-23, S1-29)."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from examples import ANN, CAROL, HEAD, ID, MONDAY, REQUEST, roubles
from payment_facts import FORM
from python_calamine import CalamineWorkbook
from shell import Operator

from crm_es.aggregates.payment_request import ApprovePaymentRequest, DraftPaymentRequest, SubmitPaymentRequest
from crm_es.aggregates.saved_views import ChooseDefaultView, Filter, SaveView
from crm_es.application import Crm
from crm_es.context import Context
from crm_es.ids import views_of
from crm_es.messages import Command
from crm_es.runners.worker import settle
from crm_es.store.accounts import create_account, create_tables

VIEW: dict[str, Any] = {"saved_views_id": views_of(CAROL), "registry": "payment-requests", "name": "To pay"}


@pytest.fixture(autouse=True)
def office(staffed: Crm) -> Crm:
    """Ann asked for two payments, Helen approved one; Carol signs in, and sees the dearest first."""
    wishes: list[tuple[Any, Command]] = [
        *((ANN, DraftPaymentRequest(payment_request_id=request, form=FORM)) for request in (REQUEST, ID)),
        (ANN, SubmitPaymentRequest(payment_request_id=REQUEST)),
        (HEAD, ApprovePaymentRequest(payment_request_id=REQUEST)),
        (CAROL, SaveView(**VIEW, query=(Filter(name="status", value="approved"),), sort="-amount")),
        (CAROL, ChooseDefaultView(**VIEW)),
    ]
    for who, wish in wishes:
        staffed.handle(wish, Context(by=who, at=MONDAY))
    settle(staffed)
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, CAROL, "carol", "correct horse")
    return staffed


def test_accounting_prints_its_lists_and_reports(crm_es: Operator, tmp_path: Path) -> None:
    (line,) = json.loads(crm_es("--json", "calendar", "--by", "week", "--from", "2026-11-01").stdout)["lines"][-1:]
    assert (line["currency"], line["count"], line["left_amount"]) == ("RUB", 1, str(roubles(40_000).amount))
    report = list(csv.DictReader(StringIO(crm_es("report", "approvers", "--format", "csv").stdout)))
    assert [(one["step"], one["approver"], one["decisions"]) for one in report][:2] == [
        ("head", "", "1"),
        ("head", "Helen", "1"),
    ]
    people = crm_es("report", "approvers").stdout.splitlines()
    assert people[1].split()[:3] == ["head", "(all)", "1"]

    for view in ("To pay", "default"):
        seen = crm_es("--json", "registry", "payment-requests", "--view", view, "--as", "carol")
        assert [row["payment_request_id"] for row in json.loads(seen.stdout)["rows"]] == [str(REQUEST)]

    sheet = tmp_path / "requests.xlsx"
    assert (
        crm_es("registry", "payment-requests", "--format", "xlsx", "--out", sheet).stdout
        == f"2 lines are in {sheet}.\n"
    )
    assert len(CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()) == 3
    table = tmp_path / "history.csv"
    assert json.loads(crm_es("--json", "history", REQUEST, "--format", "csv", "--out", table).stdout)["lines"] == 3
    with table.open(encoding="utf-8", newline="") as rows:
        assert [row["sentence"] for row in csv.DictReader(rows)][-1] == "Step head approved for Helen: it may be paid."


def test_what_cannot_be_shown_is_a_sentence(crm_es: Operator) -> None:
    for arguments, told in (
        (("calendar", "--by", "year"), "by day, week, month, and not by year"),
        (("calendar", "--from", "yesterday"), "must be a date such as"),
        (("registry", "deals", "--view", "x"), "say whose with --as"),
        (("registry", "deals", "--view", "x", "--as", "carol"), "You have no view of this list called 'x'"),
        (("registry", "deals", "--format", "xlsx"), "--out with its name"),
        (("registry", "deals", "--format", "pdf"), "shown as table, json, csv or xlsx"),
    ):
        done = crm_es(*arguments)
        assert (done.returncode != 0, told in done.stderr, "Traceback" in done.stderr) == (True, True, False), arguments
