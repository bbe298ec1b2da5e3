"""A contractor's folder: how it is paid now and before, what is open, and its files (S1-38)."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest
from browsing import Site
from contents import PDF
from examples import ANN, CAROL, CONTRACTOR, REQUEST
from paying import DETAILS, by, contractor_known, drafted

from crm_es.aggregates.contractor import RecordBankDetails
from crm_es.site.pages.contractors import months

Visit = Callable[..., httpx2.Client]
PAGE = f"/contractors/{CONTRACTOR}"
pytestmark = pytest.mark.parametrize("language", ["en"])


@pytest.fixture(autouse=True)
def in_english(language: str) -> str:
    return language


def test_a_folder_holds_what_is_open_and_its_files_by_month(site: Site, visit: Visit) -> None:
    contractor_known(site)
    drafted(site)
    looking = visit(ANN)
    looking.post(f"/payment-requests/{REQUEST}/files", data={"kind": "invoice"}, files={"file": ("Invoice.pdf", PDF)})
    page = looking.get(PAGE).text
    assert f'href="/payment-requests/{REQUEST}"' in page
    assert "Invoice.pdf" in page
    assert f"/payment-requests/new?contractor_id={CONTRACTOR}" in page


def test_bank_details_of_before_are_not_lost(site: Site, visit: Visit) -> None:
    contractor_known(site)
    newer = DETAILS.model_copy(update={"account": "40702810200000002852", "bik": None, "correspondent_account": None})
    site.tell(RecordBankDetails(contractor_id=CONTRACTOR, details=newer), context=by(CAROL))
    page = visit(ANN).get(PAGE).text
    assert "40702810200000002852" in page
    assert page.index("Bank details before") < page.index("40702810900000002851")


def test_a_new_contractor_has_an_empty_folder_that_says_so(site: Site, visit: Visit) -> None:
    contractor_known(site)
    page = visit(ANN).get(PAGE).text
    assert "Nothing is open." in page
    assert "There are no files yet." in page


def test_files_lie_by_month_the_newest_first() -> None:
    found = months([{"period": "2026-10"}, {"period": "2026-11"}, {"period": None}, {"period": "2026-10"}])
    assert [(month, len(files)) for month, files in found] == [("2026-11", 1), ("2026-10", 2), ("", 1)]
