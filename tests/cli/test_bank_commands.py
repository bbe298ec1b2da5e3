"""Payment orders and statements on the command line (S1-36)."""

from __future__ import annotations

from pathlib import Path

import pytest
from bank_company import approved, paying_company
from bank_statements import OURS, PAID, statement
from examples import CAROL, REQUEST
from shell import Operator, answer

from crm_es.application import Crm
from crm_es.exchange.client_bank.reading import read
from crm_es.store.accounts import create_account, create_tables


@pytest.fixture
def carol(staffed: Crm) -> str:
    """Her login."""
    with staffed.log.datastore.get_connection() as db:
        create_tables(db)
        create_account(db, CAROL, "carol", "correct horse")
    return "carol"


def test_approved_payments_go_out_and_the_statement_comes_in(
    crm_es: Operator, staffed: Crm, carol: str, tmp_path: Path
) -> None:
    approved(paying_company(staffed))
    orders, statements = tmp_path / "1c_to_kl.txt", tmp_path / "kl_to_1c.txt"
    wanted = ("bank", "export", "--payer", OURS, "--due-by", "2099-01-01", "--by", carol, "--out")
    told = answer(crm_es("--json", *wanted, orders))
    assert (told["written"], told["results"][0]["number"], told["file"]) == (1, "1", str(orders))
    (order,) = read(orders.read_bytes()).documents
    assert order.amount == 40_000

    other = tmp_path / "again.txt"
    assert "File exists" in crm_es(*wanted, orders, "--again").stderr
    refused = crm_es(*wanted, other)
    assert (refused.returncode, "went to the bank already" in refused.stderr, other.exists()) == (1, True, False)
    again = crm_es(*wanted, other, "--again", "--encoding", "utf-8")
    assert again.stderr == f"Payment orders in {other}: 1.\n"
    assert read(other.read_bytes()).documents == (order,)

    statements.write_text(statement(PAID, PAID | {"Номер": "5", "Сумма": "x"}, end=False), encoding="cp1251")
    summary = answer(crm_es("--json", "bank", "statement", statements, "--by", carol))
    assert (summary["kind"], summary["matched"], len(summary["bad_rows"])) == ("statement", 1, 1)
    (row,) = answer(crm_es("--json", "registry", "payment-requests"))["rows"]
    assert (row["payment_request_id"], row["status"]) == (str(REQUEST), "paid")
    shown = crm_es("bank", "statement", statements).stdout
    assert "already known: 1" in shown
    assert "The file has no КонецФайла" in shown
    assert "line 27: The document '5' has no readable sum" in shown


def test_an_account_of_ours_is_registered_once(crm_es: Operator, staffed: Crm) -> None:
    registering = ("bank", "account", "Ours", "--account", OURS, "--bik", "044525225", "--inn", "1234567894")
    assert "Name the bank" in answer(crm_es("--json", *registering))["error"]
    first, again = (answer(crm_es("--json", *registering, "--bank", "Sberbank")) for _ in range(2))
    assert first == again
    (row,) = answer(crm_es("--json", "registry", "payer-accounts"))["rows"]
    assert (row["account"], row["bank_name"], row["payer_account_id"]) == (OURS, "Sberbank", first["payer_account_id"])


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("export", "--payer", OURS, "--by", "carol"), 2, "one of the two"),
        (("export", "--payer", OURS, "--by", "carol", "--due-by", "soon"), 1, "'--due-by' must be a date"),
        (("export", "--payer", OURS, "--by", "carol", "--due-by", "2099-01-01"), 1, "We have no account"),
        (("statement", __file__), 1, "first line has to be 1CClientBankExchange"),
        (("statement", __file__, "--by", "eve"), 1, "Nobody has the login 'eve'"),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    crm_es: Operator, tmp_path: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    out = ("--out", tmp_path / "orders.txt") if arguments[0] == "export" else ()
    done = crm_es("--json", "bank", *arguments, *out)
    assert (done.returncode, told in answer(done)["error"]) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "orders.txt").exists()
