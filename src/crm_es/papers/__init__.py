"""What papers say of what was recorded: read from the log itself, so that no list has to have caught up."""

from crm_es.papers.acts import act_paper, credit_note_paper
from crm_es.papers.invoices import InvoiceKey, invoice_paper

__all__ = ["InvoiceKey", "act_paper", "credit_note_paper", "invoice_paper"]
