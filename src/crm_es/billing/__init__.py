"""From hours to money: what is unbilled, and one action that makes acts and invoices of it (S3-06, S3-07)."""
