"""Bank details of whoever is paid, as a payment order names them, and what is wrong with them."""

from crm_es.bank_details.doubts import doubts
from crm_es.bank_details.faults import Fault, faults
from crm_es.bank_details.numbers import is_account, is_bik, is_inn, is_kpp, key_fits
from crm_es.bank_details.purpose import purpose_fault
from crm_es.bank_details.shapes import BankDetails, Details, ForeignBankDetails

__all__ = [
    "BankDetails",
    "Details",
    "Fault",
    "ForeignBankDetails",
    "doubts",
    "faults",
    "is_account",
    "is_bik",
    "is_inn",
    "is_kpp",
    "key_fits",
    "purpose_fault",
]
