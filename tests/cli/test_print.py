"""Papers on the command line (X-23)."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from acts_sent import send_act
from billing_facts import ACT
from examples import ADMIN
from shell import Operator, answer

from crm_es.application import Crm


@pytest.fixture
def office(staffed: Crm, crm_es: Operator) -> Operator:
    """Where an act was sent to a client."""
    send_act(staffed)
    return crm_es


def test_a_paper_is_written_by_its_number_or_its_id(office: Operator, tmp_path: Path) -> None:
    act, hours, bill = (tmp_path / name for name in ("act.pdf", "hours.xlsx", "invoice.pdf"))
    assert answer(office("--json", "print", "act", "1", "--out", act))["file"] == str(act)
    assert "Акт № 1" in pypdfium2.PdfDocument(act)[0].get_textpage().get_text_range()
    assert f"The paper is in {hours}" in " ".join(office("print", "hours", ACT, "--out", hours).stdout.split())
    assert hours.read_bytes().startswith(b"PK")
    assert office("print", "invoice", "1", "--english", "--out", bill).returncode == 0
    assert "Invoice No. 1" in pypdfium2.PdfDocument(bill)[0].get_textpage().get_text_range()


def test_what_is_not_there_is_told(office: Operator) -> None:
    for arguments in (("act", "99"), ("invoice", ADMIN), ("letter", "1"), ("credit-note", "1")):
        done = office("print", *arguments)
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
