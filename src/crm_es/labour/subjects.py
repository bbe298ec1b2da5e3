"""What reports of working time read: entries, and their days, with the client and the subject in words."""

from crm_es.registries.worked import DAYS, ENTRIES

__all__ = ["DAYS", "ENTRIES"]
