"""The kinds of papers that can be printed, each of a row that people see in a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from psycopg import Connection

from crm_es.files import FileStore
from crm_es.papers.acts import act_paper, credit_note_paper
from crm_es.papers.invoices import InvoiceKey, invoice_paper
from crm_es.printing.appendix import appendix
from crm_es.printing.pdf import printed
from crm_es.printing.shapes import Language
from crm_es.spreadsheets import XLSX

PDF: Final = "application/pdf"
Row = Mapping[str, Any]
Made = tuple[str, bytes]
"""What the file is called, and its content."""


def invoice(db: Connection[Any], files: FileStore, row: Row, language: Language) -> Made:
    """The invoice as a PDF, with a code by which banks pay it."""
    paper = invoice_paper(db, files, InvoiceKey(row["client_id"], row["manager_id"], row["invoice_id"]), language)
    return f"invoice {paper.number}.pdf", printed(paper)


def act(db: Connection[Any], files: FileStore, row: Row, language: Language) -> Made:
    """The act as a PDF, with room for both signatures."""
    paper = act_paper(db, files, row["work_act_id"], language)
    return f"act {paper.number}.pdf", printed(paper)


def hours(db: Connection[Any], files: FileStore, row: Row, language: Language) -> Made:
    """The hours behind the act, as a spreadsheet that adds up to it."""
    paper = act_paper(db, files, row["work_act_id"], language)
    return f"hours of act {paper.number}.xlsx", appendix(paper)


def credit_note(db: Connection[Any], files: FileStore, row: Row, language: Language) -> Made:
    """The credit note as a PDF: what the client owes less for an act."""
    paper = credit_note_paper(db, files, row["work_act_id"], row["credit_note_id"], language)
    return f"credit note {paper.number}.pdf", printed(paper)


class PaperKind(NamedTuple):
    """One kind of paper."""

    registry: str
    """The list whose rows it is of."""
    file: str
    """The end of its address."""
    media_type: str
    make: Callable[[Connection[Any], FileStore, Row, Language], Made]


KINDS: Final[Mapping[str, PaperKind]] = {
    "invoice": PaperKind("invoices", "print.pdf", PDF, invoice),
    "act": PaperKind("work-acts", "print.pdf", PDF, act),
    "hours": PaperKind("work-acts", "appendix.xlsx", XLSX, hours),
    "credit-note": PaperKind("credit-notes", "print.pdf", PDF, credit_note),
}
