"""Papers that clients get: invoices, acts and credit notes as PDF, the hours behind an act as XLSX (X-23)."""
